"""DOCX, XLSX, PPTX: the archive's directory is counted first, then each part is read in pieces with a hard stop."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeXML

from .refusals import Refused

PARTS = 2_000
UNPACKED = 200 * 1024 * 1024
RATIO = 100
SMALL = 1024 * 1024  # a part up to this size may be packed as tightly as it likes
LARGEST_INDEX = 4 * 1024 * 1024  # of a list of relationships or of content types
PIECE = 256 * 1024
MAIN = {
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LEADS_ONLY_BY_CLICK = ("/hyperlink",)
MACROS = re.compile(r"vba(?:project|data)|macrosheet|macroenabled", re.IGNORECASE)
CONTROLS = re.compile(r"activex|oleobject|/embeddings/|/externallinks?/", re.IGNORECASE)
FILE_INSIDE = re.compile(rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08|MZ|\x7fELF|\xd0\xcf\x11\xe0|%PDF-")
OWN_RULES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FETCHES = re.compile(rb"<w:(?:instrText|fldSimple)[^>]{0,200}[>\"]\s{0,20}DDE")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


def check_office(data, kind, name):
    """Return the bytes of an office file, or raise Refused: nothing that acts, loads, hides or overflows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(archive, parts, len(data), kind, name)
            _check_types(_xml_of(archive, "[Content_Types].xml"), archive, kind, name)
            _check_parts(archive, parts, name)
    except (*BROKEN, KeyError, ParseError, DefusedXmlException) as broken:
        raise Refused("office_damaged", name=name) from broken
    return data


def _check_directory(archive, parts, length, kind, name):
    """What the directory alone tells: how many parts, how large, where they lie, what they are called."""
    if len(parts) > PARTS:
        raise Refused("office_parts", name=name)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("office_locked", name=name, kind=kind)
    whole = sum(part.file_size for part in parts)
    if whole > UNPACKED or whole > max(RATIO * length, 10 * SMALL) or any(_swells(part) for part in parts):
        raise Refused("office_unpacked", name=name)
    in_order = sorted(parts, key=lambda part: part.header_offset)
    ends = [part.header_offset + 30 + part.compress_size for part in in_order]
    starts = [part.header_offset for part in in_order[1:]] + [archive.start_dir]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise Refused("office_unpacked", name=name)
    if archive.comment or not in_order or in_order[0].header_offset or not _ends_here(archive.fp, length):
        raise Refused("two_in_one", name=name)
    folded = {part.filename.casefold() for part in parts}
    if len(folded) != len(parts) or any(_is_odd(part) for part in parts):
        raise Refused("office_paths", name=name)


def _swells(part):
    return part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1)


def _ends_here(file, length):
    file.seek(length - 22)
    return file.read(4) == b"PK\x05\x06"


def _is_odd(part):
    """A link, a path that leads out, or a sign that no office program writes."""
    path = part.orig_filename
    is_link = (part.external_attr >> 16) & 0o170000 == 0o120000
    leads_out = path.startswith("/") or ".." in PurePosixPath(path).parts or re.search(r"[\\:\x00-\x1f]", path)
    return is_link or bool(leads_out) or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _check_types(types, archive, kind, name):
    """The list of content types names the main part of this kind, and nothing that acts."""
    if types.tag != f"{TYPES}Types":
        raise Refused("office_damaged", name=name)
    named = [(each.get("PartName", ""), each.get("ContentType", "")) for each in types]
    everything = "\n".join(f"{path} {content_type}" for path, content_type in named)
    if MACROS.search(everything):
        raise Refused("macros", name=name)
    main = [path for path, content_type in named if content_type == MAIN[kind]]
    if not main and any(content_type in MAIN.values() for _path, content_type in named):
        raise Refused("not_as_named", name=name, kinds=", ".join(MAIN))
    if len(main) != 1 or main[0].lstrip("/") not in archive.NameToInfo:
        raise Refused("office_damaged", name=name)


def _xml_of(archive, path):
    part = archive.getinfo(path)
    if part.file_size > LARGEST_INDEX:
        raise zipfile.BadZipFile(path)
    return SafeXML.fromstring(archive.read(part), forbid_dtd=True)


def _check_parts(archive, parts, name):
    """Read each part in pieces. What the directory said of its size is not believed."""
    left = UNPACKED
    for part in parts:
        path = f"/{part.filename}"
        if MACROS.search(path):
            raise Refused("macros", name=name)
        if path.casefold().endswith(".rels"):
            _check_links(_xml_of(archive, part.filename), name)
        left -= _read_through(archive, part, left, name)
        if CONTROLS.search(path):
            raise Refused("office_controls", name=name)


def _check_links(links, name):
    for link in links.iter(LINKS):
        leads_outside = link.get("TargetMode", "").lower() == "external"
        if leads_outside and not link.get("Type", "").endswith(LEADS_ONLY_BY_CLICK):
            raise Refused("office_outside", name=name)


def _read_through(archive, part, left, name):
    """Return the size of a part after looking at all of it; refuse as soon as there is more than `left`."""
    read, tail = 0, b""
    is_xml = part.filename.casefold().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as content:
        while piece := content.read(PIECE):
            if not read and FILE_INSIDE.match(piece):
                raise Refused("office_nested", name=name)
            read += len(piece)
            if read > left:
                raise Refused("office_unpacked", name=name)
            if is_xml and OWN_RULES.search(tail + piece):
                raise Refused("office_damaged", name=name)
            if is_xml and FETCHES.search(tail + piece):
                raise Refused("office_outside", name=name)
            tail = piece[-300:]
    return read
