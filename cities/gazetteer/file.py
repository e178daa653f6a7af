"""The gazetteer as one compressed file: columns beside each other, because alike things compress well together.

Facts from GeoNames (CC BY 4.0), thinned to populated places of 1,000 people and more and to folded names.
"""

import lzma
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent.parent / "data" / "places.tsv.xz"


class Row(NamedTuple):
    """One place. `near` is the GeoNames id of the next larger place, 0 where there is none; `names` are folded."""

    geonames_id: int
    name: str
    country_code: str
    division: str
    lat: float
    lon: float
    population: int
    zone: str
    near: int
    names: tuple


_NUMBERS = {"geonames_id": int, "lat": float, "lon": float, "population": int, "near": int}


def write(rows, path=FILE):
    """Write the rows, ordered by country, division and id, so that the same facts give the same file."""
    rows = sorted(rows, key=lambda row: (row.country_code, row.division, row.geonames_id))
    columns = [[str(value) for value in column] for column in zip(*[row[:-1] for row in rows], strict=True)]
    columns.append(["|".join(row.names) for row in rows])
    text = "\n".join("\t".join(column) for column in columns)
    Path(path).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def read(path=FILE):
    """The rows of the file, one after the other."""
    lines = lzma.decompress(Path(path).read_bytes()).decode().split("\n")
    columns = {field: line.split("\t") for field, line in zip(Row._fields, lines, strict=True)}
    for field, number in _NUMBERS.items():
        columns[field] = map(number, columns[field])
    columns["names"] = (tuple(names.split("|")) for names in columns["names"])
    return (Row(*values) for values in zip(*columns.values(), strict=True))
