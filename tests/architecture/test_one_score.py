"""The score of a group stands in one place: discovery, proposals and explanations use the same function."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEIGHED = ("weights.learn *", "weights.shared *", "weights.capacity *")
MAY = {
    "scoring.py": "the score itself",
    "columns.py": "the same for all groups at once; no result is kept before the score confirmed it",
    "explaining.py": "the points of one line",
}


def test_only_these_files_weigh_anything():
    files = [file for file in (ROOT / "twinning").rglob("*.py") if "migrations" not in file.parts]
    weighing = {file.name for file in files if any(each in file.read_text() for each in WEIGHED)}
    assert weighing == set(MAY)


def test_discovery_and_proposals_ask_the_score():
    asks = re.compile(r"from \.scoring import|from \. import .*\bscoring\b")
    asking = {file.name for file in (ROOT / "twinning").glob("*.py") if asks.search(file.read_text())}
    assert {"discovering.py", "explaining.py", "verifying.py", "allowing.py"} <= asking
