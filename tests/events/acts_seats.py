"""Every step of seats and pools, each with what it needs."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle import pools, seats
from events.models import Stop
from scn_portal.lifecycle import SYSTEM
from tests.events.acts import act
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event


def a_full_pool(**more):
    """A pool of one seat that is taken, with two people who wait."""
    pool = a_pool(an_event().stops.get(), 1, **more)
    held = a_seat(a_registration(pool.stop.event), pool)
    for _ in range(2):
        a_seat(a_registration(pool.stop.event), pool, "waitlisted")
    return pool, held


def an_offer():
    """A pool of one seat that is offered, while somebody else waits."""
    pool = a_pool(an_event().stops.get(), 1, offer_hours=48)
    offered = a_seat(a_registration(pool.stop.event), pool, "offered")
    a_seat(a_registration(pool.stop.event), pool, "waitlisted")
    return offered


def a_delegates_seat(cast):
    pool = a_pool(an_event().stops.get(), 4)
    delegation = a_delegation(pool.stop.event, cast.porto, pool, 2, status="accepted")
    return pool, a_registration(pool.stop.event, city=cast.porto, delegation=delegation)


@act
def take_one_seat(cast):
    pool = a_pool(an_event().stops.get(), 1)
    person = a_registration(pool.stop.event, user=cast.ana, city=cast.porto)
    return lambda: seats.take(by=cast.ana, within=person, pools=[pool])


@act
def claim_seat(cast):
    pool, person = a_delegates_seat(cast)
    return lambda: seats.claim(by=cast.ana, within=person, pool=pool)


@act
def approve_seat(cast):
    pool = a_pool(an_event().stops.get(), 1, needs_approval=True)
    seat = a_seat(a_registration(pool.stop.event), pool, "requested")
    return lambda: seats.approve(seat, by=cast.mia)


@act
def refuse_seat(cast):
    pool = a_pool(an_event().stops.get(), 1, needs_approval=True)
    seat = a_seat(a_registration(pool.stop.event), pool, "requested")
    return lambda: seats.refuse(seat, by=cast.mia, reason="The hall is small.")


@act
def confirm_head_seat(cast):
    pool = a_pool(an_event().stops.get(), 1, promote="manual")
    seat = a_seat(a_registration(pool.stop.event), pool, "waitlisted")
    return lambda: seats.confirm_head(seat, by=cast.mia)


@act
def accept_seat(cast):
    offered = an_offer()
    return lambda: seats.accept(offered, by=cast.mia)


@act
def decline_seat(cast):
    offered = an_offer()
    return lambda: seats.decline(offered, by=cast.mia)


@act
def expire_seat(cast):
    offered = an_offer()
    type(offered).objects.filter(pk=offered.pk).update(offer_expires_at=timezone.now())
    return lambda: seats.expire(offered, by=SYSTEM)


@act
def withdraw_seat(cast):
    pool, _held = a_full_pool()
    return lambda: seats.withdraw(pool.seats.filter(status="waitlisted").first(), by=cast.mia)


@act
def cancel_seat(cast):
    _pool, held = a_full_pool()
    return lambda: seats.cancel(held, by=cast.mia, reason="Ill.")


@act
def replace_seat(cast):
    pool, person = a_delegates_seat(cast)
    seat = seats.claim(by=cast.ana, within=person, pool=pool)
    other = a_registration(pool.stop.event, city=cast.porto, delegation=person.delegation)
    return lambda: seats.replace(seat, by=cast.ana, registration=other)


@act
def receive_seat(cast):
    pool, person = a_delegates_seat(cast)
    seat = seats.claim(by=cast.ana, within=person, pool=pool)
    other = a_registration(pool.stop.event, city=cast.porto, delegation=person.delegation)
    return lambda: seats.receive(by=cast.ana, within=seat, registration=other, number=900)


def a_past_seat():
    pool = a_pool(an_event().stops.get(), 1)
    yesterday = timezone.now() - timedelta(days=1)
    times = {"starts_at": yesterday, "ends_at": yesterday + timedelta(hours=1)}
    Stop.objects.filter(pk=pool.stop_id).update(starts_on=yesterday, ends_on=yesterday, **times)
    return a_seat(a_registration(pool.stop.event), pool)


@act
def mark_attended_seat(cast):
    seat = a_past_seat()
    return lambda: seats.mark_attended(seat, by=cast.mia)


@act
def mark_absent_seat(cast):
    seat = a_past_seat()
    return lambda: seats.mark_absent(seat, by=cast.mia)


@act
def set_up_pool(cast):
    stop = an_event().stops.get()
    return lambda: pools.set_up(by=cast.mia, within=stop, category="guest", capacity=5)


@act
def change_capacity_pool(cast):
    pool, _held = a_full_pool()
    return lambda: pools.change_capacity(pool, by=cast.mia, capacity=2)


@act
def configure_pool(cast):
    pool, _held = a_full_pool()
    return lambda: pools.configure(pool, by=cast.mia, offer_hours=24)


@act
def halt_pool(cast):
    pool, _held = a_full_pool()
    return lambda: pools.halt(pool, by=cast.mia)


@act
def let_move_pool(cast):
    pool, _held = a_full_pool(promote="manual")
    type(pool).objects.filter(pk=pool.pk).update(capacity=2)
    return lambda: pools.let_move(pool, by=cast.mia)
