"""What a query may mean: a place alone, or a place with its country before or behind it."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from django.conf import settings

from ..folding import folded

COUNTRIES = Path(__file__).resolve().parent.parent / "data" / "countries.csv"
LONGEST_QUERY = 120
# Names that people type and CLDR gives only as variants.
_ALSO = {
    "AE": ["uae", "emirates"], "BA": ["bosnia"], "BO": ["bolivia"], "CD": ["drc", "dr congo", "congo", "zaire"],
    "CF": ["car"], "CG": ["congo"], "CI": ["ivory coast"], "CV": ["cape verde"], "CZ": ["czech republic"],
    "FM": ["micronesia"], "GB": ["uk", "great britain", "england", "scotland", "wales", "northern ireland"],
    "HK": ["hong kong"], "KR": ["korea"], "MK": ["macedonia"], "MM": ["burma"], "MO": ["macao", "macau"],
    "NL": ["holland", "the netherlands"], "PS": ["palestine", "palestina"], "SZ": ["swaziland"], "TL": ["east timor"],
    "TR": ["turkey", "turquia"], "US": ["usa", "america"], "VA": ["vatican"],
}  # fmt: skip


class Reading(NamedTuple):
    """One meaning of a query: the folded name of a place, and the countries it may lie in (none: anywhere)."""

    name: str
    countries: frozenset


@cache
def countries_by_word():
    """{folded name or ISO code: country codes}, in every language of the portal."""
    words = defaultdict(set)
    with COUNTRIES.open(encoding="utf-8", newline="") as lines:
        codes = {row["iso2"]: row["iso3"] for row in csv.DictReader(lines)}
    territories = [Locale.parse(code).territories for code, _ in settings.LANGUAGES]
    for iso2, iso3 in codes.items():
        for name in [iso2, iso3, *_ALSO.get(iso2, ()), *(names.get(iso2, iso2) for names in territories)]:
            words[folded(name)].add(iso2)
    return {word: frozenset(countries) for word, countries in words.items()}


def readings(query):
    """The meanings of `query`, the plain one first; none where fewer than two signs are left to look for."""
    words = folded(query[:LONGEST_QUERY]).split()
    known = countries_by_word()
    found = [Reading(" ".join(words), frozenset())]
    for cut in range(1, len(words)):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        found += [Reading(name, known[land]) for name, land in ((head, tail), (tail, head)) if land in known]
    return [reading for reading in found if len(reading.name) >= 2]
