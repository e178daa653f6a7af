"""What an uploaded file is, found out twice: by its first bytes and by its structure. Names are not believed."""

import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST = 20 * 1024 * 1024
PIXELS = 25_000_000
FRAMES = 50
NAME_LENGTH = 200
ENDINGS = {"pdf": "PDF", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
TYPES = {"PDF": "application/pdf", "PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")
# Decoders fail in many ways on bytes made to break them; each of these means "not a sound picture".
UNSOUND = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError, MemoryError, Warning)


@dataclass(frozen=True)
class CheckedUpload:
    """A file that passed: its cleaned name, its true type, and the bytes to keep."""

    name: str
    content_type: str
    data: bytes = field(repr=False)

    @property
    def size(self):
        return len(self.data)

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()


def check(upload):
    """Return the CheckedUpload for an UploadedFile, or raise ValidationError with the reason in words."""
    name = clean_name(upload.name)
    expected = ENDINGS.get(PurePosixPath(name.lower()).suffix[1:])
    if expected is None:
        raise ValidationError(
            _("Choose a PDF, PNG, JPEG or WebP file. “%(name)s” is another kind."), params={"name": name}
        )
    if not upload.size:
        raise ValidationError(_("The file is empty. Choose another one."))
    if upload.size > LARGEST:
        raise ValidationError(_("The file is larger than 20 MB. Choose a smaller one."))
    data = upload.read()
    if kind_by_signature(data) != expected:
        raise ValidationError(
            _("What is inside “%(name)s” is not what its ending says. Save it again as PDF, PNG, JPEG or WebP."),
            params={"name": name},
        )
    data = check_pdf(data) if expected == "PDF" else redrawn(data, expected)
    return CheckedUpload(name, TYPES[expected], data)


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


def kind_by_signature(data):
    if re.match(rb"%PDF-[12]\.\d", data):
        return "PDF"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return None


def check_pdf(data):
    """Refuse a PDF that is cut off, carries something behind its end, is locked, or can act by itself."""
    end = data.rfind(b"%%EOF")
    start = re.search(rb"startxref\s+(\d{1,10})\s+$", data[max(0, end - 64) : max(end, 0)])
    if end < 0 or not start or data[end + 5 :].strip(b"\r\n\t \0"):
        raise ValidationError(_("This PDF is damaged or cut off. Save it again, or send a picture of the page."))
    table = data[int(start[1]) : int(start[1]) + 40].lstrip()
    if not re.match(rb"xref\b|\d+\s+\d+\s+obj\b", table):
        raise ValidationError(_("This PDF is damaged or cut off. Save it again, or send a picture of the page."))
    if re.search(rb"/Encrypt\b", data):
        raise ValidationError(_("This PDF is locked with a password. Save it without one, so that we can read it."))
    if ACTIVE.search(data):
        raise ValidationError(_("This PDF contains scripts or other files. Print it to a new PDF and send that one."))
    return data


def redrawn(data, kind):
    """The picture drawn anew in its own format: without metadata, place, hidden parts or further frames."""
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            _check_measures(picture)
            picture.load()
            return _saved(ImageOps.exif_transpose(picture), kind)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, *UNSOUND) as broken:
        raise ValidationError(_("This picture is damaged. Save it again, or take a new one.")) from broken


def _check_measures(picture):
    width, height = picture.size
    if width * height > PIXELS:
        raise ValidationError(_("The picture has more than 25 megapixels. Save it in a smaller size."))
    if getattr(picture, "n_frames", 1) > FRAMES:
        raise ValidationError(_("The picture has more than 50 frames. Send a still picture."))


def _saved(picture, kind):
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    mode = {"JPEG": "L" if picture.mode == "L" else "RGB"}.get(kind, "RGBA" if see_through else "RGB")
    bare = picture.convert(mode)
    bare.info = {}
    result = io.BytesIO()
    options = {"PNG": {}, "JPEG": {"quality": 88}, "WEBP": {"quality": 88, "method": 3}}[kind]
    bare.save(result, format=kind, **options)
    return result.getvalue()
