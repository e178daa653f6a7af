"""Many people want few seats at once: none is sold twice, none stays empty while somebody waits, nobody jumps."""

import random
import time
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from events import lifecycle
from events.lifecycle import pools, seats
from events.models import Allotment, Pool, Registration, Seat
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.cast import member, staff
from tests.factories.cities import a_country, a_person, a_representative
from tests.factories.events import a_delegation, a_pool, a_registration, a_stop, an_event
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (TransitionRefused, PermissionDenied)
HELD = ("confirmed", "offered", "attended", "no_show")


def people(event, number):
    return Registration.objects.bulk_create(
        Registration(event=event, name=f"Guest {n}", email=f"g{n}@elsewhere.example", address_key=f"g{n}@e.example")
        for n in range(number)
    )


def rows(pool):
    """The pool's numbers, counted from the seats."""
    found = Counter(Seat.objects.filter(pool=pool).values_list("status", flat=True))
    allotted = Allotment.objects.filter(pool=pool)
    return {
        "taken": found["confirmed"] + found["attended"] + found["no_show"],
        "offered": found["offered"],
        "waiting": found["waitlisted"],
        "reserved": sum(each.seats - each.claimed for each in allotted),
    }


def assert_the_ledger_is_true():
    for pool in Pool.objects.all():
        assert {name: getattr(pool, name) for name in rows(pool)} == rows(pool)
        assert pool.in_use <= pool.capacity
        assert pool.promote == "manual" or not pool.waiting or not pool.free
        assert_nobody_jumped(pool)


def assert_nobody_jumped(pool):
    """Of one band nobody holds a seat with a higher number than somebody who has waited since before."""
    for band in (0, 1):
        mine = Seat.objects.filter(pool=pool, band=band)
        waiting = list(mine.filter(status="waitlisted").values_list("queue_no", flat=True))
        held = list(mine.filter(status__in=HELD, allotment=None).values_list("queue_no", flat=True))
        assert not waiting or not held or max(held) < min(waiting)


def register_all(number, connections, capacity):
    """So many people, over so many connections, for so many seats. Returns the pool and what each was answered."""
    mia, event = staff("Mia", "moderator"), an_event()
    pool = a_pool(event.stops.get(), capacity)
    everybody = people(event, number)

    def register(position):
        for each in everybody[position::connections]:
            seats.take(by=mia, within=each, pools=[pool])
        return "registered"

    answers = at_once(connections, register, patience=500)
    pool.refresh_from_db()
    return pool, answers


def assert_in_order(pool, number, capacity):
    in_line = list(Seat.objects.filter(pool=pool).order_by("queue_no").values_list("queue_no", "status"))
    assert [queue_no for queue_no, _status in in_line] == list(range(1, number + 1))
    assert [status for _no, status in in_line] == ["confirmed"] * capacity + ["waitlisted"] * (number - capacity)
    assert (pool.taken, pool.waiting, pool.queue_seq) == (capacity, number - capacity, number)


SIZES = [
    pytest.param(160, 16, 20, id="some"),
    pytest.param(2000, 64, 100, id="two thousand", marks=pytest.mark.nightly),
]


@pytest.mark.parametrize(("number", "connections", "capacity"), SIZES)
def test_exactly_as_many_as_there_are_seats_get_one_and_the_others_stand_in_line_without_gap(
    number, connections, capacity
):
    pool, answers = register_all(number, connections, capacity)
    assert answers == {"registered": connections}
    assert_in_order(pool, number, capacity)


