"""What the database itself refuses, whoever writes: a seat too many, an empty chair, a second seat of one person."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, a_stop, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool():
    return a_pool(an_event().stops.get(), 2)


def written(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


POOLS = {
    "one seat too many": ("taken = 3", "pool_never_oversold"),
    "an offer too many": ("taken = 2, offered = 1", "pool_never_oversold"),
    "a city's seat too many": ("taken = 1, reserved = 2", "pool_never_oversold"),
    "fewer seats than are in use": ("taken = 2, capacity = 1", "pool_never_oversold"),
    "an empty chair": ("taken = 1, waiting = 1", "pool_no_empty_chair"),
    "a number below nothing": ("taken = -1", "taken_check"),
}


@pytest.mark.parametrize("name", POOLS)
def test_the_numbers_of_a_pool_add_up(name, pool):
    change, guard = POOLS[name]
    with pytest.raises(IntegrityError, match=guard):
        written(f"UPDATE events_pool SET {change} WHERE id = %s", pool.pk)


def test_a_pool_moved_by_hand_may_have_free_seats_and_people_who_wait(pool):
    assert written("UPDATE events_pool SET promote = 'manual', waiting = 1 WHERE id = %s", pool.pk) == 1


SEATS = {
    "a second live seat of one person": ("queue_no = 9, status = 'waitlisted'", "seat_one_live"),
    "a number that somebody has": ("status = 'withdrawn'", "seat_queue_number"),
    "an offer without an end": ("queue_no = 9, status = 'offered'", "seat_offer_has_an_end"),
    "a seat with the end of an offer": ("queue_no = 9, offer_expires_at = now()", "seat_offer_has_an_end"),
    "a band that is none": ("queue_no = 9, status = 'withdrawn', band = 2", "seat_bands"),
}


@pytest.mark.parametrize("name", SEATS)
def test_a_seat_is_one_persons_and_has_its_number(name, pool):
    change, guard = SEATS[name]
    seat = a_seat(a_registration(pool.stop.event), pool)
    columns = "registration_id, stop_id, pool_id, status, band, queue_no, offer_expires_at, since, ended_reason"
    changed = dict(part.split(" = ") for part in change.split(", "))
    row = ", ".join(changed.get(each, each) for each in columns.split(", "))
    with pytest.raises(IntegrityError, match=guard):
        written(f"INSERT INTO events_seat ({columns}) SELECT {row} FROM events_seat WHERE id = %s", seat.pk)


def test_a_seat_stands_in_a_pool_of_its_stop(pool):
    seat = a_seat(a_registration(pool.stop.event), pool)
    other = a_pool(a_stop(pool.stop.event))
    with pytest.raises(DatabaseError, match="the pool is one of another stop"):
        written("UPDATE events_seat SET pool_id = %s WHERE id = %s", other.pk, seat.pk)


def test_a_city_names_no_more_people_than_it_has_seats(pool, porto):
    delegation = a_delegation(pool.stop.event, porto, pool, 1)
    with pytest.raises(IntegrityError, match="allotment_claimed_within"):
        written("UPDATE events_allotment SET claimed = 2 WHERE delegation_id = %s", delegation.pk)


def test_a_stop_has_one_pool_of_each_kind(pool):
    with pytest.raises(IntegrityError, match="pool_category_at_stop"):
        a_pool(pool.stop)
