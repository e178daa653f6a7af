"""People at a door, for the tests."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle import papers
from events.lifecycle.door import PURPOSE
from events.models import CheckIn, MeetingLink
from scn_portal.accounts.sealing import seal
from scn_portal.lifecycle import SYSTEM
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


def who_came(event=None, name="Amina Diallo", days=(0,), **more):
    """Somebody who was checked in at an event that has ended, on so many days from its first."""
    guest = a_guest(event or an_event_today(status="ended"), name, **more)
    stop = guest.event.stops.first()
    for day in days:
        day = stop.starts_on + timedelta(days=day)
        CheckIn.objects.create(registration=guest, stop=stop, day=day, result="ok", scanned_at=timezone.now())
    return guest


def a_certificate(guest=None):
    """A certificate, with a check-in where the person has none."""
    guest = guest or a_guest(an_event_today(status="ended"))
    if not guest.check_ins.exists():
        stop = guest.event.stops.first()
        CheckIn.objects.create(
            registration=guest, stop=stop, day=stop.starts_on, result="ok", scanned_at=timezone.now()
        )
    return papers.issue(by=SYSTEM, within=guest)
