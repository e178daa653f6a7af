"""How fast places are found: the whole gazetteer beside a tenth of it, in one run.

python bench/places.py        needs a filled gazetteer; works in a transaction that is rolled back
"""

import os
import random
import sys
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from cities.countries import country_name  # noqa: E402
from cities.gazetteer import find_places  # noqa: E402
from cities.gazetteer.file import read  # noqa: E402
from cities.gazetteer.loading import load  # noqa: E402
from cities.gazetteer.search import neighbours_changed_over  # noqa: E402

RUNS, MOST = 400, 10  # queries of each kind; the whole may cost at most ten times the tenth


def queries(rows, draw):
    """Queries of each kind, for places drawn from `rows`."""
    picked = [(draw.choice(row.names), country_name(row.country_code, "en")) for row in draw.sample(rows, RUNS)]
    return {
        "two signs": [name[:2] for name, _ in picked],
        "name": [name for name, _ in picked],
        "name and country": [f"{name} {country}" for name, country in picked],
        "letters swapped": [draw.choice(neighbours_changed_over(name) or [name]) for name, _ in picked],
    }


def measured(asked):
    """Milliseconds of each query, after a first round that warms the caches."""
    for query in asked[:40]:
        find_places(query)
    times = []
    for query in asked:
        started = perf_counter()
        find_places(query)
        times.append(1000 * (perf_counter() - started))
    return quantiles(times, n=100)


def main():
    rows = list(read())
    tenth = rows[::10]
    asked = queries(tenth, random.Random(1))
    print(f"{'kind':<18}{'p50 tenth':>12}{'p95 tenth':>12}{'p50 whole':>12}{'p95 whole':>12}{'ratio':>8}")
    whole = {kind: measured(each) for kind, each in asked.items()}
    with transaction.atomic():
        load(tenth)
        part = {kind: measured(each) for kind, each in asked.items()}
        transaction.set_rollback(True)
    for kind in asked:
        ratio = whole[kind][94] / part[kind][94]
        figures = (part[kind][49], part[kind][94], whole[kind][49], whole[kind][94])
        print(f"{kind:<18}" + "".join(f"{figure:>9.1f} ms" for figure in figures) + f"{ratio:>8.1f}")
        assert ratio <= MOST, kind
    connection.close()


if __name__ == "__main__":
    main()
