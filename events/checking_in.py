"""What a door knows: which day it is there, who is expected, and why somebody is not let in."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from cities.folding import folded

from .models import CheckIn, MeetingLink, Registration, Seat, Stop
from .models.seats import HOLDING

Why = CheckIn.Why
AT_THE_DOOR = re.compile(r"/events/q/([0-9a-z]{4,16})/?\s*$", re.IGNORECASE)
TYPED = re.compile(r"[0-9a-z]{4,16}", re.IGNORECASE)
NOT_YET = ("requested", "waitlisted", "offered")
MATCHES = 20


def day_at(stop, instant):
    """The day that the calendar on the wall of this stop shows at `instant`."""
    return instant.astimezone(ZoneInfo(stop.zone)).date()


def stop_of_today(stops, instant):
    """Of these stops the one that a door means now: held today, else the next to come, else the last. None of none."""
    stops = sorted(stops, key=lambda each: (each.starts_on, each.position))
    todays = [each for each in stops if each.starts_on <= day_at(each, instant) <= each.ends_on]
    ahead = [each for each in stops if each.starts_on > day_at(each, instant)]
    return (todays or ahead or stops[-1:] or [None])[0]


def why_not(stop, registration, day):
    """Why this person does not come in at this stop on this day, as a `CheckIn.Why`; "" where nothing bars it."""
    if registration.event_id != stop.event_id:
        return Why.OTHER_EVENT
    return _not_held(stop, day) or _no_seat(stop, registration)


def _not_held(stop, day):
    if stop.event.status in ("draft", "postponed", "cancelled"):
        return Why.EVENT_OFF
    if stop.status == Stop.Status.CANCELLED:
        return Why.STOP_OFF
    if day < stop.starts_on:
        return Why.TOO_EARLY
    return Why.TOO_LATE if day > stop.ends_on else ""


def _no_seat(stop, registration):
    states = set(Seat.objects.filter(registration=registration, stop=stop).values_list("status", flat=True))
    if states & set(HOLDING):
        return ""
    if not states:
        return Why.NO_SEAT
    return Why.WAITING if states & set(NOT_YET) else Why.ENDED


def code_in(text):
    """The code that somebody typed, or that a hand scanner read out of the address; "" if it cannot be one."""
    found = AT_THE_DOOR.search(text)
    code = found[1] if found else re.sub(r"[\s-]", "", text)
    return code.lower() if TYPED.fullmatch(code) else ""


def registration_for(text):
    """The registration that a typed or scanned text names by its code, of whichever event; None if it names none."""
    code = code_in(text)
    return Registration.objects.filter(code=code).select_related("city").first() if code else None


def expected_at(stop, day):
    """The confirmed seats of a stop in the order of names, each with `came_at`: when the person came on that day."""
    came = CheckIn.objects.filter(stop=stop, registration=OuterRef("registration"), day=day, result="ok")
    return (
        Seat.objects.filter(stop=stop, status__in=HOLDING)
        .annotate(came_at=Subquery(came.values("scanned_at")[:1]))
        .select_related("registration__city", "pool")
        .order_by("registration__name", "pk")
    )


def named(stop, text):
    """Seats of a stop whose person's name holds the words of `text`, however it is accented: at most twenty."""
    words = folded(text).split()
    seats = Seat.objects.filter(stop=stop).values_list("registration", "registration__name")
    fits = [pk for pk, name in seats if words and all(word in folded(name) for word in words)]
    found = Registration.objects.filter(pk__in=fits[: MATCHES * 5]).select_related("city").order_by("name")
    return list(found[:MATCHES])


def numbers_at(stop, day):
    """How many are expected at a stop, and how many came on that day."""
    came = Q(day=day, result="ok")
    return {
        "expected": Seat.objects.filter(stop=stop, status__in=HOLDING).count(),
        "came": CheckIn.objects.filter(came, stop=stop).count(),
    }


def came_today(registration, stop, day):
    """The check-in that counts for this person, stop and day, or None."""
    return CheckIn.objects.filter(registration=registration, stop=stop, day=day, result="ok").first()


def joined_by(registration):
    """The stops that this person may join online: with a confirmed seat and an address, in the order of time."""
    seats = Seat.objects.filter(registration=registration, status__in=HOLDING).values("stop")
    links = MeetingLink.objects.filter(stop__in=seats, stop__starts_at__isnull=False).exclude(stop__status="cancelled")
    return list(links.select_related("stop__event", "stop__city").order_by("stop__starts_at"))


def opens_at(link):
    return link.stop.starts_at - timedelta(minutes=link.opens_minutes_before)


def is_open(link, instant):
    """Whether one joins at this moment: from some minutes before the beginning to the end, if it takes place."""
    takes_place = link.stop.event.status in ("announced", "open", "closed") and link.stop.status == "scheduled"
    return takes_place and opens_at(link) <= instant < link.stop.ends_at


def link_of_now(links, instant):
    """Of these the one that is not over yet, else the last. None of none."""
    return next((each for each in links if instant < each.stop.ends_at), links[-1] if links else None)
