"""PDF and plain text: what can be read of them without running anything."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib

from .refusals import Refused


def _however_spelled(name):
    """A pattern for the name of a PDF whose letters may be written as numbers: "/J#61vaScript"."""
    numbers = (re.sub("[a-f]", lambda letter: f"[{letter[0]}{letter[0].upper()}]", f"{ord(sign):x}") for sign in name)
    return "".join(f"(?:{sign}|#{number})" for sign, number in zip(name, numbers, strict=True))


ACTS = ("JavaScript", "Launch", "EmbeddedFile", "RichMedia")
ACTIVE = re.compile(f"/(?:{'|'.join(map(_however_spelled, ACTS))})s?\\b".encode())
PACKED_AT_MOST, PACKED_EACH, PACKED_PIECES = 64 * 1024 * 1024, 16 * 1024 * 1024, 5_000
PAGE = re.compile(rb"<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)
KEPT_CONTROLS = "\t\n\r\f"
BYTE_ORDERS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def check_pdf(data, name):
    """Refuse a PDF that is cut off, carries something before or behind its pages, is locked, or can act by itself."""
    end = data.rfind(b"%%EOF")
    start = re.search(rb"startxref\s+(\d{1,10})\s+$", data[max(0, end - 64) : max(end, 0)])
    behind = data[end + 5 :].strip(b"\r\n\t \0") if end >= 0 else b""
    if (
        PAGE.search(data, 0, 2048)
        or PAGE.search(behind)
        or zipfile.is_zipfile(io.BytesIO(data))
        or b"PK\x03\x04" in behind
    ):
        raise Refused("two_in_one", name=name)
    if not start or behind:
        raise Refused("pdf_damaged")
    table = data[int(start[1]) : int(start[1]) + 40].lstrip()
    if not re.match(rb"xref\b|\d+\s+\d+\s+obj\b", table):
        raise Refused("pdf_damaged")
    if re.search(rb"/Encrypt\b", data):
        raise Refused("pdf_locked")
    if ACTIVE.search(data) or any(ACTIVE.search(each) for each in _unpacked(data)):
        raise Refused("pdf_active")
    return data


def _unpacked(data):
    """The objects that lie packed in streams, within limits; what cannot be looked into is refused."""
    at, read = -1, 0
    for _piece in range(PACKED_PIECES):
        at = data.find(b"/ObjStm", at + 1)
        begin = data.find(b"stream", at, at + 2000) if at >= 0 else -1
        if begin < 0:
            return
        end = data.find(b"endstream", begin)
        is_packed = b"/Filter" in data[max(0, at - 300) : begin]
        objects = _inflated(data[begin + 6 : end].lstrip(b"\r\n")) if is_packed else b""
        read += len(objects)
        if end < 0 or read > PACKED_AT_MOST or len(objects) >= PACKED_EACH:
            break
        yield objects
        at = end
    raise Refused("pdf_packed")


def _inflated(stream):
    try:
        return zlib.decompressobj().decompress(stream, PACKED_EACH)
    except zlib.error as unread:
        raise Refused("pdf_packed") from unread


def check_text(data, name):
    """The text as UTF-8. UTF-16 is taken where it says so at its start, and keeps a mark for spreadsheets."""
    encoding = BYTE_ORDERS.get(data[:2])
    if encoding is None and b"\0" in data:
        raise Refused("text_signs", name=name)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as unread:
        raise Refused("text_encoding", name=name) from unread
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in KEPT_CONTROLS for sign in set(text)):
        raise Refused("text_signs", name=name)
    data = data if encoding is None else text.encode()
    if PAGE.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise Refused("web_page", name=name)
    return data


def check_table(data, name):
    """A CSV file: text whose lines can be read as rows. Its cells are the city's own and are kept as they are."""
    data = check_text(data, name)
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=False)
        filled = sum(1 for row in rows if row)
    except csv.Error as broken:
        raise Refused("table_damaged", name=name) from broken
    if not filled:
        raise Refused("table_damaged", name=name)
    return data
