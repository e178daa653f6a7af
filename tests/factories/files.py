"""Small files of each kind, as somebody would upload them."""

import io
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from scn_portal.files.office import MAIN


def pdf(inside=b"", behind=b""):
    """The smallest PDF with a table of its objects, and what a test puts into or behind it."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R >>\n"
    return body + table + b"startxref\n" + str(len(body)).encode() + b"\n%%EOF\n" + behind


def packed(objects, filters=b"/FlateDecode"):
    """What a test puts into a PDF: objects in a packed stream."""
    return b">>\nendobj\n2 0 obj\n<< /Type /ObjStm /Filter %s >>\nstream\n%s\nendstream\nendobj\n3 0 obj\n<<" % (
        filters,
        zlib.compress(objects),
    )


def picture(kind="PNG", size=(40, 30), mode="RGB", **options):
    content = io.BytesIO()
    Image.new(mode, size, 3 if mode == "L" else None).save(content, format=kind, **options)
    return content.getvalue()


def a_letter(name="letter.pdf"):
    return SimpleUploadedFile(name, pdf(), "application/pdf")


CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_PARTS = {"DOCX": "word/document.xml", "XLSX": "xl/workbook.xml", "PPTX": "ppt/presentation.xml"}


def office(kind="DOCX", parts=None, *, types=None, links="", compression=zipfile.ZIP_DEFLATED, leave_out=()):
    """A small office file of that kind, with further `parts` {path: content} and `links` of its main part."""
    main = MAIN_PARTS[kind]
    types = types or f'<Override PartName="/{main}" ContentType="{MAIN[kind]}"/>'
    folder, _, file = main.rpartition("/")
    written = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{CONTENT_TYPES}">{types}</Types>',
        "_rels/.rels": rels(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{main}"/>'),
        main: "<?xml version='1.0'?><root>Text</root>",
        f"{folder}/_rels/{file}.rels": rels(links),
    } | (parts or {})
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for path, data in written.items():
            if path not in leave_out:
                archive.writestr(path, data)
    return content.getvalue()


def rels(links):
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>'


def link(kind, target, mode="External"):
    """A relationship of a part of an office file."""
    return f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def workbook(*rows, shared=()):
    """An XLSX with one sheet of those rows; a number stands for one of the `shared` texts."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def cell(value):
        if isinstance(value, int):
            return f'<c t="s"><v>{value}</v></c>'
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    sheet = f'<worksheet xmlns="{space}"><sheetData>{lines}</sheetData></worksheet>'
    return office(
        "XLSX", {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": f'<sst xmlns="{space}">{texts}</sst>'}
    )
