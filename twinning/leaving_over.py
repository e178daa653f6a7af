"""What those are told whom a round left over: one reason, and what they can do now."""

from dataclasses import dataclass, field

from . import explaining, proposing
from .models import Entry, Proposal

MOST_HELPERS = 3


@dataclass(frozen=True)
class LeftOver:
    """`reason` is one sentence. `helpers` are cities of the round that offer what this one needs, best first."""

    reason: str
    helpers: list = field(default_factory=list)


def entries_left_over(round):
    """Those that took part to the end and stand in no group that all accepted."""
    return proposing.still_to_match(round).select_related("city")


def told(round, city):
    """What this city reads, or None where it did not stay to the end."""
    entry = entries_left_over(round).filter(city=city).first()
    run = proposing.last_result(round)
    if entry is None or run is None:
        return None
    code = explaining.left_over(run).get(city.slug)
    return LeftOver(explaining.REASONS[code]) if code else LeftOver("")
