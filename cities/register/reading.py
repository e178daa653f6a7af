"""From a file to rows: CSV in any of the usual separators, or the first sheet of a workbook, one row at a time."""

import csv
import datetime as dt
import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from ..folding import folded

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 1_000
MOST_LINES = 5 * MOST_ROWS  # with the empty ones: a workbook may claim that its next row is a milliard lines below
BROKEN = (
    *(csv.Error, zipfile.BadZipFile, zlib.error, ParseError),
    *(EOFError, KeyError, ValueError, IndexError, AttributeError, TypeError),
)
COLUMNS = {
    "cities": {
        "name": ("name", "city", "authority"),
        "country": ("country", "country code", "iso2"),
        "type": ("type", "authority type", "kind of authority"),
        "division": ("division", "state", "province"),
        "population": ("population",),
        "population_year": ("population year",),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "longitude"),
        "website": ("website", "official website"),
        "domain": ("domain", "mail domain"),
        "joined": ("joined", "joined on", "member since"),
        "same_as": ("same as", "slug"),
    },
    "people": {
        "city": ("city", "slug"),
        "country": ("country", "country code", "iso2"),
        "name": ("name", "person"),
        "email": ("email", "e mail", "mail"),
        "role": ("role",),
        "office": ("office", "post"),
        "language": ("language",),
    },
}
NEEDED = {"cities": ("name", "country", "type"), "people": ("city", "name", "email", "role")}


class Unreadable(Exception):  # noqa: N818 -- an answer to whoever brought the file
    """Why the file has no rows to check: a word of words.py, and a value."""

    def __init__(self, word, value=""):
        super().__init__(word)
        self.trouble = [word, value]


def rows_of(file, kind):
    """Yield (number, {column: text}) for each row that says something. The number is that of the line in the file."""
    lines = _lines_of_workbook(file) if _is_workbook(file) else _lines_of_csv(file)
    places, found = None, 0
    for number, cells in enumerate(lines, 1):
        if number > MOST_LINES:
            raise Unreadable("rows", MOST_ROWS)
        cells = [_text(each) for each in cells[:MOST_COLUMNS]]
        if not any(cells) or (places is None and cells[0].startswith("TLP:")):
            continue
        if places is None:
            places = _headings(cells, kind)
            continue
        found += 1
        if found > MOST_ROWS:
            raise Unreadable("rows", MOST_ROWS)
        yield number, {column: cells[at] for column, at in places.items() if at < len(cells) and cells[at]}
    if not found:
        raise Unreadable("nothing")


def _is_workbook(file):
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def _lines_of_csv(file):
    """The upload was checked and is UTF-8. The sign that stands most often in the first lines separates."""
    file.seek(0)
    text = file.read().decode("utf-8-sig")
    separator = max(",;\t", key="\n".join(text[:10_000].splitlines()[:5]).count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except BROKEN as broken:
        raise Unreadable("damaged") from broken


def _lines_of_workbook(file):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        book.close()
    except (InvalidFileException, *BROKEN) as broken:
        raise Unreadable("damaged") from broken


def _text(value):
    """A cell as one line of text, a day as 2016-05-31, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = " ".join(str(value).replace("\x00", "").split())[:LONGEST_CELL]
    return words[1:] if words[:1] == "'" and words[1:2] in tuple("=+-@") else words  # as our own tables write it


def _headings(cells, kind):
    """{column: place} of the columns that we know, in whatever order they stand."""
    meant = {name: column for column, names in COLUMNS[kind].items() for name in names}
    places = {}
    for at, heading in enumerate(cells):
        column = meant.get(folded(heading))
        if column:
            places.setdefault(column, at)
    missing = [column for column in NEEDED[kind] if column not in places]
    if missing:
        raise Unreadable("columns", ", ".join(missing))
    return places
