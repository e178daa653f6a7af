"""What an uploaded file is, found out twice: by its first bytes and by its structure. Names are not believed."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from .office import check_office
from .papers import check_pdf, check_table, check_text
from .pictures import Drawn, redrawn
from .refusals import Refused

LARGEST = 20 * 1024 * 1024
NAME_LENGTH = 200
PICTURES = ("PNG", "JPEG", "WEBP")
OFFICE = ("DOCX", "XLSX", "PPTX")
PAPERS = ("PDF", *PICTURES)
EVERYTHING = ("PDF", *OFFICE, "CSV", "TXT", *PICTURES)
SPELLED = {"WEBP": "WebP"}
ENDINGS = {kind.lower(): kind for kind in EVERYTHING} | {"jpg": "JPEG"}
TYPES = {
    "PDF": "application/pdf",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WEBP": "image/webp",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "CSV": "text/csv; charset=utf-8",
    "TXT": "text/plain; charset=utf-8",
}
# What a file says of itself at its start. The first four are never taken, whatever they are called.
SIGNATURES = {
    "program": re.compile(rb"MZ[^\n]{0,62}\x00|\x7fELF|#!|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe"),
    "drawing": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>)?\s*(?:<!--.{0,2000}?-->\s*)?<svg\b", re.I | re.S
    ),
    "web_page": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|head|body|script|\?php)", re.I | re.S
    ),
    "archive": re.compile(rb"Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ|PK\x05\x06"),
    "PDF": re.compile(rb"%PDF-[12]\.\d"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.S),
    "ZIP": re.compile(rb"PK\x03\x04"),
    "OLE": re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "GIF": re.compile(rb"GIF8"),
}
NEVER = ("program", "drawing", "web_page", "archive")
ENDINGS_NEVER = {"svg": "drawing", "htm": "web_page", "html": "web_page", "zip": "archive", "rar": "archive"}
ENDINGS_NEVER |= {"exe": "program", "docm": "macros", "xlsm": "macros", "pptm": "macros"}


@dataclass(frozen=True)
class CheckedUpload:
    """A file that passed: its cleaned name, its true type, the bytes to keep, and a picture in its widths."""

    name: str
    content_type: str
    data: bytes = field(repr=False)
    measures: tuple = (None, None)
    smaller: tuple[Drawn, ...] = field(default=(), repr=False)

    @property
    def size(self):
        return len(self.data)

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()

    @property
    def facts(self):
        """What stays of it when it is refused after all."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256}


def spelled(kinds):
    """Kinds of files as people write them: "PDF, DOCX, WebP"."""
    return ", ".join(SPELLED.get(kind, kind) for kind in kinds)


def check(upload, accepts=EVERYTHING, widths=()):
    """Return the CheckedUpload for an UploadedFile, or raise Refused with the reason in words.

    `accepts` names the kinds that are taken here; a picture is also drawn in each of `widths`.
    """
    name, data = clean_name(upload.name), b""
    try:
        if upload.size > LARGEST:
            raise Refused("too_large")
        data = upload.read()
        kind = _kind(name, data, accepts)
        return _structure(kind, name, data, widths)
    except Refused as refused:
        refused.found = {"name": name, "size": upload.size, "sha256": hashlib.sha256(data).hexdigest() if data else ""}
        raise


def _kind(name, data, accepts):
    """The kind that both the ending and the first bytes say."""
    ending = PurePosixPath(name.lower()).suffix[1:]
    expected, found = ENDINGS.get(ending), kind_by_signature(data)
    if found in NEVER or ending in ENDINGS_NEVER:
        raise Refused(found if found in NEVER else ENDINGS_NEVER[ending], name=name)
    if expected not in accepts:
        raise Refused("kind", name=name, kinds=spelled(accepts))
    if not data:
        raise Refused("empty")
    if expected in OFFICE and found == "OLE":
        raise Refused("office_locked", name=name, kind=expected)
    if found != {"CSV": None, "TXT": None}.get(expected, "ZIP" if expected in OFFICE else expected):
        raise Refused("not_as_named", name=name, kinds=spelled(accepts))
    return expected


def _structure(kind, name, data, widths):
    if kind in PICTURES:
        whole, smaller = redrawn(data, kind, name, widths)
        return CheckedUpload(name, TYPES[kind], whole.data, (whole.width, whole.height), tuple(smaller))
    if kind in OFFICE:
        return CheckedUpload(name, TYPES[kind], check_office(data, kind, name))
    checked = {"PDF": check_pdf, "CSV": check_table, "TXT": check_text}[kind](data, name)
    return CheckedUpload(name, TYPES[kind], checked)


def kind_by_signature(data):
    return next((kind for kind, signature in SIGNATURES.items() if signature.match(data)), None)


def clean_name(name):
    """One line, without folders, control signs or marks that turn the reading direction; its ending is kept."""
    name = unicodedata.normalize("NFC", str(name or "")).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each if not each.isspace() else " " for each in name if _is_printable(each))
    kept = " ".join(kept.split()).strip(". ") or "file"
    if len(kept) <= NAME_LENGTH:
        return kept
    ending = PurePosixPath(kept).suffix[:10]
    return kept[: NAME_LENGTH - len(ending)] + ending


def _is_printable(sign):
    turns_direction = sign in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    return sign.isspace() or (unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"} and not turns_direction)
