"""The staff work queue: what waits, how long, until when, who has it. Each app hangs its sources into the slot."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Window
from django.utils import timezone

from scn_portal.accounts.rules import group_names

from . import slots

SHOWN = 25
OLD_AFTER = 7  # days, from which the age is coloured


@dataclass(frozen=True)
class Item:
    """One line of the queue, ready to show."""

    title: str
    url: str
    since: dt.datetime
    days: int
    due_on: dt.date
    owner: str
    next_action: str
    marks: tuple = ()
    barred: str = ""

    @property
    def tone(self):
        if self.due_on < timezone.localdate():
            return "bad"
        return "warn" if self.days >= OLD_AFTER else ""


@dataclass(frozen=True)
class Queue:
    source: slots.QueueSource
    items: list
    total: int


def working_days_after(start, days, holidays=None):
    """The date that lies `days` working days after `start`; Saturdays, Sundays and the holiday list do not count."""
    holidays = settings.HOLIDAYS if holidays is None else holidays
    day = start
    while days:
        day += dt.timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in holidays:
            days -= 1
    return day


def _item(source, row, barred):
    since = source.waiting_since(row)
    return Item(
        title=source.title(row),
        url=source.url(row),
        since=since,
        days=(timezone.now() - since).days,
        due_on=working_days_after(timezone.localdate(since), source.working_days),
        owner=source.owner(row),
        next_action=source.next_action(row),
        marks=tuple(source.marks(row)),
        barred=barred(row),
    )


def for_person(person):
    """The queues that this member of staff works through: one query each, at most 25 lines shown.

    A source that says who is barred, or prefetches, may ask once more for the whole page.
    """
    groups = group_names(person)
    mine = [each for each in slots.queue if "administrator" in groups or each.group in groups]
    queues = []
    for source in mine:
        rows = list(source.rows().annotate(in_all=Window(Count("*")))[:SHOWN])
        total = rows[0].in_all if rows else 0
        barred = source.barred_for(person)
        queues.append(Queue(source, [_item(source, row, barred) for row in rows], total))
    return queues
