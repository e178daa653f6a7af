"""How a seat is taken, offered, given up, passed on and ended. Each step locks the seat's pool before the seat.

Everything of the ledger is called through this module: the verbs of one seat stand here, `settle`, `reserve`,
`release`, `hold`, `resume`, `close`, `reopen`, `empty` and `conclude` in `ledger.py`. A step of a registration or a
delegation that moves seats declares `locks=seats.lock_pools_of`.
"""

from datetime import timedelta
from uuid import uuid4

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused, one_transaction

from .. import signals
from ..models import Allotment, Event, Pool, Registration, Seat
from ..rules import is_officer
from ..rules.seats import speaks_for
from ..seats import (
    MEMBER,
    band_of,
    check_place,
    check_window,
    has_begun,
    keep_still,
    live_seats,
    lock_pools,
    name_of,
    names_are_final,
    take_place,
    was_here_before,
)
from .ledger import (
    close,
    conclude,
    empty,
    hold,
    holds_seats,
    lock_pools_of,
    release,
    reopen,
    reserve,
    resume,
    settle,
)

__all__ = ["close", "conclude", "empty", "hold", "lock_pools_of", "release", "reopen", "reserve", "resume", "settle"]

Status = Seat.Status
DAYS_TO_CORRECT = 14
NAMING = (Event.Status.ANNOUNCED, Event.Status.OPEN, Event.Status.CLOSED)  # delegations may give names
TAKEN = {
    Status.CONFIRMED: signals.seat_confirmed,
    Status.WAITLISTED: signals.seat_waitlisted,
    Status.REQUESTED: signals.seat_requested,
}

seats = Lifecycle(Seat)


class StopsFull(TransitionRefused):
    """Not all of the stops have a seat, and the person wanted all or none. `full` are the pools without one."""

    def __init__(self, words, full):
        super().__init__(words)
        self.full = full


def lock_pool(seat, **_details):
    lock_pools(pk=seat.pool_id)


def lock_stop_and_pool(seat, **_details):
    """Where a new seat is made beside this one: it holds on to the stop, which comes before the pools."""
    keep_still([seat.stop_id])
    lock_pool(seat)


# From nothing


def take(*, by, within, pools, together=True):
    """Seats or places in the queue for the registration `within`, one in each of these pools; returns them.

    `together`: all have a seat, or none is taken (`StopsFull` names the full ones); else each for itself, and what is
    refused is left out unless all are. A person who has a place there already gets that one.
    """
    wanted = {each.pk: each for each in pools}
    if not wanted:
        raise TransitionRefused(_("Choose at least one stop."))
    stops = {each.stop_id for each in wanted.values()}
    try:
        with one_transaction():
            keep_still(stops)
            return _take_each(by, within, wanted, together)
    except TransitionRefused:
        found = list(live_seats(within, stops).select_related("pool__stop"))
        if {each.pool_id for each in found} == set(wanted):  # a second click came first
            return found
        raise


def _take_each(by, registration, wanted, together):
    taken, refused = [], []
    before = {each.pool_id: each for each in live_seats(registration, {each.stop_id for each in wanted.values()})}
    for pool in in_order_of_keys(wanted):
        try:
            taken.append(before.get(pool.pk) or take_one(by=by, within=registration, pool=pool))
        except TransitionRefused as refusal:
            refused.append((pool, refusal))
    waiting = [each.pool for each in taken if each.status in (Status.WAITLISTED, Status.OFFERED)]
    if refused and (together or not taken):
        raise refused[0][1]
    if together and len(taken) > 1 and waiting:
        names = ", ".join(name_of(each.stop) for each in waiting)
        raise StopsFull(_("No seat is free at: %(places)s. Nothing was taken.") % {"places": names}, waiting)
    return taken


def in_order_of_keys(wanted):
    """Whoever takes several seats takes them in this order, so that no two people wait for each other."""
    return Pool.objects.filter(pk__in=wanted).select_related("stop__event", "stop__city").order_by("pk")


@seats.creation(announces=TAKEN, by_system=True)
def take_one(*, by, within, pool):
    """A person takes a seat, or the next place in the queue, of one pool."""
    if pool.stop.event_id != within.event_id:
        raise TransitionRefused(_("This stop is one of another event."))
    band = band_of(within)
    check_place(pool)
    _check_right_to(by, within, pool, band)
    uid = uuid4() if was_here_before(within, pool.stop) else None
    key = take_place(pool.pk, registration=within, band=band, uid=uid)
    if key is None:
        words = _("All seats are taken at %(stop)s, and there is no waiting list.")
        raise StopsFull(words % {"stop": name_of(pool.stop)}, [pool])
    _check_active(within)
    seat = Seat.objects.get(pk=key)
    seat.registration, seat.pool, seat.stop = within, pool, pool.stop
    return seat


