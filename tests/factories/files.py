"""Small files of each kind, as somebody would upload them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf(inside=b"", behind=b""):
    """The smallest PDF with a table of its objects, and what a test puts into or behind it."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R >>\n"
    return body + table + b"startxref\n" + str(len(body)).encode() + b"\n%%EOF\n" + behind


def picture(kind="PNG", size=(40, 30), mode="RGB", **options):
    content = io.BytesIO()
    Image.new(mode, size, 3 if mode == "L" else None).save(content, format=kind, **options)
    return content.getvalue()


def a_letter(name="letter.pdf"):
    return SimpleUploadedFile(name, pdf(), "application/pdf")
