"""How it changes. Verbs are called through the module of their noun: `lifecycle.interests.send(…)`.

Order of locks: round, run, proposal, place, entry; partnership, partner cities, text; visit; project.
"""

from . import (
    entries,
    interests,
    merging,
    partnerships,
    plans,
    profiles,
    projects,
    proposals,
    rounds,
    runs,
    terms,
    visits,
    waves,
)

__all__ = [
    "entries",
    "interests",
    "merging",
    "partnerships",
    "plans",
    "profiles",
    "projects",
    "proposals",
    "rounds",
    "runs",
    "terms",
    "visits",
    "waves",
]
