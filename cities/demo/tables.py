"""The tables that are shipped with the app, and the mark of what is made up."""

import csv
from pathlib import Path

from ..folding import folded

DATA = Path(__file__).parent.parent / "data"
MARK = "Demonstration"


def table(name):
    """The rows of one shipped table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug_of(name):
    """The name in the address: folded words with hyphens."""
    return folded(name).replace(" ", "-")