def _check_active(registration):
    """Asked of the row as it is, and held: nobody ends the registration while it gets a seat."""
    row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if row.status != row.Status.ACTIVE:
        raise TransitionRefused(_("This registration is not active."))


def _check_right_to(by, registration, pool, band):
    """Officers give seats of every kind, also when registration is closed; others keep to its windows."""
    if not is_officer(by) or pool.stop.event.status not in (Event.Status.OPEN, Event.Status.CLOSED):
        check_window(registration, pool, band)


@seats.creation(to=Status.CONFIRMED, announces=signals.seat_confirmed)
def claim(*, by, within, pool):
    """A city gives one of the seats that are held for it to a person of its delegation."""
    keep_still([pool.stop_id])
    [pool] = lock_pools(pk=pool.pk)
    allotment = Allotment.objects.select_for_update().filter(pool=pool, delegation=within.delegation_id).first()
    if allotment is None or within.event_id != pool.stop.event_id:
        raise TransitionRefused(_("No seats of this kind are held for this city."))
    _check_names_are_open(pool)
    if within.delegation.status != within.delegation.Status.ACCEPTED:
        raise TransitionRefused(_("The city has not accepted the invitation."))
    if allotment.claimed >= allotment.seats:
        raise TransitionRefused(_("All seats of this delegation have a name."))
    if not holds_seats(within.delegation):  # the day of release has come, even where the clock is late
        raise TransitionRefused(_("The seats of this delegation are released."))
    comes_back = was_here_before(within, pool.stop)
    Allotment.objects.filter(pk=allotment.pk).update(claimed=F("claimed") + 1)
    settle(pool, taken=1, reserved=-1, queue_seq=1)
    seat = Seat.objects.create(
        registration=within,
        stop=pool.stop,
        pool=pool,
        allotment=allotment,
        status=Status.CONFIRMED,
        band=MEMBER,
        queue_no=pool.queue_seq,
        calendar_uid=uuid4() if comes_back else None,
    )
    _check_active(within)
    return seat


def _check_names_are_open(pool):
    check_place(pool)
    if pool.stop.event.status not in NAMING:
        raise TransitionRefused(_("Names for this event cannot be given now."))
    if names_are_final(pool):
        raise TransitionRefused(_("Names are final."))


# Staff


@seats.transition(
    Status.REQUESTED, to=Status.WAITLISTED, announces={Status.WAITLISTED: signals.seat_waitlisted}, locks=lock_pool
)
def approve(seat, *, by):
    """An officer lets a person into the queue; where a seat is free it moves up at once."""
    if not seat.pool.keeps_waiting_list and (seat.pool.free <= 0 or seat.pool.waiting):
        raise TransitionRefused(_("All seats are taken, and there is no waiting list."))
    seat.save()
    settle(seat.pool, waiting=1)
    seat.refresh_from_db()


@seats.transition(Status.REQUESTED, to=Status.REFUSED, announces=signals.seat_ended, locks=lock_pool)
def refuse(seat, *, by, reason):
    """An officer turns a request down and says why."""
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    _end(seat, by, reason)


@seats.transition(Status.WAITLISTED, to=Status.CONFIRMED, announces=signals.seat_confirmed, locks=lock_pool)
def confirm_head(seat, *, by):
    """An officer gives a free seat to whoever is first in a queue that is moved by hand."""
    pool = seat.pool
    if pool.promote != Pool.Promote.MANUAL:
        raise TransitionRefused(_("This queue moves by itself."))
    if seat.pk != pool.seats.filter(status=Status.WAITLISTED).order_by("band", "queue_no").first().pk:
        raise TransitionRefused(_("Somebody else is first in the queue."))
    if pool.free <= 0:
        raise TransitionRefused(_("No seat is free."))
    settle(pool, waiting=-1, taken=1)


# The person, or who speaks for the person


@seats.transition(Status.OFFERED, to=Status.CONFIRMED, announces=signals.seat_confirmed, locks=lock_pool)
def accept(seat, *, by):
    """The person takes the seat that was offered."""
    if seat.offer_expires_at <= timezone.now():
        raise TransitionRefused(_("This offer has ended. You can join the waiting list again."))
    settle(seat.pool, offered=-1, taken=1)
    seat.offer_expires_at = None


@seats.transition(Status.OFFERED, to=Status.DECLINED, announces=signals.seat_ended, locks=lock_pool, by_system=True)
def decline(seat, *, by):
    """The person leaves the offered seat to the next in the queue."""
    settle(seat.pool, offered=-1)
    _end(seat, by)


