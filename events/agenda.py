"""The programme of an event as a whole: what stands in the way of showing it, what to think of, and how it is read.

Times are instants; days are those of the zone of the stop at which a session takes place.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Sum
from django.utils.translation import gettext as _

from .models import Pool, Session
from .zones import in_zone, offset_of, place_of

Status = Session.Status


@dataclass
class Day:
    """The sessions of one day at one stop, in order."""

    stop: object
    day: object
    sessions: list = field(default_factory=list)

    @property
    def zone_in_words(self):
        """Whose clocks the hours are on: "Copenhagen (UTC+1)"."""
        offset = offset_of(in_zone(self.sessions[0].starts_at, self.stop.zone))
        return offset if self.stop.zone == "UTC" else f"{place_of(self.stop.zone)} ({offset})"


def whole(sessions):
    """With everything that a programme shows, so that a session costs no query."""
    wanted = sessions.select_related("stop__city", "room__venue", "event")
    return wanted.prefetch_related("parts__contributor__city__country", "event__texts")


def on_the_wall(instant, stop):
    """The day and hour (without a zone, so that a template leaves it alone) that clocks at the stop show."""
    return in_zone(instant, stop.zone).replace(tzinfo=None)


def days_of(sessions):
    """The sessions as a list of Day, by stop and by the day in the stop's own zone."""
    days = {}
    for session in sorted(sessions, key=lambda each: (each.stop.position, each.starts_at, each.pk)):
        session.local_start = on_the_wall(session.starts_at, session.stop)
        session.local_end = on_the_wall(session.ends_at, session.stop)
        key = session.stop_id, session.local_start.date()
        days.setdefault(key, Day(session.stop, key[1])).sessions.append(session)
    return list(days.values())


def obstacles(sessions):
    """Why these sessions cannot be shown together, one sentence each: outside the stop, or a person in two places."""
    return [*_outside(sessions), *_in_two_places(sessions)]


def _outside(sessions):
    for each in sessions:
        stop = each.stop
        first, last = on_the_wall(each.starts_at, stop).date(), on_the_wall(each.ends_at, stop).date()
        if first < stop.starts_on or last > stop.ends_on:
            yield _("“%(session)s” is not on a day of this stop.") % {"session": each.title}


def _in_two_places(sessions):
    busy = defaultdict(list)
    for each in sessions:
        for part in each.parts.all():
            if part.status != "declined":
                busy[part.contributor].append(each)
    for person, own in busy.items():
        once = {each.pk: each for each in own}.values()
        for one, other in combinations(sorted(once, key=lambda each: each.starts_at), 2):
            if other.starts_at < one.ends_at:
                words = _("%(name)s is in “%(one)s” and in “%(other)s” at the same time.")
                yield words % {"name": person.name, "one": one.title, "other": other.title}


def warnings(sessions):
    """What an officer should think of before the programme is shown, one sentence each."""
    places = dict(
        Pool.objects.filter(stop__in={each.stop_id for each in sessions})
        .exclude(category="online")
        .values_list("stop")
        .annotate(seats=Sum("capacity"))
    )
    return [*_small_rooms(sessions, places), *_no_interpretation(sessions), *_nobody_speaks(sessions)]


def _small_rooms(sessions, places):
    for each in sessions:
        expected = places.get(each.stop_id, 0)
        if each.room and each.kind == "plenary" and each.room.seats < expected:
            words = _("“%(session)s” is for everybody, and its room has %(seats)s seats for %(expected)s people.")
            yield words % {"session": each.title, "seats": each.room.seats, "expected": expected}


def _no_interpretation(sessions):
    for each in sessions:
        if each.event.interpretation and each.kind == "plenary" and not each.interpretation:
            yield _("The event promises interpretation, and “%(session)s” has none.") % {"session": each.title}


def _nobody_speaks(sessions):
    for each in sessions:
        if each.kind in ("plenary", "panel", "showcase") and not each.parts.all():
            yield _("Nobody is named for “%(session)s”.") % {"session": each.title}
