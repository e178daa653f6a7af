"""People at a door, for the tests."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle.door import PURPOSE
from events.models import MeetingLink
from scn_portal.accounts.sealing import seal
from tests.factories.events import a_pool, a_registration, a_seat, an_event


def today():
    return timezone.now().date()


def an_event_today(host=None, **more):
    """An event with one stop, from nine to five UTC today."""
    return an_event(host=host, starts_on=today() + timedelta(days=more.pop("in_days", 0)), **more)


def a_guest(event=None, name="Amina Diallo", *, host=None, status="confirmed", stop=None, **more):
    """Somebody with a seat at the first stop of an event that takes place today."""
    event = event or an_event_today(host)
    stop = stop or event.stops.first()
    registration = a_registration(event, name, **more)
    pool = stop.pools.first() or a_pool(stop, 1000, promote="manual")
    a_seat(registration, pool, status, **({"ended_at": timezone.now()} if status == "cancelled" else {}))
    return registration


ADDRESS, PASSCODE = "https://meet.elsewhere.example/j/4711", "harbour-9"


def an_online_meeting(host=None, passcode=PASSCODE, **more):
    """An online stop from nine to five UTC today, with the sealed address of its meeting."""
    event = an_event_today(host, attendance="online", **more)
    a_meeting_link(event.stops.get(), passcode)
    return event


def a_meeting_link(stop, passcode=PASSCODE):
    sealed = seal(passcode, PURPOSE) if passcode else ""
    return MeetingLink.objects.create(stop=stop, address=seal(ADDRESS, PURPOSE), passcode=sealed)
