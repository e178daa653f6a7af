"""How times are told: the zone is named, the reader's own stands beside it where it differs."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from events import calendars, zones
from events.models import Stop
from tests.factories.events import a_stop, an_event


def a_time(zone, start, end, **more):
    """A stop that is not stored, between two wall times (day, hour)."""
    (first, begins), (last, ends) = start, end
    instants = {
        "starts_at": zones.instant(first, time(begins), zone),
        "ends_at": zones.instant(last, time(ends), zone),
    }
    return Stop(zone=zone, precision="minute", starts_on=first, ends_on=last, **instants, **more)


THIRD = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tue 3 Nov, 09:00–17:00 in Chicago (UTC−6)"),
        ("fr", "mar. 3 nov., 09:00–17:00 in Chicago (UTC−6)"),
    ],
)
@time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC))
def test_a_day_is_told_with_its_zone(language, words):
    with translation.override(language):
        told = calendars.when(a_time("America/Chicago", (THIRD, 9), (THIRD, 17)))
    if language == "en":
        assert told == words
    else:  # the words around come with the catalogue; the parts from CLDR
        assert told.startswith("mar. 3 nov., 09:00–17:00")
        assert "Chicago (UTC−6)" in told


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (("UTC", (THIRD, 9), (THIRD, 17)), "Tue 3 Nov 2026, 09:00–17:00 UTC"),
        (("UTC", (THIRD, 9), (date(2026, 11, 4), 17)), "Tue 3 Nov 2026, 09:00 – Wed 4 Nov 2026, 17:00 UTC"),
        (("Asia/Kolkata", (THIRD, 9), (THIRD, 17)), "Tue 3 Nov 2026, 09:00–17:00 in Kolkata (UTC+5:30)"),
        (
            ("America/Chicago", (date(2026, 10, 31), 9), (date(2026, 11, 1), 17)),
            "Sat 31 Oct 2026, 09:00 (UTC−5) – Sun 1 Nov 2026, 17:00 (UTC−6) in Chicago",
        ),
        (
            ("Europe/Paris", (THIRD, 9), (date(2026, 11, 4), 17)),
            "Tue 3 Nov 2026, 09:00 – Wed 4 Nov 2026, 17:00 in Paris (UTC+1)",
        ),
    ],
)
@time_machine.travel(datetime(2027, 5, 1, tzinfo=UTC))
def test_several_days_and_a_change_of_clocks_are_told(stop, words):
    assert calendars.when(a_time(*stop)) == words


@pytest.mark.parametrize(
    ("precision", "first", "last", "words"),
    [
        ("day", THIRD, THIRD, "3 Nov 2026"),
        ("day", THIRD, date(2026, 11, 5), "3–5 Nov 2026"),
        ("week", THIRD, THIRD, "week of 2 Nov 2026"),
        ("month", date(2016, 3, 1), date(2016, 3, 31), "March 2016"),
        ("season", date(2016, 3, 1), date(2016, 5, 31), "March\u2009–\u2009May 2016"),
    ],
)
def test_what_is_not_known_to_the_minute_is_told_as_it_is_known(precision, first, last, words):
    assert calendars.when(Stop(precision=precision, starts_on=first, ends_on=last)) == words


def shown(stop, person=None):
    request = type("Request", (), {"user": person})()
    return Template("{% load event_times %}{% stop_time stop %}").render(Context({"stop": stop, "request": request}))


@time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC))
def test_a_person_elsewhere_reads_the_own_time_too():
    stop = a_time("America/Chicago", (THIRD, 9), (THIRD, 17))
    there = '<time datetime="2026-11-03T15:00:00Z">Tue 3 Nov, 09:00–17:00 in Chicago (UTC−6)</time>'
    person = type("Person", (), {"zone": "Europe/Paris"})()
    assert shown(stop) == there
    assert shown(stop, type("Person", (), {"zone": "America/Mexico_City"})()) == there
    assert shown(stop, person) == (
        f"{there} <small>For you: Tue 3 Nov, 16:00 – Wed 4 Nov, 00:00 in Paris (UTC+1)</small>"
    )


@pytest.mark.django_db
def test_the_days_of_an_event_are_as_exact_as_its_least_exact_stop():
    event = an_event(starts_on=date(2027, 5, 4), stops=2)
    template = Template("{% load event_times %}{% event_days event %}")
    assert template.render(Context({"event": event})) == '<time datetime="2027-05-04">4–11 May 2027</time>'
    nowhere = {"start_time": None, "end_time": None, "starts_at": None, "ends_at": None}
    a_stop(event, position=3, starts_on=date(2027, 6, 1), precision="month", **nowhere)
    assert calendars.days_of(event) == "May\u2009–\u2009June 2027"


@pytest.mark.django_db
def test_only_what_a_calendar_must_hear_changes_the_hash(porto):
    stop = an_event().stops.get()
    before = calendars.material_hash(stop)
    stop.reason, stop.position, stop.calendar_sequence = "a word", 4, 9
    assert calendars.material_hash(stop) == before
    for name, value in {"place": "Elsewhere", "attendance": "hybrid", "status": "cancelled", "city": porto}.items():
        was = getattr(stop, name)
        setattr(stop, name, value)
        assert calendars.material_hash(stop) != before, name
        setattr(stop, name, was)
    stop.starts_at = stop.starts_at.replace(hour=8)
    assert calendars.material_hash(stop) != before
