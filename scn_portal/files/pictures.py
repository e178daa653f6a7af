"""Pictures: drawn anew without their metadata, and in smaller widths for pages."""

import io
import re
from dataclasses import dataclass, field

from PIL import Image, ImageOps

from .refusals import Refused

PIXELS = 25_000_000
FRAMES = 50
CHUNKS = 20_000  # more pieces than any camera writes
WIDTHS = (400, 800, 1600)
SMALLEST_AT_MOST = 40_000  # bytes of the smallest width
QUALITIES = (80, 65, 50, 35, 20, 10)
# Decoders fail in many ways on bytes made to break them; each of these means "not a sound picture".
UNSOUND = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, OverflowError, MemoryError, Warning)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
FOREIGN = re.compile(rb"PK\x03\x04|PK\x05\x06|%PDF-|Rar!|7z\xbc\xaf|<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)
JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


@dataclass(frozen=True)
class Drawn:
    """A picture of one size: its measures and its bytes."""

    width: int
    height: int
    data: bytes = field(repr=False)
    content_type: str = "image/webp"


def redrawn(data, kind, name, widths=()):
    """The picture drawn anew in its own format, and again in each of `widths` it reaches, smallest first.

    Nothing of the old file is left: no metadata, no place, no hidden parts, no further frames.
    """
    if FOREIGN.search(data, END_OF[kind](data)):
        raise Refused("two_in_one", name=name)
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            _check_measures(picture)
            picture.load()
            bare = _bare(ImageOps.exif_transpose(picture), kind)
            whole = _written(bare, kind)
            return Drawn(*bare.size, whole), _smaller(bare, widths, len(whole))
    except Refused:
        raise
    except BOMBS as bomb:
        raise Refused("picture_pixels") from bomb
    except UNSOUND as broken:
        raise Refused("picture_damaged") from broken


def _check_measures(picture):
    width, height = picture.size
    if width * height > PIXELS:
        raise Refused("picture_pixels")
    if getattr(picture, "n_frames", 1) > FRAMES:
        raise Refused("picture_frames")


def _bare(picture, kind):
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    mode = {"JPEG": "L" if picture.mode == "L" else "RGB"}.get(kind, "RGBA" if see_through else "RGB")
    bare = picture.convert(mode)
    bare.info = {}
    return bare


def _written(picture, kind, quality=88):
    result = io.BytesIO()
    options = {"PNG": {}, "JPEG": {"quality": quality}, "WEBP": {"quality": quality, "method": 3}}[kind]
    picture.save(result, format=kind, **options)
    return result.getvalue()


def _smaller(picture, widths, size):
    """WebP in each width up to the picture's own; none is larger than the whole picture is."""
    reached = [width for width in widths if width < picture.width] or [picture.width] * bool(widths)
    drawn = [
        _within(picture, width, min(size, SMALLEST_AT_MOST if not at else size)) for at, width in enumerate(reached)
    ]
    return [each for each in drawn if each is not None]


def _within(picture, width, limit):
    """The picture in that width at the best quality that fits; of a crowded one, a smaller size. None: it cannot."""
    while width >= 16:
        small = _in_width(picture, width)
        for quality in QUALITIES:
            data = _written(small, "WEBP", quality)
            if len(data) <= limit:
                return Drawn(*small.size, data)
        width = width * 3 // 4
    return None


def _in_width(picture, width):
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _end_of_png(data):
    """Where the last chunk ends."""
    at = 8
    for _chunk in range(CHUNKS):
        if at + 12 > len(data):
            return at
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at
    raise Refused("picture_damaged")


def _end_of_webp(data):
    return 8 + int.from_bytes(data[4:8], "little")


def _end_of_jpeg(data):
    """Where the first picture ends: segments are stepped over by their length, scans by their next marker."""
    found = JPEG_MARKER.search(data, 2)
    for _segment in range(CHUNKS):
        if not found:
            return len(data)
        if data[found.end() - 1] == 0xD9:
            return found.end()
        at = found.end()
        found = JPEG_MARKER.search(data, at + max(2, int.from_bytes(data[at : at + 2])))
    raise Refused("picture_damaged")


END_OF = {"PNG": _end_of_png, "WEBP": _end_of_webp, "JPEG": _end_of_jpeg}
