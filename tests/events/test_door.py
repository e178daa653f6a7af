"""At the door: who is let in, once a day, and what the door says of all others."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import checking_in
from events.lifecycle import door
from events.models import CheckIn, Event, Stop
from scn_portal.audit.models import AuditEntry
from tests.factories.door import a_guest, an_event_today
from tests.factories.events import a_stop, an_event

pytestmark = pytest.mark.django_db


def scanned(by, guest, stop=None, nonce=None):
    stop = stop or guest.event.stops.first()
    return door.scan(by=by, within=stop, registration=guest, nonce=nonce or uuid4().hex)


def test_the_first_scan_of_a_day_counts_and_the_second_stands_beside_it(porto, ana):
    guest = a_guest(host=porto)
    first, second = scanned(ana, guest), scanned(ana, guest)
    assert (first.result, first.by, first.source, first.day) == ("ok", ana, "door", timezone.now().date())
    assert (second.result, second.why) == ("already", "")


def test_on_the_second_day_of_a_stop_the_person_is_checked_in_anew(mia):
    event = an_event()
    event.stops.all().delete()
    stop = a_stop(event, starts_on=timezone.now().date(), days=2)
    guest = a_guest(event, stop=stop)
    assert scanned(mia, guest).result == "ok"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert scanned(mia, guest).result == "ok"
    assert CheckIn.objects.filter(result="ok").count() == 2


def test_the_day_is_that_of_the_stop_and_not_that_of_greenwich(mia):
    guest = a_guest(an_event_today())
    Stop.objects.update(zone="Pacific/Kiritimati")  # fourteen hours ahead
    day = timezone.now().date() + timedelta(days=1)
    Stop.objects.update(starts_on=day, ends_on=day)
    with time_machine.travel(timezone.now().replace(hour=13)):
        assert scanned(mia, guest).day == day


def test_the_same_nonce_is_the_same_check_in_and_leaves_one_entry_in_the_audit(mia):
    guest, nonce = a_guest(), uuid4().hex
    rows = {scanned(mia, guest, nonce=nonce).pk for _ in range(10)}
    assert len(rows) == CheckIn.objects.count() == 1
    assert AuditEntry.objects.filter(action="events.check_in_checkin").count() == 1


def test_a_nonce_of_somebody_else_says_nothing_about_this_person(mia):
    """Whoever goes back in the browser and types another code sends the nonce of the page that was there."""
    event, nonce = an_event_today(), uuid4().hex
    first = scanned(mia, a_guest(event), nonce=nonce)
    second = scanned(mia, a_guest(event, "Bao Tran"), nonce=nonce)
    assert (second.result, second.nonce == first.nonce) == ("ok", False)


@pytest.mark.parametrize(
    ("status", "why"),
    [("waitlisted", "waiting"), ("offered", "waiting"), ("requested", "waiting"), ("cancelled", "ended")],
)
def test_a_seat_that_is_not_confirmed_is_no_way_in(status, why, mia):
    row = scanned(mia, a_guest(status=status))
    assert (row.result, row.why) == ("wrong", why)


def test_yesterdays_stop_and_tomorrows_are_refused_and_the_attempt_is_kept(mia):
    late, early = a_guest(an_event_today(in_days=-1)), a_guest(an_event_today(in_days=1))
    assert (scanned(mia, late).why, scanned(mia, early).why) == ("too_late", "too_early")
    assert CheckIn.objects.filter(result="wrong").count() == 2


def test_a_code_of_another_meeting_or_another_stop_is_refused(mia):
    stop = an_event_today().stops.get()
    assert scanned(mia, a_guest(), stop).why == "other_event"
    other = a_stop(stop.event, starts_on=timezone.now().date() + timedelta(days=7))
    assert scanned(mia, a_guest(stop.event, "Bao", stop=other), stop).why == "no_seat"


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_nobody_is_checked_in_at_a_meeting_that_does_not_take_place(status, mia):
    guest = a_guest()
    Event.objects.update(status=status, reason="It rains.")
    assert scanned(mia, guest).why == "event_off"


def test_a_host_checks_in_at_the_own_stop_only(porto, malmo, ana):
    event = an_event_today(porto)
    other = a_stop(event, starts_on=timezone.now().date() + timedelta(days=1), host=malmo)
    with pytest.raises(PermissionDenied):
        scanned(ana, a_guest(event), other)
    assert not CheckIn.objects.exists()


def test_the_database_takes_no_second_check_in_that_counts(mia):
    row = scanned(mia, a_guest())
    row.pk, row.nonce = None, uuid4().hex
    with pytest.raises(IntegrityError, match="check_in_once_a_day"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ab2c-d3ef", "ab2cd3ef"),
        ("AB2C D3EF", "ab2cd3ef"),
        ("https://portal.example/events/q/ab2cd3ef/", "ab2cd3ef"),
        ("portal.example/EVENTS/Q/AB2CD3EF", "ab2cd3ef"),
        ("Amina Diallo Ngom of Dakar", ""),
        ("https://elsewhere.example/login/?next=/events/q/", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_out_of_what_is_typed_and_scanned(typed, code):
    assert checking_in.code_in(typed) == code


def test_a_name_is_found_without_its_accents_and_only_at_this_stop(mia):
    event = an_event_today()
    guest = a_guest(event, "Ángela Núñez")
    a_guest(an_event_today(), "Angela Nunez")
    assert checking_in.named(event.stops.get(), "nunez ang") == [guest]
    assert checking_in.named(event.stops.get(), " ") == []


def test_the_stop_that_is_meant_is_todays_else_the_next_else_the_last():
    event = an_event(stops=3, starts_on=timezone.now().date() - timedelta(days=7))
    stops, now = list(event.stops.all()), timezone.now()
    assert checking_in.stop_of_today(stops, now) == stops[1]
    assert checking_in.stop_of_today(stops, now + timedelta(days=1)) == stops[2]
    assert checking_in.stop_of_today(stops, now + timedelta(days=30)) == stops[2]
    assert checking_in.stop_of_today([], now) is None
