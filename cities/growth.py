"""How the network grew: member cities by year, counted from the memberships, and what others published, as written."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .models import Membership

PUBLISHED = Path(__file__).parent / "data" / "membership_growth.csv"


class Year(NamedTuple):
    """A year with the member cities at its end, or on `day` where it still runs."""

    year: int
    day: date
    cities: int


class Figure(NamedTuple):
    """A figure that somebody published: the words as written, the number in them, the day as far as it is known."""

    on: str
    written: str
    number: int
    unit: str
    sources: tuple


class Period(NamedTuple):
    """A membership from its first day to the one on which it is over, without the days on which it was suspended."""

    city: int
    begin: date | None
    end: date | None
    suspensions: list

    def covers(self, day):
        begun = self.begin is None or self.begin <= day
        return begun and (self.end is None or self.end > day) and not any(each.covers(day) for each in self.suspensions)


def by_year(today):
    """The member cities at the end of each year since the first joined, the running year until today. Two queries.

    A suspended city is counted nowhere: the public is not told that it is one.
    """
    periods = [each for each in _periods() if each.begin]
    known = [each.begin for each in periods if each.begin <= today]
    years = range(min(known).year, today.year + 1) if known else ()
    return [Year(year, day, _members_on(day, periods)) for year in years for day in [min(date(year, 12, 31), today)]]


def without_a_date(today):
    """How many running memberships began on a day that no source names. They stand in no year."""
    return _members_on(today, [each for each in _periods() if each.begin is None])


def _periods():
    """One that is over by notice has ended, also while nobody wrote it down."""
    fields = ("city_id", "joined_on", "notice_on", "ended_on")
    rows = Membership.objects.only(*fields).prefetch_related("suspensions")
    return [Period(each.city_id, each.joined_on, each.ends_on, each.suspensions.all()) for each in rows]


def _members_on(day, periods):
    return len({each.city for each in periods if each.covers(day)})


@cache
def published():
    """The figures of the shipped table, in its order."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [_figure(row) for row in csv.DictReader(file)]


def _figure(row):
    number = int("".join(sign for sign in row["count"] if sign.isdigit()))
    addresses = [each.strip() for each in row["source"].split(";")]
    links = tuple(each for each in addresses if each.startswith(("http://", "https://")))
    return Figure(row["date"], row["count"], number, row["unit"], links)
