"""The files behind the demonstration: public facts of cities in tables, made-up examples one by one."""

import csv
import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
EXAMPLES = DATA / "examples"


def table(name):
    """The rows of one shipped table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(words):
    """The parts of a cell that holds more than one."""
    return (
        [each for each in words.split("; ") if each] if "; " in words else [each for each in words.split(";") if each]
    )


def examples():
    """{name: what the file says}, in the order of names."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.toml"))}
