"""What a person's calendar is told of a seat, and the mail that carries it."""

from uuid import uuid4

import pytest
from django.conf import settings
from icalendar import Calendar

from events import entries
from events.models import CalendarMessage, Seat, Stop
from scn_portal.notifications import rendering
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.outbox import write
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, a_seat, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """Only the calendar part matters here: the words of the mail are plain ones."""
    monkeypatch.setattr(rendering, "_rendered", lambda row: ("Your seat", "Your seat.", "<p>Your seat.</p>"))


def a_confirmed_seat(sharing=Sharing.CLEAR, **person):
    event = an_event("Streets for everybody", sharing=sharing)
    registration = a_registration(event, "Amina Diallo", email="amina@elsewhere.example", **person)
    return a_seat(registration, a_pool(event.stops.get()))


def mail_about(seat, message=None, address="amina@elsewhere.example"):
    kind = "events.stop_changed" if message else "events.seat_confirmed"
    write(kind, subject=seat, address=address, due=entries.due(message) if message else "")
    return rendering.message_for(OutboxMail.objects.latest("pk"))


def part_of(mail):
    """The calendar part of a mail: its method in the header, and the calendar as it came."""
    found = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return (found[0].get_param("method"), Calendar.from_ical(found[0].get_payload(decode=True))) if found else None


def ended(seat, status="cancelled"):
    Seat.objects.filter(pk=seat.pk).update(status=status)
    seat.refresh_from_db()
    return seat


def moved(stop):
    stop.calendar_sequence += 1
    stop.place = "Library"
    stop.save()
    return stop


def test_a_confirmed_seat_is_an_entry_with_one_attendee():
    seat = a_confirmed_seat()
    entries.request(seat)
    method, calendar = part_of(mail_about(seat))
    event = calendar.walk("VEVENT")[0]
    assert method == calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{seat.stop.calendar_uid}@{settings.CALENDAR_UID_SUFFIX}"
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("Streets for everybody", "Town hall", "CONFIRMED")
    assert event["DTSTART"].dt == seat.stop.starts_at
    assert event["ATTENDEE"] == "mailto:amina@elsewhere.example"
    assert {name: event["ATTENDEE"].params[name] for name in ("PARTSTAT", "RSVP", "CN")} == {
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
        "CN": "Amina Diallo",
    }
    assert event["ORGANIZER"] == f"mailto:{settings.EVENTS_MAILBOX}"


def test_an_ended_seat_is_a_cancellation_with_a_greater_number():
    seat = a_confirmed_seat()
    entries.request(seat)
    entries.cancel(ended(seat))
    method, calendar = part_of(mail_about(seat))
    event = calendar.walk("VEVENT")[0]
    assert (method, calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCEL", "CANCELLED", 1)


def test_telling_twice_is_once():
    seat = a_confirmed_seat()
    assert entries.cancel(seat) is None
    assert entries.request(seat) is not None
    assert entries.request(seat) is None
    assert entries.cancel(seat) is None
    assert entries.cancel(ended(seat)) is not None
    assert (entries.cancel(seat), entries.request(seat)) == (None, None)
    assert CalendarMessage.objects.count() == 2


def test_a_seat_that_only_waits_is_no_entry():
    event = an_event()
    seat = a_seat(a_registration(event), a_pool(event.stops.get(), capacity=0), status="waitlisted")
    assert entries.request(seat) is None
    assert part_of(mail_about(seat)) is None


def test_a_moved_stop_is_told_once_for_each_number():
    seat = a_confirmed_seat()
    entries.request(seat)
    moved(seat.stop)
    message = entries.request(seat)
    assert (message.sequence, message.place) == (1, "Library")
    assert entries.request(seat) is None
    event = part_of(mail_about(seat, message))[1].walk("VEVENT")[0]
    assert (event["SEQUENCE"], event["LOCATION"]) == (1, "Library")


def test_a_mail_for_an_older_message_carries_none_once_there_is_a_newer():
    seat = a_confirmed_seat()
    first = entries.request(seat)
    moved(seat.stop)
    second = entries.request(seat)
    assert part_of(mail_about(seat, first)) is None
    assert part_of(mail_about(seat, second)) is not None


def test_who_comes_back_gets_another_number():
    seat = a_confirmed_seat()
    first = entries.request(seat)
    entries.cancel(ended(seat))
    back = a_seat(seat.registration, seat.pool)
    second = entries.request(back)
    assert first.uid == seat.stop.calendar_uid != second.uid
    assert CalendarMessage.objects.filter(uid=second.uid).count() == 1
    back.refresh_from_db()
    assert back.calendar_uid == second.uid


def test_who_comes_back_with_another_registration_gets_another_number_too():
    seat = a_confirmed_seat()
    entries.request(seat)
    entries.cancel(ended(seat))
    type(seat.registration).objects.filter(pk=seat.registration_id).update(status="ended")
    again = a_registration(seat.registration.event, "Amina Diallo", email="amina@elsewhere.example")
    assert entries.request(a_seat(again, seat.pool)).uid != seat.stop.calendar_uid
    other = a_registration(seat.registration.event)
    assert entries.request(a_seat(other, seat.pool)).uid == seat.stop.calendar_uid


def test_a_new_number_of_the_stop_comes_after_the_old_one_was_cancelled():
    seat = a_confirmed_seat()
    first = entries.request(seat)
    Stop.objects.filter(pk=seat.stop_id).update(calendar_uid=uuid4())
    entries.cancel(seat, before=None)
    assert CalendarMessage.objects.count() == 1, "a seat that stands is cancelled only for what was told before"
    later = first.created_at.replace(year=first.created_at.year + 1)
    assert entries.cancel(seat, before=later).method == "CANCEL"
    second = entries.request(Seat.objects.get(pk=seat.pk))
    assert second.uid == Stop.objects.get(pk=seat.stop_id).calendar_uid != first.uid


def test_a_mail_to_a_coordinator_carries_no_entry_of_another_person():
    seat = a_confirmed_seat()
    entries.request(seat)
    assert part_of(mail_about(seat, address="coordinator@porto.example")) is None


def test_a_calendar_is_told_nothing_of_an_event_for_named_cities_but_that_it_is():
    seat = a_confirmed_seat(sharing=Sharing.AMBER)
    entries.request(seat)
    mail = mail_about(seat)
    text = part_of(mail)[1].to_ical().decode()
    event = part_of(mail)[1].walk("VEVENT")[0]
    assert event["SUMMARY"] == "Strong Cities Network meeting"
    assert "LOCATION" not in event
    assert seat.stop.event.slug not in text
    assert "Streets" not in text
    assert "Town hall" not in text
