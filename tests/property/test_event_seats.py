"""Random people do random things to the seats of one pool: the ledger is what a plain walk over a list says."""

from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from events.lifecycle import ledger, pools, seats
from events.models import Delegation, Event, Pool, Seat
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.events import a_delegation, a_pool, a_registration, an_event
from tests.property.seat_oracle import Oracle

pytestmark = pytest.mark.django_db
TOLD = {"confirmed": "events.seat_confirmed", "offered": "events.seat_offered"}
STARTS = {
    "approve": ["requested"],
    "refuse": ["requested"],
    "withdraw": ["requested", "waitlisted"],
    "confirm_head": ["waitlisted"],
    "accept": ["offered"],
    "decline": ["offered"],
    "expire": ["offered"],
    "cancel": ["confirmed"],
    "replace": ["confirmed"],
}
DEEDS = {
    "take": 20,
    "move": 45,
    "claim": 6,
    "run_out": 6,
    "change_capacity": 6,
    "promote": 4,
    "reserve": 7,
    "release": 2,
    "announce": 4,
    "empty": 0.3,
}


class Hall(RuleBasedStateMachine):
    mia, cities = None, ()

    def __init__(self):
        super().__init__()
        self.work = transaction.atomic()
        self.work.__enter__()

    def teardown(self):
        self.everybody_was_told_once()
        transaction.set_rollback(True)
        self.work.__exit__(None, None, None)

    @initialize(
        capacity=st.integers(0, 4),
        offers=st.booleans(),
        approval=st.sampled_from([False, False, True]),
        keeps=st.integers(0, 3),
        crowd=st.lists(st.integers(0, 1), max_size=6),
    )
    def begin(self, capacity, offers, approval, keeps, crowd):
        self.event, keeps_list = an_event(), bool(keeps)
        self.pool = a_pool(
            self.event.stops.get(),
            capacity,
            offer_hours=48 * offers,
            needs_approval=approval,
            keeps_waiting_list=keeps_list,
        )
        self.delegations = [a_delegation(self.event, city, status="accepted") for city in self.cities]
        self.oracle = Oracle(capacity, offers, approval, keeps_list)
        for band in crowd:
            self.take_for(band)

    def happens(self, expected, act, *given, **more):
        try:
            with transaction.atomic():
                act(*given, **more)
        except TransitionRefused:
            assert expected == "refused", (act, given, more)
        else:
            assert expected == "done", (act, given, more)

    @rule(seed=st.integers(0, 2**32))
    def do_something(self, seed):
        """Drawn by chance with a seed: Hypothesis alone would do a few things all the time and others hardly ever."""
        chance = Random(seed)
        [deed] = chance.choices(list(DEEDS), DEEDS.values())
        getattr(self, deed)(chance)

    def take(self, chance):
        self.take_for(chance.randint(0, 1))

    def take_for(self, band):
        person = a_registration(self.event, **({} if band else self.of_the_city(0)))
        self.happens(self.oracle.take(band), seats.take, by=self.mia, within=person, pools=[self.pool])

    def of_the_city(self, number):
        return {"city": self.cities[number], "delegation": self.delegations[number]}

    def claim(self, chance):
        city = chance.randint(0, 1)
        person = a_registration(self.event, **self.of_the_city(city))
        self.happens(self.oracle.claim(city), seats.claim, by=self.mia, within=person, pool=self.pool)

    def move(self, chance):
        """Mostly something that fits somebody, else anything."""
        if not self.oracle.places:
            return
        place = chance.choice(self.oracle.places)
        fitting = [name for name, starts in STARTS.items() if place.status in starts]
        name = chance.choice(fitting if fitting and chance.random() < 0.8 else sorted(STARTS))
        seat, more = Seat.objects.get(pool=self.pool, queue_no=place.number), {}
        if name == "replace":
            own = seat.registration
            more = {"registration": a_registration(self.event, city=own.city, delegation=own.delegation)}
        if name in ("refuse", "cancel"):
            more = {"reason": "So."}
        by = SYSTEM if name == "expire" else self.mia
        self.happens(getattr(self.oracle, name)(place), getattr(seats, name), seat, by=by, **more)

    def run_out(self, chance):
        """The time of an offer passes."""
        for place in self.oracle.places:
            if place.status == "offered":
                place.is_late = True
                Seat.objects.filter(pool=self.pool, queue_no=place.number).update(offer_expires_at=timezone.now())
                break

    def change_capacity(self, chance):
        capacity = chance.randint(0, 8)
        expected = self.oracle.change_capacity(capacity)
        self.happens(expected, pools.change_capacity, self.pool, by=self.mia, capacity=capacity)

    def promote(self, chance):
        name = chance.choice(["halt", "let_move"])
        self.happens(getattr(self.oracle, name)(), getattr(pools, name), self.pool, by=self.mia)

    def reserve(self, chance):
        city, number = chance.randint(0, 1), chance.randint(0, 3)
        self.happens(self.oracle.reserve(city, number), seats.reserve, self.delegations[city], self.pool, number)

    def release(self, chance):
        city = chance.randint(0, 1)
        self.happens(self.oracle.release(city), seats.release, self.delegations[city])
        Delegation.objects.filter(pk=self.delegations[city].pk).update(released_at=timezone.now())
        self.delegations[city].refresh_from_db()

    def announce(self, chance):
        """Now and then the queue is left to be moved by hand; mostly it goes on at once."""
        name = chance.choice(["hold", "close", "reopen"])
        for each in [name] if chance.random() < 0.3 else [name, "reopen"]:
            self.tell(each)

    def empty(self, chance):
        self.tell("empty")

    def tell(self, name):
        if self.oracle.event == "cancelled":
            return
        getattr(self.oracle, name)()
        reason = "Storm." if self.oracle.event in ("postponed", "cancelled") else ""
        Event.objects.filter(pk=self.event.pk).update(status=self.oracle.event, reason=reason)
        self.event.refresh_from_db()
        getattr(seats, name)(self.event)

    @invariant()
    def the_ledger_is_what_the_walk_says(self):
        pool, walk = Pool.objects.get(pk=self.pool.pk), self.oracle
        numbers = (pool.capacity, pool.taken, pool.offered, pool.reserved, pool.waiting, pool.queue_seq)
        counted = (walk.counted("confirmed"), walk.counted("offered"), walk.reserved, walk.counted("waitlisted"))
        assert numbers == (walk.capacity, *counted, len(walk.places))
        assert (pool.promote == "auto") == walk.is_auto
        held = Seat.objects.filter(pool=pool).order_by("queue_no").values_list("queue_no", "band", "status")
        assert list(held) == [(each.number, each.band, each.status) for each in walk.places]

    @invariant()
    def no_seat_is_free_while_somebody_waits(self):
        assert not self.oracle.is_auto or not self.oracle.queue or self.oracle.free <= 0

    def everybody_was_told_once(self):
        for status, fact in TOLD.items():
            held = [str(each.pk) for each in Seat.objects.filter(status=status)]
            told = list(Fact.objects.filter(name=fact, subject_key__in=held).values_list("subject_key", flat=True))
            assert sorted(set(told)) == sorted(held)
            assert status == "offered" or len(told) == len(held)


def run(mia, cities, examples, steps, **more):
    run_state_machine_as_test(
        type("Hall", (Hall,), {"mia": mia, "cities": cities}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            **more,
        ),
    )


def test_the_seats_of_a_pool_go_as_the_walk_says(mia, porto, malmo, ana, linn):
    run(mia, [porto, malmo], examples=12, steps=20)


@pytest.mark.nightly
def test_the_seats_of_two_thousand_pools_go_as_the_walk_says(mia, porto, malmo, ana, linn):
    run(mia, [porto, malmo], examples=2000, steps=20)


def last_in_line(pool):
    if pool.promote == "manual" or pool.free <= 0:
        return []
    return list(Seat.objects.filter(pool=pool, status="waitlisted").order_by("-band", "-queue_no")[: pool.free])


def test_a_queue_that_moves_in_the_wrong_order_is_found_out(mia, porto, malmo, ana, linn, monkeypatch):
    """The control: the last in line moves up first."""
    monkeypatch.setattr(ledger, "_head_of_the_queue", last_in_line)
    with pytest.raises(AssertionError):
        run(mia, [porto, malmo], examples=60, steps=20, phases=[Phase.generate])
