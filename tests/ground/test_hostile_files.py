"""Files made to harm: each is refused with a reason of its own, and honest ones of the same kind pass."""

import contextlib
import io
import struct
import time
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from scn_portal.files import office as office_files
from scn_portal.files import pictures
from scn_portal.files.checks import PAPERS, check
from scn_portal.files.office import MAIN
from scn_portal.files.refusals import REASONS, Refused
from tests.factories.files import link, office, packed, pdf, picture, rels, workbook


def upload(name, data):
    """As a form gets it: with the name that the browser sent, folders and all."""
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file


def reason(name, data, **options):
    with pytest.raises(Refused) as refused:
        check(upload(name, data), **options)
    assert refused.value.messages[0].endswith(".")
    return refused.value.code


def png_that_claims(width, height):
    """A PNG of a few hundred bytes whose head claims any measures."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def film(frames):
    content = io.BytesIO()
    drawn = [Image.new("RGB", (4, 4), (number % 256, number // 256, 0)) for number in range(frames)]
    drawn[0].save(content, format="WEBP", save_all=True, append_images=drawn[1:], lossless=True)
    return content.getvalue()


def archive(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in parts.items():
            made.writestr(path, data)
    return content.getvalue()


def with_a_link():
    """An office file with a part that is a symbolic link."""
    content = io.BytesIO(office())
    with zipfile.ZipFile(content, "a") as made:
        pointer = zipfile.ZipInfo("word/media/image1.png")
        pointer.create_system, pointer.external_attr = 3, 0o120777 << 16
        made.writestr(pointer, "/etc/passwd")
    return content.getvalue()


def overlapping():
    """An office file whose directory names the same bytes twice."""
    data = bytearray(office(parts={"word/a.xml": b"<a/>" * 50, "word/b.xml": b"<a/>" * 50}))
    at = [place for place in range(len(data)) if data[place : place + 4] == b"PK\x01\x02"]
    first, second = at[-2], at[-1]
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def locked():
    """An office file whose directory says that its parts are encrypted."""
    data = bytearray(office())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"\x7fELF\x02\x01\x01" + b"\0" * 200
WINDOWS_PROGRAM = b"MZ\x90\x00\x03" + b"\0" * 200
MACRO_TYPES = (
    '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
)
ENTITIES = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;">]><a>&z;</a>'
ZEROS = b"\0" * (30 * 2**20)
HOSTILE = {
    "SVG named PNG": ("logo.png", SVG, "drawing"),
    "SVG under its own name": ("logo.svg", SVG, "drawing"),
    "SVG behind a remark": ("logo.jpg", b"<!-- a remark --> <svg onload='x()'/>", "drawing"),
    "HTML named PDF": ("letter.pdf", PAGE, "web_page"),
    "HTML named TXT": ("letter.txt", b"\n " + PAGE, "web_page"),
    "HTML in UTF-16 named CSV": ("letter.csv", PAGE.decode().encode("utf-16"), "web_page"),
    "HTML before a PDF": ("letter.pdf", b"<script>alert(1)</script>" + pdf(), "web_page"),
    "HTML behind a PDF": ("letter.pdf", pdf(behind=b"<script>alert(1)</script>"), "two_in_one"),
    "HTML inside the head of a PDF": ("letter.pdf", pdf().replace(b"\n1 0", b"\n%<html>\n1 0", 1), "two_in_one"),
    "archive behind a PDF": ("letter.pdf", pdf(behind=archive(a=b"a")), "two_in_one"),
    "archive inside a PDF": ("letter.pdf", pdf(inside=b"%" + archive(a=b"a") + b"\n"), "two_in_one"),
    "PDF with a script": ("letter.pdf", pdf(inside=b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "pdf_active"),
    "PDF that starts a program": ("letter.pdf", pdf(inside=b"/OpenAction << /S /Launch >>"), "pdf_active"),
    "PDF with a file inside": ("letter.pdf", pdf(inside=b"/Type /EmbeddedFile"), "pdf_active"),
    "PDF with a script in a packed object": ("l.pdf", pdf(inside=packed(b"1 0 << /S /JavaScript >>")), "pdf_active"),
    "PDF with a script spelled in numbers": ("l.pdf", pdf(inside=b"/S /J#61vaScr#69pt"), "pdf_active"),
    "PDF with both": ("l.pdf", pdf(inside=packed(b"1 0 << /S /#4aavaScript >>")), "pdf_active"),
    "PDF that swells": ("letter.pdf", pdf(inside=packed(b" " * (17 * 2**20))), "pdf_packed"),
    "PDF packed in an odd way": (
        "l.pdf",
        pdf(inside=packed(b"1 0").replace(b"\nstream\nx", b"\nstream\ny")),
        "pdf_packed",
    ),
    "PDF under a password": ("letter.pdf", pdf(inside=b"/Encrypt 2 0 R"), "pdf_locked"),
    "PDF cut off": ("letter.pdf", pdf()[:-12], "pdf_damaged"),
    "PDF whose table is elsewhere": ("letter.pdf", pdf().replace(b"startxref\n", b"startxref\n9"), "pdf_damaged"),
    "only a head": ("letter.pdf", b"%PDF-1.4", "pdf_damaged"),
    "program named JPEG": ("photo.jpg", PROGRAM, "program"),
    "program named DOCX": ("letter.docx", WINDOWS_PROGRAM, "program"),
    "shell script named TXT": ("letter.txt", b"#!/bin/sh\nrm -rf ~\n", "program"),
    "program with a JPEG head": ("photo.jpg", b"\xff\xd8\xff\xe0" + PROGRAM, "picture_damaged"),
    "program with two endings": ("letter.pdf.exe", PROGRAM, "program"),
    "PNG named JPEG": ("photo.jpg", picture("PNG"), "not_as_named"),
    "JPEG named PDF": ("letter.pdf", picture("JPEG"), "not_as_named"),
    "PNG named CSV": ("table.csv", picture("PNG"), "not_as_named"),
    "GIF named WebP": ("photo.webp", picture("GIF", mode="L"), "not_as_named"),
    "GIF that is a script, named PNG": ("photo.png", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "not_as_named"),
    "GIF": ("photo.gif", picture("GIF", mode="L"), "kind"),
    "PNG with an archive behind it": ("photo.png", picture("PNG") + archive(a=b"a"), "two_in_one"),
    "JPEG with an archive behind it": ("photo.jpg", picture("JPEG") + archive(a=b"a"), "two_in_one"),
    "WebP with a page behind it": ("photo.webp", picture("WEBP") + PAGE, "two_in_one"),
    "JPEG cut off": ("photo.jpeg", picture("JPEG", size=(400, 400))[:900], "picture_damaged"),
    "PNG with too little in it": ("photo.png", png_that_claims(300, 300), "picture_damaged"),
    "PNG of 10,000 by 10,000": ("photo.png", png_that_claims(10_000, 10_000), "picture_pixels"),
    "PNG of 20,000 by 20,000": ("photo.png", png_that_claims(20_000, 20_000), "picture_pixels"),
    "PNG of two billion columns": ("photo.png", png_that_claims(2**31 - 1, 2**31 - 1), "picture_pixels"),
    "WebP of 51 frames": ("film.webp", film(51), "picture_frames"),
    "archive": ("letters.zip", archive(a=b"a"), "archive"),
    "RAR named DOCX": ("letter.docx", b"Rar!\x1a\x07" + b"\0" * 40, "archive"),
    "archive named DOCX": ("letter.docx", archive(a=b"a"), "office_damaged"),
    "XLSX named DOCX": ("letter.docx", office("XLSX"), "not_as_named"),
    "old DOC named DOCX": ("letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "office_locked"),
    "DOCX with locked parts": ("letter.docx", locked(), "office_locked"),
    "DOCX with 2,001 parts": ("letter.docx", office(parts={f"word/{n}.xml": "" for n in range(1997)}), "office_parts"),
    "DOCX that swells": ("letter.docx", office(parts={"word/x.bin": ZEROS}), "office_unpacked"),
    "DOCX of many parts that swell": (
        "letter.docx",
        office(parts={f"word/{number}.xml": b"\0" * 2**20 for number in range(20)}),
        "office_unpacked",
    ),
    "DOCX that names bytes twice": ("letter.docx", overlapping(), "office_unpacked"),
    "DOCX behind a page": ("letter.docx", b"PK\x03\x04" + PAGE + office(), "two_in_one"),
    "DOCX with a page behind it": ("letter.docx", office() + PAGE, "two_in_one"),
    "DOCX with a way out": ("letter.docx", office(parts={"../../etc/cron": "x"}), "office_paths"),
    "DOCX with a link": ("letter.docx", with_a_link(), "office_paths"),
    "DOCX with two parts of one name": ("letter.docx", office(parts={"WORD/Document.xml": "x"}), "office_paths"),
    "archive in a DOCX": ("letter.docx", office(parts={"word/media/image1.png": archive(a=b"a")}), "office_nested"),
    "workbook in a PPTX": ("talk.pptx", office("PPTX", {"ppt/embeddings/a.xlsx": office("XLSX")}), "office_nested"),
    "program in a DOCX": ("letter.docx", office(parts={"word/media/a.png": WINDOWS_PROGRAM}), "office_nested"),
    "control in a DOCX": ("letter.docx", office(parts={"word/activeX/activeX1.xml": "<ax/>"}), "office_controls"),
    "links to another workbook": (
        "table.xlsx",
        office("XLSX", {"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "office_controls",
    ),
    "DOCM named DOCX": ("letter.docx", office(types=MACRO_TYPES), "macros"),
    "DOCM under its own name": ("letter.docm", office(types=MACRO_TYPES), "macros"),
    "macros in a DOCX": ("letter.docx", office(parts={"word/vbaProject.bin": "x"}), "macros"),
    "DOCX with a template elsewhere": (
        "letter.docx",
        office(links=link("attachedTemplate", "https://evil.example/t.dotm")),
        "office_outside",
    ),
    "DOCX with a picture elsewhere": (
        "letter.docx",
        office(links=link("image", "https://evil.example/x.png")),
        "office_outside",
    ),
    "DOCX that starts a program": (
        "letter.docx",
        office(parts={"word/document.xml": "<w:p><w:instrText>DDEAUTO c:\\cmd.exe</w:instrText></w:p>"}),
        "office_outside",
    ),
    "XLSX with its own entities": ("t.xlsx", office("XLSX", {"xl/sharedStrings.xml": ENTITIES}), "office_damaged"),
    "list of types with entities": ("l.docx", office(parts={"[Content_Types].xml": ENTITIES}), "office_damaged"),
    "DOCX without its text": ("letter.docx", office(leave_out=["word/document.xml"]), "office_damaged"),
    "DOCX without a list of types": ("letter.docx", office(leave_out=["[Content_Types].xml"]), "office_damaged"),
    "links that are no XML": ("l.docx", office(parts={"word/_rels/a.rels": "<Relat"}), "office_damaged"),
    "DOCX cut off": ("letter.docx", office()[:-30], "office_damaged"),
    "text with NUL": ("letter.txt", b"Dear\0 all", "text_signs"),
    "text with an escape sequence": ("letter.txt", b"Dear \x1b[31m all", "text_signs"),
    "text in Windows-1256": ("letter.txt", "رسالة".encode("windows-1256"), "text_encoding"),
    "UTF-16 cut off": ("letter.txt", "letter".encode("utf-16")[:-1], "text_encoding"),
    "PDF named TXT": ("letter.txt", pdf(), "not_as_named"),
    "table without rows": ("table.csv", b"\n\n", "table_damaged"),
    "table with an endless cell": ("table.csv", b'a,"' + b"x" * 200_000, "table_damaged"),
    "nothing": ("letter.pdf", b"", "empty"),
    "no ending": ("letter", pdf(), "kind"),
    "right to left, a program at its end": ("letter\u202efdp.exe", PROGRAM, "program"),
}


@pytest.mark.parametrize("name, data, expected", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_own_reason(name, data, expected):
    assert reason(name, data) == expected


def test_every_reason_has_a_hostile_file():
    tested = {expected for _name, _data, expected in HOSTILE.values()}
    assert set(REASONS) - tested == {"too_large", "too_many"}  # tested with the limits


HONEST = {
    "DOCX": ("letter.docx", office()),
    "XLSX": ("TABLE.XLSX", workbook(["a"])),
    "PPTX": ("talk.pptx", office("PPTX", {"ppt/media/image1.png": picture()})),
    "DOCX with a link to click": ("l.docx", office(links=link("hyperlink", "https://porto.example/"))),
    "DOCX stored without packing": ("letter.docx", office(compression=zipfile.ZIP_STORED)),
    "DOCX with a large sheet of zeros": ("letter.docx", office(parts={"word/x.bin": b"\0" * 2**20})),
    "DOCX with 2,000 parts": ("letter.docx", office(parts={f"word/{n}.xml": "" for n in range(1996)})),
    "PDF with packed objects": ("letter.pdf", pdf(inside=packed(b"1 0 << /Type /Page /Name /Caf#C3#A9 >>") * 3)),
    "CSV": ("table.csv", b"Stadt;Zahl\nGent;=1+1\n"),
    "CSV with a mark": ("table.csv", "\ufeffville,année\nNîmes,2020\n".encode()),
    "TXT": ("letter.txt", "MZ and <html> stand in this text.\r\nرسالة\n".encode()),
}


@pytest.mark.parametrize("name, data", HONEST.values(), ids=HONEST)
def test_an_honest_office_file_or_text_is_kept_as_it_is(name, data):
    assert check(upload(name, data)).data == data


def test_a_text_in_utf_16_is_kept_as_utf_8():
    assert check(upload("table.csv", "مدينة\tعدد\n".encode("utf-16"))).data == "\ufeffمدينة\tعدد\n".encode()


def test_a_part_that_is_larger_than_the_directory_says_stops_the_reading():
    data = bytearray(office(parts={"word/x.bin": b"\0" * 500_000}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/x.bin"))
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert reason("letter.docx", bytes(data)) == "office_damaged"


def test_reading_stops_at_the_limit(monkeypatch):
    monkeypatch.setattr(office_files, "UNPACKED", 300_000)
    assert reason("letter.docx", office(parts={"word/x.bin": b"\0" * 299_999})) == "office_unpacked"
    check(upload("letter.docx", office(parts={"word/x.bin": b"\0" * 250_000})))


def test_a_field_takes_only_the_kinds_it_names():
    assert reason("letter.docx", office(), accepts=PAPERS) == "kind"
    check(upload("letter.pdf", pdf()), accepts=PAPERS)


def test_each_kind_of_office_file_names_its_own_main_part():
    assert {
        kind: reason("a." + kind.lower(), office(other)) for kind, other in zip(MAIN, [*MAIN][1:], strict=False)
    } == {
        "DOCX": "not_as_named",
        "XLSX": "not_as_named",
    }
    assert rels("") in zipfile.ZipFile(io.BytesIO(office())).read("word/_rels/document.xml.rels").decode()


def a_photograph(kind="JPEG", size=(40, 30)):
    """A picture with a place, a photographer and a remark in it."""
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (41.0, 9.0, 0.0)}
    place[0x013B] = "a photographer"
    return picture(kind, size=size, exif=place, **({"comment": b"taken at home"} if kind == "JPEG" else {}))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_stored_picture_carries_metadata(kind):
    before = a_photograph(kind, size=(900, 600))
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    checked = check(upload(f"photo.{kind.lower()}", before), widths=pictures.WIDTHS)
    for data in (checked.data, *(each.data for each in checked.smaller)):
        with Image.open(io.BytesIO(data)) as kept:
            assert (dict(kept.getexif()), kept.info.get("comment"), kept.info.get("xmp")) == ({}, None, None)
        assert b"photographer" not in data and b"at home" not in data


def test_a_camera_may_write_a_second_picture_behind_the_first():
    check(upload("photo.jpg", picture("JPEG") + b"SEFT" + picture("JPEG")))


@pytest.mark.parametrize(
    "size, widths",
    [((2000, 1000), [400, 800, 1600]), ((1000, 10), [400, 800]), ((300, 200), [300]), ((400, 400), [400])],
)
def test_a_picture_is_drawn_in_the_widths_it_reaches(size, widths):
    checked = check(upload("photo.png", as_png(Image.linear_gradient("L").resize(size))), widths=pictures.WIDTHS)
    assert checked.measures == size
    assert [each.width for each in checked.smaller] == widths
    assert all(abs(each.height * size[0] - each.width * size[1]) < size[0] for each in checked.smaller)


def noise(size):
    return as_png(Image.effect_noise(size, 90).convert("RGB"))


def as_png(image):
    content = io.BytesIO()
    image.save(content, format="PNG")
    return content.getvalue()


def test_the_smallest_width_has_at_most_40_kb_and_none_is_larger_than_the_picture():
    checked = check(upload("photo.png", noise((900, 900))), widths=pictures.WIDTHS)
    sizes = [len(each.data) for each in checked.smaller]
    assert sizes[0] <= 40_000 and max(sizes) <= checked.size
    tiny = check(upload("dot.png", picture("PNG", size=(17, 17))), widths=pictures.WIDTHS)
    assert all(len(each.data) <= tiny.size for each in tiny.smaller)


LONG = 20 * 2**20 - 1000
SLOW = {
    "names in numbers": ("l.pdf", pdf(inside=b"/a#41" * (LONG // 5))),
    "names that begin well": ("l.pdf", pdf(inside=b"/JavaScrip" * (LONG // 10))),
    "packed without end": ("l.pdf", pdf(inside=b"/ObjStm " * (LONG // 8))),
    "streams without end": ("l.pdf", pdf(inside=b"/ObjStm stream " * (LONG // 15))),
    "a page that never begins": ("l.txt", b"<!--" * (LONG // 4)),
    "brackets": ("l.csv", b"<" * LONG),
    "blanks": ("l.pdf", pdf(behind=b" \n" * (LONG // 2))),
    "JPEG of nothing but marks": ("l.jpg", b"\xff\xd8" + b"\xff\xe0\0\2" * (LONG // 4)),
    "PNG of empty pieces": ("l.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0abcd\0\0\0\0" * (LONG // 12)),
    "DOCX with a long field": (
        "l.docx",
        office(parts={"word/x.xml": b"<w:instrText " * 10_000}, compression=zipfile.ZIP_STORED),
    ),
}


@pytest.mark.parametrize("name, data", SLOW.values(), ids=SLOW)
def test_no_file_keeps_the_checks_busy_for_long(name, data):
    began = time.process_time()
    with contextlib.suppress(Refused):
        check(upload(name, data))
    assert time.process_time() - began < 2
