"""Calendars to open or to subscribe to: who gets which, what stands in them, how long."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from events import entries
from events.models import Event, Seat, Stop
from scn_portal.notifications import calendar_feed
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, a_seat, a_session, a_stop, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NO_TIME = {"start_time": None, "end_time": None, "starts_at": None, "ends_at": None}


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Calendar.from_ical(answer.content)


def events_in(calendar):
    return {str(each["UID"]).partition("@")[0]: each for each in calendar.walk("VEVENT")}


def test_an_event_of_two_stops_is_two_entries(client):
    event = an_event("A tour", stops=2)
    calendar = read(client, f"/events/{event.slug}/calendar.ics")
    found = events_in(calendar)
    assert calendar["METHOD"] == "PUBLISH"
    assert set(found) == {str(stop.calendar_uid) for stop in event.stops.all()}
    for stop in event.stops.all():
        entry = found[str(stop.calendar_uid)]
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (stop.starts_at, stop.ends_at)
        assert (entry["SUMMARY"], entry["STATUS"], "ATTENDEE" in entry) == ("A tour", "CONFIRMED", False)
        assert entry["URL"] == f"{settings.BASE_URL}/events/{event.slug}/"
    one = event.stops.first()
    assert set(events_in(read(client, f"/events/{event.slug}/stops/{one.code}.ics"))) == {str(one.calendar_uid)}


def test_the_time_stands_there_in_words_with_its_zone(client):
    zone = {"zone": "America/Chicago", "starts_at": datetime(2027, 11, 10, 15, tzinfo=UTC)}
    event = an_event(starts_on=date(2027, 11, 20))
    a_stop(event, starts_on=date(2027, 11, 10), **zone, ends_at=datetime(2027, 11, 10, 23, tzinfo=UTC))
    text = [str(each["DESCRIPTION"]) for each in read(client, f"/events/{event.slug}/calendar.ics").walk("VEVENT")]
    assert any("09:00–17:00 in Chicago (UTC−6)" in each for each in text)


def test_days_are_days_and_what_is_known_only_by_the_month_is_no_entry(client):
    event = an_event(starts_on=date(2027, 5, 4))
    day = a_stop(event, starts_on=date(2027, 6, 1), days=3, precision="day", **NO_TIME)
    a_stop(event, starts_on=date(2027, 7, 1), precision="month", **NO_TIME)
    answer = client.get(f"/events/{event.slug}/calendar.ics").content
    found = events_in(Calendar.from_ical(answer))
    assert len(found) == 2
    entry = found[str(day.calendar_uid)]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2027, 6, 1), date(2027, 6, 4))
    assert b"DTSTART;VALUE=DATE:20270601\r\n" in answer
    Stop.objects.filter(event=event).exclude(precision="month").delete()
    assert client.get(f"/events/{event.slug}/calendar.ics").status_code == 404


def test_lines_are_short_and_end_as_they_must(client):
    event = an_event("Réunion des villes fortes contre l’extrémisme violent " * 2)
    content = client.get(f"/events/{event.slug}/calendar.ics").content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(name in content for name in (b"DTSTAMP:", b"LAST-MODIFIED:", b"SEQUENCE:0", b"URL:", b"STATUS:"))


def test_what_one_may_not_see_is_a_wrong_address(client, ana):
    wrong = client.get("/events/nothing-here/calendar.ics")
    members, draft = an_event(sharing=Sharing.GREEN), an_event(status="draft")
    named = an_event(sharing=Sharing.AMBER)
    for event in (members, draft, named):
        for path in ("calendar.ics", f"stops/{event.stops.get().code}.ics"):
            answer = client.get(f"/events/{event.slug}/{path}")
            assert (answer.status_code, answer.content) == (404, wrong.content)
    assert client.get("/events/calendar.ics").content.count(b"BEGIN:VEVENT") == 0
    assert set(events_in(read(sign_in(client, ana), "/events/calendar.ics"))) == {str(members.stops.get().calendar_uid)}


def test_a_cancelled_stop_stays_for_ninety_days(client):
    event = an_event(stops=2, starts_on=timezone.now().date() + timedelta(days=300))
    stop = event.stops.first()
    Stop.objects.filter(pk=stop.pk).update(status="cancelled", calendar_sequence=1)
    entry = events_in(read(client, f"/events/{event.slug}/calendar.ics"))[str(stop.calendar_uid)]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert len(events_in(read(client, "/events/calendar.ics"))) == 2
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert len(events_in(read(client, "/events/calendar.ics"))) == 1


def test_a_postponed_event_is_cancelled_in_calendars(client):
    event = an_event(status="postponed")
    entry = next(iter(events_in(read(client, "/events/calendar.ics")).values()))
    assert (entry["STATUS"], Event.objects.get().pk) == ("CANCELLED", event.pk)


def test_a_session_on_the_programme_has_its_own_entry_and_a_planned_one_none(client):
    stop = an_event("Summit").stops.get()
    session, planned = a_session(stop, "Opening"), a_session(stop, "Secret plan", status="planned")
    found = events_in(read(client, f"/events/{stop.event.slug}/agenda/{session.code}.ics"))
    entry = found[str(session.calendar_uid)]
    assert (entry["SUMMARY"], entry["DTSTART"].dt) == ("Opening (Summit)", session.starts_at)
    assert client.get(f"/events/{stop.event.slug}/agenda/{planned.code}.ics").status_code == 404


def test_a_program_that_has_it_gets_304_until_something_changes(client):
    event = an_event()
    path = f"/events/{event.slug}/calendar.ics"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    Stop.objects.filter(event=event).update(place="Library", calendar_sequence=1)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_takes_the_same_queries_for_any_length(client, size, django_assert_num_queries):
    for _ in range(size):
        an_event()
    client.get("/events/calendar.ics")
    with django_assert_num_queries(2):
        client.get("/events/calendar.ics")


def test_the_own_feed_says_the_last_message_of_each_entry(client, ana):
    event = an_event("Streets", sharing=Sharing.GREEN, stops=2)
    person = a_registration(event, user=ana)
    first, second = (a_seat(person, a_pool(stop)) for stop in event.stops.all())
    a_seat(a_registration(event), first.pool)
    entries.request(first), entries.request(second)
    Seat.objects.filter(pk=second.pk).update(status="cancelled")
    entries.cancel(second)
    path = calendar_feed.address_of(calendar_feed.make_new(ana)).removeprefix(settings.BASE_URL)
    found = events_in(read(client, path))
    told = {uid: (str(each["STATUS"]), each["SEQUENCE"]) for uid, each in found.items()}
    uids = [str(stop.calendar_uid) for stop in event.stops.all()]
    assert told == {uids[0]: ("CONFIRMED", 0), uids[1]: ("CANCELLED", 1)}
    assert not [each for each in found.values() if "ATTENDEE" in each or "ORGANIZER" in each]
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert uids[1] not in events_in(read(client, path))


def test_the_page_of_a_seat_gives_the_same_entry_as_the_mail(client, ana, bo):
    event = an_event("Streets", sharing=Sharing.GREEN)
    person = a_registration(event, user=ana)
    pool = a_pool(event.stops.get())
    first = a_seat(person, pool)
    entries.request(first)
    Seat.objects.filter(pk=first.pk).update(status="cancelled")
    entries.cancel(first)
    message = entries.request(a_seat(person, pool))
    path = f"/events/{event.slug}/seat/{person.code}/calendar.ics"
    assert client.get(path).status_code == 404
    assert set(events_in(read(sign_in(client, ana), path))) == {str(message.uid)}
    client.logout()
    assert sign_in(client, bo).get(path).status_code == 404