def test_counting_first_and_inserting_then_sells_seats_twice(monkeypatch):
    """The control: the same race with a count instead of the ledger."""
    numbers = count(1)

    def counted(pool_pk, *, registration, band, uid):
        pool = Pool.objects.get(pk=pool_pk)
        free = pool.capacity > Seat.objects.filter(pool=pool, status="confirmed").count()
        status = "confirmed" if free else "waitlisted"
        given = {"registration": registration, "stop_id": pool.stop_id, "band": band, "status": status}
        return Seat.objects.create(pool=pool, queue_no=next(numbers), **given).pk

    monkeypatch.setattr(seats, "take_place", counted)
    pool, answers = register_all(160, 16, 20)
    assert answers == {"registered": 16}
    assert Seat.objects.filter(pool=pool, status="confirmed").count() > 20


def a_tour():
    """Three stops, with fewer seats at the second."""
    event = an_event()
    first = event.stops.get()
    others = [a_stop(event, starts_on=first.starts_on + timedelta(days=7 * n)) for n in (1, 2)]
    return event, [a_pool(first, 30), a_pool(others[0], 8), a_pool(others[1], 30)]


def whole_tours():
    """Twenty people register for all stops at once, every second one from the last stop to the first."""
    mia, (event, wanted) = staff("Mia", "moderator"), a_tour()
    everybody = people(event, 20)

    def register(position):
        order = wanted if position % 2 else wanted[::-1]
        try:
            seats.take(by=mia, within=everybody[position], pools=order)
        except seats.StopsFull as refusal:
            return f"full: {[each.pk for each in refusal.full] == [wanted[1].pk]}"
        return "has all"

    return at_once(20, register)


def test_stops_taken_in_opposite_orders_lock_nobody_out_and_leave_no_half_tour():
    assert whole_tours() == {"has all": 8, "full: True": 12}
    assert set(Counter(Seat.objects.values_list("registration", flat=True)).values()) == {3}
    assert_the_ledger_is_true()


def test_without_one_order_for_all_the_same_race_locks_people_out(monkeypatch):
    """The control: each takes the stops in the order in which they were chosen."""
    related = Pool.objects.select_related("stop__event")
    monkeypatch.setattr(seats, "in_order_of_keys", lambda wanted: [related.get(pk=pk) for pk in wanted])
    answers = whole_tours()
    assert any("deadlock detected" in words for words in answers), answers


def two_coordinators():
    """Ten times somebody of two coordinators names a delegate for the last seat of the city."""
    porto = member("Porto", a_country(), "porto.example")
    both = [a_representative(porto, a_person(), role).user for role in ("lead_contact", "deputy")]
    pool = a_pool(an_event().stops.get(), 5)
    delegation = a_delegation(pool.stop.event, porto, pool, 1, status="accepted")
    named = [a_registration(pool.stop.event, city=porto, delegation=delegation) for _ in range(10)]

    def name(position):
        return seats.claim(by=both[position % 2], within=named[position], pool=pool).status

    return at_once(10, name)


def test_two_coordinators_and_the_last_seat_of_their_city_are_one_delegate():
    answers = two_coordinators()
    assert answers == {"confirmed": 1, "TransitionRefused: All seats of this delegation have a name.": 9}
    assert_the_ledger_is_true()


def test_without_locks_and_constraint_the_last_seat_gets_several_names(monkeypatch):
    """The control: what stands between ten names and one seat is exactly these two."""
    constraint = next(each for each in Allotment._meta.constraints if each.name == "allotment_claimed_within")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Allotment, constraint)
    try:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
        monkeypatch.setattr(seats, "settle", lambda pool, **_: pool.refresh_from_db() or _next_number(pool))
        assert two_coordinators()["confirmed"] > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE events_allotment CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(Allotment, constraint)


NUMBERS = count(1000)


def _next_number(pool):
    pool.queue_seq = next(NUMBERS)


