"""The same code at two doors at once: one check-in counts, with or without patience; and the controls."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from events.lifecycle import door
from events.models import CheckIn
from tests.cast import staff
from tests.factories.door import a_guest
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 10
POLITE = "TransitionRefused: This person was checked in a moment ago."


def race(nonces):
    """Ten doors scan one code at the same moment."""
    guest, officer = a_guest(), staff("Mia", "moderator")
    stop = guest.event.stops.get()

    def scan(position):
        return door.scan(by=officer, within=stop, registration=guest, nonce=nonces[position]).result

    return at_once(NUMBER, scan)


def fresh():
    return [uuid4().hex for _ in range(NUMBER)]


def test_one_code_at_ten_doors_at_once_is_one_check_in_and_nine_that_say_so():
    assert race(fresh()) == {"ok": 1, "already": NUMBER - 1}
    assert CheckIn.objects.filter(result="ok").count() == 1


def test_ten_scans_replayed_at_once_are_one_check_in():
    assert race([uuid4().hex] * NUMBER) == {"ok": NUMBER}
    assert CheckIn.objects.count() == 1


def test_without_the_lock_the_database_still_takes_one(monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    answers = race(fresh())
    assert answers["ok"] == CheckIn.objects.filter(result="ok").count() == 1
    assert answers["ok"] + answers["already"] + answers[POLITE] == NUMBER


def test_without_lock_and_index_the_same_race_checks_in_several_times(monkeypatch):
    """The control: what stands between ten doors and ten check-ins is exactly these two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('check_in_once_a_day'::regclass)")
        (words,) = cursor.fetchone()
        cursor.execute("DROP INDEX check_in_once_a_day")
    try:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
        assert race(fresh())["ok"] > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM events_checkin")
            cursor.execute(words)
