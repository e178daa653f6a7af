"""The matching of rounds from a file: `python -m bench.matching --cases FILE` prints one JSON line per case and K.

A file is an object with "cases" (and "weights"), or a list of cases: a name, cities and `expected`, whose keys say
which K to run. Each result is checked in plain whole numbers before it is printed.
"""

import argparse
import json
import re
import sys
import time
from pathlib import Path

from twinning.allowing import Forbidden, TooMany
from twinning.matching import solve
from twinning.scoring import City, Weights
from twinning.verifying import verify

WEIGHTS = ("learn", "shared", "capacity", "language", "regions", "size")


def read(path):
    """(name, K, cities, weights, locked, forbidden) for each case and K of a file."""
    held = json.loads(Path(path).read_text(encoding="utf-8"))
    held = {"cases": held} if isinstance(held, list) else held
    for number, case in enumerate(held.get("cases", [held]), 1):
        weights = weights_of((held.get("weights") or {}) | (case.get("weights") or {}))
        for largest in sizes_to_run(case):
            cities = [city_of(each, largest) for each in case["cities"]]
            forbidden = Forbidden.of(case.get("fallen") or (), case.get("forbidden") or ())
            yield case.get("name") or str(number), largest, cities, weights, case.get("locked") or (), forbidden


def weights_of(given):
    given = given | {"size": given.get("size", given.get("c", Weights.size))}
    return Weights(**{name: int(given[name]) for name in WEIGHTS if name in given})


def sizes_to_run(case):
    """The K of a case: keys of `expected` such as "K3", a list of them, or a number; 3 without any."""
    asked = case.get("expected") or case.get("K") or 3
    found = re.findall(r"\d+", " ".join(map(str, asked if isinstance(asked, dict | list) else [asked])))
    if isinstance(asked, dict) and isinstance(asked.get("K"), int):
        found = [asked["K"]]
    return sorted({int(each) for each in found}) or [3]


def city_of(given, largest):
    """A city; whatever is missing is empty, and without sizes it accepts all."""

    def held(*names):
        return next((given[name] for name in names if given.get(name) is not None), None)

    def levels(*names):
        return {theme: int(level) for theme, level in (held(*names) or {}).items() if level}

    return City(
        code=str(held("id", "code", "slug", "name")),
        country=str(held("country") or ""),
        region=str(held("region") or ""),
        capacity=int(held("capacity") or 0),
        languages=tuple(held("languages", "language") or ()),
        needs=levels("need", "needs"),
        offers=levels("offer", "offers"),
        sizes=tuple(int(size) for size in held("sizes") or range(2, largest + 1)),
        vetoes=frozenset(map(str, held("veto", "vetoes") or ())),
    )


def run(name, largest, cities, weights, locked=(), forbidden=None):
    """What one case gives, with the seconds from its cities to the checked groups."""
    began, marks = time.perf_counter(), {}

    def on_stage(stage, figures):
        marks[stage] = time.perf_counter()

    try:
        result = solve(cities, weights, largest, locked=locked, forbidden=forbidden, on_stage=on_stage)
    except TooMany as error:
        return {"case": name, "K": largest, "refused": str(error), "possible_K": error.possible}
    verify(result, cities, weights, largest, locked=locked, forbidden=forbidden)
    return {
        "case": name,
        "K": largest,
        "allowed_groups": result.allowed,
        "matched": result.matched,
        "total": result.total,
        "groups": [list(group) for group in result.groups],
        "proven": result.proven,
        "seconds": round(time.perf_counter() - began, 3),
        "listing_seconds": round(marks["bounding"] - began, 3),
        "survivors": result.survivors,
    }


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Match the cities of the cases in a file.")
    parser.add_argument("--cases", required=True, help="a JSON file")
    for case in read(parser.parse_args(arguments).cases):
        sys.stdout.write(json.dumps(run(*case), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