class Crowd:
    """What a person of a mixed crowd may do to the seats of one pool, drawn by chance."""

    def __init__(self, mia, pool, newcomers):
        self.mia, self.pool, self.newcomers = mia, pool, newcomers

    def some(self, chance, status):
        found = list(Seat.objects.filter(pool=self.pool, status=status).values_list("pk", flat=True))
        return Seat.objects.get(pk=chance.choice(found)) if found else None

    def act(self, chance):
        deed = chance.choice(["take", "take", "cancel", "withdraw", "accept", "decline", "capacity", "decline_all"])
        if deed == "take" and self.newcomers:
            return seats.take(by=self.mia, within=self.newcomers.pop(), pools=[self.pool])
        if deed == "capacity":
            return pools.change_capacity(self.pool, by=self.mia, capacity=chance.randint(5, 20))
        status = {"cancel": "confirmed", "withdraw": "waitlisted"}.get(deed, "offered")
        seat = self.some(chance, status)
        verb = {"cancel": seats.cancel, "withdraw": seats.withdraw, "accept": seats.accept}.get(deed, seats.decline)
        more = {"reason": "Ill."} if verb is seats.cancel else {}
        return seat and verb(seat, by=self.mia, **more)


def mix(seed, connections, deeds):
    mia, event = staff("Mia", "moderator"), an_event()
    pool = a_pool(event.stops.get(), 10, offer_hours=48)
    crowd = Crowd(mia, pool, people(event, connections * deeds))

    def act(position):
        chance = random.Random(f"{seed} {position}")
        for _ in range(deeds):
            try:
                crowd.act(chance)
            except REFUSALS:
                continue
        return "went home"

    return at_once(connections, act, patience=500)


MIXES = [
    pytest.param(1, 12, 12, id="some"),
    *[pytest.param(seed, 64, 40, id=f"many {seed}", marks=pytest.mark.nightly) for seed in range(3)],
]


@pytest.mark.parametrize(("seed", "connections", "deeds"), MIXES)
def test_whatever_a_crowd_does_at_once_nobody_waits_for_ever_and_nobody_jumps(seed, connections, deeds):
    assert mix(seed, connections, deeds) == {"went home": connections}
    assert Seat.objects.count() > connections
    assert_the_ledger_is_true()


def registering_while_the_event_is_cancelled(monkeypatch):
    """Everybody has asked whether registration is open, and is about to take a seat, when the event is cancelled."""
    mia, event = staff("Mia", "moderator"), an_event()
    pool, everybody = a_pool(event.stops.get(), 20), people(event, 12)
    monkeypatch.setattr(seats, "was_here_before", lambda *_: time.sleep(0.3))

    def act(position):
        if position == 12:
            time.sleep(0.15)
            return lifecycle.cancel(event, by=SYSTEM, reason="Storm.").status
        seats.take(by=mia, within=everybody[position], pools=[pool])
        return "registered"

    answers = at_once(13, act)
    assert answers["cancelled"] == 1, answers
    return Seat.objects.filter(status__in=("confirmed", "waitlisted")).count()


def test_nobody_holds_a_seat_at_an_event_that_was_cancelled_meanwhile(monkeypatch):
    assert registering_while_the_event_is_cancelled(monkeypatch) == 0
    assert_the_ledger_is_true()


def test_without_the_shared_lock_on_the_event_seats_outlive_it(monkeypatch):
    """The control."""
    monkeypatch.setattr(seats, "keep_still", lambda stops: None)
    assert registering_while_the_event_is_cancelled(monkeypatch) > 0


def test_a_seat_that_is_held_by_somebody_else_for_long_is_no_half_registration():
    """A page then answers 503 with Retry-After: see the test of the error pages."""
    mia, event = staff("Mia", "moderator"), an_event()
    pool, guest = a_pool(event.stops.get()), a_registration(event)

    def act(position):
        if position:
            with transaction.atomic():
                Pool.objects.select_for_update().get(pk=pool.pk)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.8)")
            return "held"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2); SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            seats.take(by=mia, within=guest, pools=[pool])
        return "sent away"

    assert at_once(2, act) == {"held": 1, "sent away": 1}
    assert not Seat.objects.exists()
    assert Pool.objects.get().queue_seq == 0
