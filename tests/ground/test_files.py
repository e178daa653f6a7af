"""Files: what comes in, how it is kept, and who reads it."""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from cities.models import JoinRequest
from scn_portal.files import checks, readers, storage
from scn_portal.files.checks import check, clean_name
from scn_portal.files.models import StoredFile
from scn_portal.files.uploads import StopAtLimit
from scn_portal.lifecycle import LinkHolder
from tests.factories.files import pdf, picture


def png_that_claims(width, height):
    """A PNG of a few hundred bytes whose head claims any measures."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def upload(name, data):
    """As a form gets it: with the name that the browser sent, folders and all."""
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"\x7fELF\x02\x01\x01" + b"\0" * 200
HOSTILE = {
    "SVG named PNG": ("logo.png", SVG),
    "SVG under its own name": ("logo.svg", SVG),
    "HTML named PDF": ("letter.pdf", b"<!doctype html><script>alert(1)</script>"),
    "HTML before a PDF": ("letter.pdf", b"<script>alert(1)</script>" + pdf()),
    "HTML behind a PDF": ("letter.pdf", pdf(behind=b"<script>alert(1)</script>")),
    "archive behind a PDF": ("letter.pdf", pdf(behind=b"PK\x03\x04" + b"\0" * 40)),
    "PDF with a script": ("letter.pdf", pdf(inside=b"/OpenAction << /S /JavaScript /JS (app.alert) >>")),
    "PDF that starts a program": ("letter.pdf", pdf(inside=b"/OpenAction << /S /Launch >>")),
    "PDF with a file inside": ("letter.pdf", pdf(inside=b"/Type /EmbeddedFile")),
    "PDF under a password": ("letter.pdf", pdf(inside=b"/Encrypt 2 0 R")),
    "PDF cut off": ("letter.pdf", pdf()[:-12]),
    "PDF whose table is elsewhere": ("letter.pdf", pdf().replace(b"startxref\n", b"startxref\n9")),
    "program named JPEG": ("photo.jpg", PROGRAM),
    "program with a JPEG head": ("photo.jpg", b"\xff\xd8\xff\xe0" + PROGRAM),
    "program with two endings": ("letter.pdf.exe", PROGRAM),
    "PNG named JPEG": ("photo.jpg", picture("PNG")),
    "JPEG named PDF": ("letter.pdf", picture("JPEG")),
    "JPEG cut off": ("photo.jpeg", picture("JPEG", size=(400, 400))[:900]),
    "PNG of 10,000 by 10,000": ("photo.png", png_that_claims(10_000, 10_000)),
    "PNG of two billion columns": ("photo.png", png_that_claims(2**31 - 1, 2**31 - 1)),
    "PNG with too little in it": ("photo.png", png_that_claims(300, 300)),
    "GIF": ("photo.gif", picture("GIF", mode="L")),
    "GIF named WebP": ("photo.webp", picture("GIF", mode="L")),
    "archive": ("letters.zip", b"PK\x03\x04" + b"\0" * 40),
    "nothing": ("letter.pdf", b""),
    "no ending": ("letter", pdf()),
    "only a head": ("letter.pdf", b"%PDF-1.4"),
}


@pytest.mark.parametrize("name, data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name, data):
    with pytest.raises(ValidationError) as refusal:
        check(upload(name, data))
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "name, data, content_type",
    [
        ("letter.pdf", pdf(), "application/pdf"),
        ("LETTER.PDF", pdf(behind=b"\r\n\r\n"), "application/pdf"),
        ("scan.png", picture("PNG"), "image/png"),
        ("scan.jpg", picture("JPEG"), "image/jpeg"),
        ("scan.jpeg", picture("JPEG", mode="CMYK"), "image/jpeg"),
        ("scan.webp", picture("WEBP"), "image/webp"),
        ("رسالة العمدة.pdf", pdf(), "application/pdf"),
    ],
)
def test_an_honest_file_is_accepted(name, data, content_type):
    checked = check(upload(name, data))
    assert (checked.name, checked.content_type) == (name, content_type)


def test_a_file_of_20_mb_passes_and_one_more_byte_does_not():
    full = pdf(behind=b"\n" * (checks.LARGEST - len(pdf())))
    assert check(upload("letter.pdf", full)).size == checks.LARGEST
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        check(upload("letter.pdf", full + b"\n"))


def test_a_photograph_with_a_place_goes_in_and_none_comes_out():
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (41.0, 9.0, 0.0)}
    place[0x013B] = "a photographer"
    before = picture("JPEG", exif=place, comment=b"taken at home")
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    after = check(upload("photo.jpg", before)).data
    with Image.open(io.BytesIO(after)) as kept:
        assert (dict(kept.getexif()), kept.info.get("comment"), kept.size) == ({}, None, (40, 30))
    assert b"photographer" not in after


def test_a_picture_of_51_frames_is_refused():
    content = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), (number, 0, 0)) for number in range(51)]
    frames[0].save(content, format="WEBP", save_all=True, append_images=frames[1:], lossless=True)
    with pytest.raises(ValidationError, match="frames"):
        check(upload("film.webp", content.getvalue()))


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\letters\\mayor.pdf", "mayor.pdf"),
        ("letter\r\nBcc: x.pdf", "letter Bcc: x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("رسالة.pdf", "رسالة.pdf"),
        ("نامه\u200cها.pdf", "نامه\u200cها.pdf"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("\0\0", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_one_line_without_folders(given, kept):
    assert clean_name(given) == kept


def test_an_upload_beyond_the_limit_is_dropped_while_it_arrives():
    handler = StopAtLimit()
    handler.new_file("letter", "letter.pdf", "application/pdf", None)
    passed = [handler.receive_data_chunk(b"x" * 65_536, start) for start in range(0, 60 * 2**20, 65_536)]
    kept = sum(len(chunk) for chunk in passed if chunk)
    assert checks.LARGEST <= kept <= checks.LARGEST + 65_536
    refused = handler.file_complete(60 * 2**20)
    assert isinstance(refused, UploadedFile) and refused.size == 60 * 2**20
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        check(refused)
    refused.close()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft(db):
    return JoinRequest.objects.create(email="clerk@porto.example")


@pytest.fixture
def link(draft):
    return LinkHolder(f"cities.joinrequest:{draft.code}")


def kept_letter(draft, link, name="letter.pdf", data=None):
    return storage.keep(check(upload(name, data or pdf())), owner=draft, by=link)


def test_a_kept_file_has_an_opaque_name_and_nothing_temporary_stays(media, draft, link):
    file = kept_letter(draft, link, "mayor.pdf")
    assert [each.name for each in media.rglob("*") if each.is_file()] == [file.code]
    assert (media / file.content.name).read_bytes() == pdf()
    assert (file.name, file.size, file.sha256) == ("mayor.pdf", len(pdf()), check(upload("a.pdf", pdf())).sha256)


def test_a_row_that_cannot_be_written_leaves_no_file(media, draft, link):
    upload_with_a_long_type = checks.CheckedUpload("letter.pdf", "x" * 500, pdf())
    with pytest.raises(Exception, match="too long"):
        storage.keep(upload_with_a_long_type, owner=draft, by=link)
    assert [each for each in media.rglob("*") if each.is_file()] == []


def test_a_link_keeps_100_files_a_day_and_not_one_more(media, draft, link):
    like = {"size": 1, "owner_kind": "cities.joinrequest", "owner_key": str(draft.pk)}
    StoredFile.objects.bulk_create(StoredFile(name="x", **like) for _ in range(99))
    kept_letter(draft, link)
    with pytest.raises(ValidationError, match="100 files"):
        kept_letter(draft, link)
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    kept_letter(draft, link)


def test_a_link_keeps_200_mb_a_day_and_not_one_byte_more(media, draft, link):
    like = {"owner_kind": "cities.joinrequest", "owner_key": str(draft.pk)}
    StoredFile.objects.create(name="x", size=storage.BYTES_A_DAY - len(pdf()) + 1, **like)
    with pytest.raises(ValidationError, match="200 MB"):
        kept_letter(draft, link)


@pytest.fixture
def rule(monkeypatch):
    def set_rule(answer):
        monkeypatch.setitem(readers._readers, "cities.joinrequest", answer)

    return set_rule


def test_a_file_is_served_with_the_headers_that_disarm_it(media, draft, link, rule, client):
    file = kept_letter(draft, link, "رسالة.pdf")
    rule(lambda principal, row: row == draft)
    answer = client.get(file.get_absolute_url())
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%B1")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "application/pdf"


def test_a_picture_is_shown_inline(media, draft, link, rule, client):
    file = kept_letter(draft, link, "scan.png", picture())
    rule(lambda principal, row: True)
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"] == 'inline; filename="scan.png"'


@pytest.mark.parametrize("answer", [lambda principal, row: False, lambda principal, row: 1 / 0])
def test_a_file_hides_from_whom_no_rule_admits_and_when_the_rule_fails(media, draft, link, rule, client, answer):
    file = kept_letter(draft, link)
    rule(answer)
    hidden, wrong = client.get(file.get_absolute_url()), client.get("/files/nothinghere/")
    assert hidden.status_code == wrong.status_code == 404
    assert hidden.content == wrong.content


def test_a_file_without_an_owner_or_without_a_rule_is_read_by_nobody(media, draft, link, rule):
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    rule(lambda principal, row: True)
    assert not readers.may_read(request, StoredFile(name="x"))
    assert not readers.may_read(request, StoredFile(name="x", owner_kind="cities.joinrequest", owner_key="0"))
    assert not readers.may_read(request, StoredFile(name="x", owner_kind="cities.term", owner_key="1"))


def test_a_file_whose_bytes_are_gone_is_a_wrong_address(media, draft, link, rule, client):
    file = kept_letter(draft, link)
    rule(lambda principal, row: True)
    (media / file.content.name).unlink()
    assert client.get(file.get_absolute_url()).status_code == 404
