"""The clock and the seats. Run twice, it does nothing more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import ledger
from events.models import Delegation, Pool, Seat
from events.tasks.people import move_answers_on
from events.tasks.seats import compare_pools, move_seats_on
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event

pytestmark = pytest.mark.django_db
AGO = timedelta(hours=1)


@pytest.fixture
def pool():
    return a_pool(an_event().stops.get(), 2, offer_hours=48)


def states():
    return list(Seat.objects.order_by("queue_no").values_list("status", flat=True))


def test_an_offer_that_nobody_answered_goes_to_the_next(pool):
    a_seat(a_registration(pool.stop.event), pool)
    late = a_seat(a_registration(pool.stop.event), pool, "offered")
    a_seat(a_registration(pool.stop.event), pool, "waitlisted")
    move_seats_on()
    assert states() == ["confirmed", "offered", "waitlisted"]
    Seat.objects.filter(pk=late.pk).update(offer_expires_at=timezone.now() - AGO)
    for _twice in range(2):
        move_seats_on()
        assert states() == ["confirmed", "expired", "offered"]


def test_from_the_day_on_which_names_are_final_the_queue_is_moved_by_hand(pool):
    Pool.objects.update(cut_off_at=timezone.now() + AGO)
    move_seats_on()
    assert Pool.objects.get().promote == "auto"
    Pool.objects.update(cut_off_at=timezone.now() - AGO)
    move_seats_on()
    assert Pool.objects.get().promote == "manual"


CITIES = {
    "invited, with time": ("invited", {}, ("invited", 2)),
    "invited, too late": ("invited", {"respond_by": -AGO}, ("lapsed", 0)),
    "coming, before the release": ("accepted", {"respond_by": -AGO}, ("accepted", 2)),
    "coming, released": ("accepted", {"respond_by": -2 * AGO, "release_at": -AGO}, ("accepted", 0)),
    "declined": ("declined", {"respond_by": -2 * AGO, "release_at": -AGO}, ("declined", 2)),
}


@pytest.mark.parametrize("name", CITIES)
def test_seats_of_a_city_without_a_name_go_to_those_who_wait(name, pool, porto):
    status, days, after = CITIES[name]
    dates = {field: timezone.now() + value for field, value in days.items()}
    a_delegation(pool.stop.event, porto, pool, 2, status=status, **dates)
    for _twice in range(2):
        move_answers_on()
        assert (Delegation.objects.get().status, Pool.objects.get().reserved) == after


def test_an_event_that_is_over_closes_its_delegations(pool, porto):
    event = pool.stop.event
    a_delegation(event, porto, pool, 2, status="accepted")
    event.status = "ended"
    event.save()
    move_answers_on()
    assert Delegation.objects.get().status == "closed"


def test_numbers_that_are_not_those_of_their_rows_are_reported_and_stay(pool, porto, caplog):
    a_seat(a_registration(pool.stop.event), pool)
    a_delegation(pool.stop.event, porto, pool, 1)
    assert list(ledger.differences()) == []
    Pool.objects.update(taken=0, reserved=2, queue_seq=0)
    [(found, wrong)] = ledger.differences()
    assert (found, wrong) == (pool, {"taken": (0, 1), "reserved": (2, 1), "queue_seq": (0, 1)})
    compare_pools()
    assert caplog.records[-1].what == "taken 0, rows 1, reserved 2, rows 1, queue_seq 0, rows 1"
    assert Pool.objects.get().taken == 0