@seats.transition(Status.OFFERED, to=Status.EXPIRED, announces=signals.seat_ended, locks=lock_pool, by_system=True)
def expire(seat, *, by):
    """Nobody answered the offer in time; the next in the queue gets it."""
    if seat.offer_expires_at > timezone.now():
        raise TransitionRefused(_("This offer still stands."))
    settle(seat.pool, offered=-1)
    _end(seat, by)


@seats.transition(
    Status.REQUESTED,
    Status.WAITLISTED,
    to=Status.WITHDRAWN,
    announces=signals.seat_ended,
    locks=lock_pool,
    by_system=True,
)
def withdraw(seat, *, by, reason=""):
    """A person who has no seat yet no longer waits for one."""
    was_waiting = Seat.objects.filter(pk=seat.pk, status=Status.WAITLISTED).exists()
    settle(seat.pool, waiting=-1 if was_waiting else 0)
    _end(seat, by, reason)


@seats.transition(Status.CONFIRMED, to=Status.CANCELLED, announces=signals.seat_ended, locks=lock_pool, by_system=True)
def cancel(seat, *, by, reason=""):
    """A person gives up the seat. It goes back to the city that it was held for, else to the next in the queue."""
    if has_begun(seat.stop):
        raise TransitionRefused(_("%(stop)s has begun already.") % {"stop": name_of(seat.stop)})
    if is_officer(by) and not speaks_for(by, seat.registration) and not reason.strip():
        raise TransitionRefused(_("Say why."))
    if seat.allotment_id is None:
        settle(seat.pool, taken=-1)
    else:
        _give_back(seat)
    _end(seat, by, reason)


def _give_back(seat):
    """Before the day of release the city may give the seat to somebody else; after it, its share grows smaller."""
    allotment = Allotment.objects.select_for_update().select_related("delegation").get(pk=seat.allotment_id)
    if holds_seats(allotment.delegation):
        Allotment.objects.filter(pk=allotment.pk).update(claimed=F("claimed") - 1)
        settle(seat.pool, taken=-1, reserved=1)
    else:
        Allotment.objects.filter(pk=allotment.pk).update(claimed=F("claimed") - 1, seats=F("seats") - 1)
        settle(seat.pool, taken=-1)


@seats.transition(Status.CONFIRMED, to=Status.REPLACED, announces=signals.seat_ended, locks=lock_stop_and_pool)
def replace(seat, *, by, registration):
    """A city passes a seat on to another of its people: nobody else moves."""
    if _city_of(registration) != _city_of(seat.registration) or registration.event_id != seat.registration.event_id:
        raise TransitionRefused(_("A seat is passed on within one city."))
    _check_names_are_open(seat.pool)
    settle(seat.pool, queue_seq=1)
    receive(by=by, within=seat, registration=registration, number=seat.pool.queue_seq)
    _end(seat, by)


@seats.creation(to=Status.CONFIRMED, announces=signals.seat_confirmed)
def receive(*, by, within, registration, number):
    """The seat that a person gets from another of the same city; part of `replace`."""
    comes_back = was_here_before(registration, within.stop)
    seat = Seat.objects.create(
        registration=registration,
        stop=within.stop,
        pool=within.pool,
        allotment_id=within.allotment_id,
        status=Status.CONFIRMED,
        band=within.band,
        queue_no=number,
        calendar_uid=uuid4() if comes_back else None,
    )
    _check_active(registration)
    return seat


def _city_of(registration):
    return registration.delegation.city_id if registration.delegation_id else registration.city_id or registration.pk


# Afterwards


@seats.transition(
    Status.CONFIRMED, Status.NO_SHOW, to=Status.ATTENDED, announces=signals.seat_attended, locks=lock_pool
)
def mark_attended(seat, *, by):
    """An officer corrects who was there, within two weeks."""
    _check_correction(seat)


@seats.transition(Status.CONFIRMED, Status.ATTENDED, to=Status.NO_SHOW, locks=lock_pool)
def mark_absent(seat, *, by):
    """An officer corrects who was not there, within two weeks."""
    _check_correction(seat)


def _check_correction(seat):
    if not has_begun(seat.stop):
        raise TransitionRefused(_("%(stop)s has not begun yet.") % {"stop": name_of(seat.stop)})
    if (timezone.now().date() - seat.stop.ends_on) > timedelta(days=DAYS_TO_CORRECT):
        raise TransitionRefused(_("Who attended is corrected within 14 days."))


def _end(seat, by, reason=""):
    seat.ended_at, seat.ended_by_id, seat.ended_reason = timezone.now(), by.pk, reason.strip()[:400]
    seat.offer_expires_at = None
