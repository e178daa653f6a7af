"""Many plan a session in one room at one time: one has it, the others read that it is taken."""

import pytest
from django.db import connection

from events.lifecycle import sessions
from events.models import Session
from tests.cast import staff
from tests.factories.events import a_room, an_event
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 8
TAKEN = "TransitionRefused: Another session is in this room at that time."
RULE = "session_room_free"


def race():
    mia, stop, room = staff("Mia", "moderator"), an_event().stops.get(), a_room()
    hours = {"starts_at": stop.starts_at, "ends_at": stop.ends_at}

    def plan(position):
        sessions.plan(by=mia, within=stop, title=f"Session {position}", room=room, **hours)
        return "planned"

    return at_once(NUMBER, plan)


def test_eight_sessions_in_one_room_at_once_are_one_and_seven_polite_answers():
    assert race() == {"planned": 1, TAKEN: NUMBER - 1}
    assert Session.objects.count() == 1


def test_without_the_rule_of_the_database_the_same_race_fills_the_room_several_times():
    """The control: what keeps the room is the constraint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [RULE])
        (words,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE events_session DROP CONSTRAINT {RULE}")
    try:
        assert race()["planned"] > 1
    finally:
        Session.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE events_session ADD CONSTRAINT {RULE} {words}")
