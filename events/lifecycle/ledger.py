"""Seats that move together: `settle`, the only code that promotes from a queue, and what a delegation, a stop or a
whole event does to its pools. The verbs of one seat stand in `seats.py`; all are called through `lifecycle.seats`.

What each does to a pool is one UPDATE, because the database holds its rules after every statement. The pools are
locked in the order of their keys, before any seat. A caller with a lock on an event or a stop has taken that before.
"""

from datetime import timedelta
from itertools import groupby

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scn_portal.audit.models import record_each
from scn_portal.jobs.models import announce_each
from scn_portal.lifecycle import SYSTEM, TransitionRefused, one_transaction

from .. import signals
from ..models import Allotment, Pool, Seat, Stop
from ..seats import is_final, keep_still, lock_pools

Status, Promote = Seat.Status, Pool.Promote
COUNTED = ("taken", "offered", "reserved", "waiting", "queue_seq")
NUMBERS = (*COUNTED, "capacity", "promote")
OPEN = (Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED)


def settle(pool, *, capacity=None, promote=None, **change):
    """Change a pool's numbers, and let as many move up as there are seats then. The only promotion code.

    `change` is what is added to `taken`, `offered`, `reserved`, `waiting` or `queue_seq`; `capacity` and `promote`
    are new values. The pool is locked and read anew; change and promotion are one UPDATE. Returns who moved up.
    """
    pool.refresh_from_db(from_queryset=Pool.objects.select_for_update(no_key=True))
    for name in COUNTED:
        setattr(pool, name, getattr(pool, name) + change.pop(name, 0))
    assert not change, f"unknown numbers of a pool: {sorted(change)}"
    pool.capacity = pool.capacity if capacity is None else capacity
    pool.promote = promote or pool.promote
    if pool.free < 0:
        raise TransitionRefused(_too_few(pool))
    moving = _head_of_the_queue(pool)
    to = Status.OFFERED if pool.offer_hours else Status.CONFIRMED
    pool.waiting -= len(moving)
    if to == Status.OFFERED:
        pool.offered += len(moving)
    else:
        pool.taken += len(moving)
    Pool.objects.filter(pk=pool.pk).update(**{name: getattr(pool, name) for name in NUMBERS})
    until = _end_of_offers(pool) if moving and to == Status.OFFERED else None
    signal = signals.seat_offered if until else signals.seat_confirmed
    _move(moving, to, "events.settle_seat", announces=signal, offer_expires_at=until)
    return moving


def _too_few(pool):
    words = ngettext(
        "%(number)s seat is in use; lowest possible is %(number)s.",
        "%(number)s seats are in use; lowest possible is %(number)s.",
        pool.in_use,
    )
    return words % {"number": pool.in_use}


def _head_of_the_queue(pool):
    """Who moves up now. A queue whose end has come is stopped here, even where the clock is late."""
    if pool.promote == Promote.MANUAL or not (pool.free and pool.waiting):
        return []
    if is_final(pool):
        pool.promote = Promote.MANUAL
        return []
    waiting = Seat.objects.filter(pool=pool, status=Status.WAITLISTED).order_by("band", "queue_no")
    return list(waiting[: pool.free])


def _end_of_offers(pool):
    ends, closes_at = timezone.now() + timedelta(hours=pool.offer_hours), pool.stop.event.closes_at
    return min(ends, closes_at) if closes_at else ends


def _move(seats, to, action, *, announces=None, by=SYSTEM, **more):
    """All of them to one state in one statement, with an entry in the trail and a fact for each."""
    if not seats:
        return
    Seat.objects.filter(pk__in=[each.pk for each in seats]).update(status=to, **more)
    seats, entries = sorted(seats, key=_state), []
    for before, same in groupby(seats, key=_state):
        entries += record_each(action, subjects=same, actor=by, before=before, after=to)
    if announces:
        announce_each(str(announces), subjects=seats, actor=by, entries=entries)


def _state(seat):
    return str(seat.status)


# Delegations


@one_transaction()
def reserve(delegation, pool, seats):
    """Hold so many seats of the pool for the delegation, named ones included. Returns the allotment."""
    keep_still([pool.stop_id])
    [pool] = lock_pools(pk=pool.pk)
    allotment, _made = Allotment.objects.get_or_create(delegation=delegation, pool=pool, defaults={"seats": 0})
    allotment = Allotment.objects.select_for_update().get(pk=allotment.pk)
    if not holds_seats(delegation):
        raise TransitionRefused(_("The seats of this delegation are released."))
    if seats < allotment.claimed:
        raise TransitionRefused(_("%(number)s of these seats have a name already.") % {"number": allotment.claimed})
    more = seats - allotment.seats
    if more > pool.free:
        raise TransitionRefused(_why_no_seats(pool))
    Allotment.objects.filter(pk=allotment.pk).update(seats=seats)
    settle(pool, reserved=more)
    allotment.seats = seats
    return allotment


def _why_no_seats(pool):
    if pool.waiting:
        return _("People wait for these seats. Raise the number of seats while the queue is moved by hand.")
    words = ngettext("Only %(number)s seat is free.", "Only %(number)s seats are free.", pool.free)
    return words % {"number": pool.free}


def holds_seats(delegation):
    """Whether a seat that a delegate gives up goes back to the city: it stands, and the day of release has not come."""
    stands = delegation.status in (delegation.Status.INVITED, delegation.Status.ACCEPTED)
    return stands and delegation.released_at is None and timezone.now() < delegation.release_at


def release(delegation):
    """Seats without a name go to those who wait. The delegation's own step locks its pools with `lock_pools_of`."""
    for pool in lock_pools(allotments__delegation=delegation):
        allotment = Allotment.objects.select_for_update().get(delegation=delegation, pool=pool)
        unnamed = allotment.seats - allotment.claimed
        Allotment.objects.filter(pk=allotment.pk).update(seats=F("claimed"))
        settle(pool, reserved=-unnamed)


def lock_pools_of(subject, **_details):
    """For `locks=` of a step of a delegation or a registration that moves seats: its pools come before its own row."""
    allotted = subject._meta.model_name == "delegation"
    lock_pools(pk__in=(subject.allotments if allotted else subject.seats).values("pool"))


# A whole event, or one stop of it


def _pools_of(subject):
    return lock_pools(stop=subject) if isinstance(subject, Stop) else lock_pools(stop__event=subject)


def close(event):
    """Registration is closed: the queues are moved by hand. Offers stand until they run out."""
    for pool in _pools_of(event):
        settle(pool, promote=Promote.MANUAL)


def reopen(event):
    """Registration is open again, or what was postponed has new times: the queues move by themselves.

    The event is read anew: its new times are saved before this is called.
    """
    for pool in _pools_of(event):
        settle(pool, promote=Promote.AUTO)


resume = reopen


def hold(event):
    """Postponed: seats stay, offers go back to their place in the queue, and nobody moves up."""
    for pool in _pools_of(event):
        offers = list(Seat.objects.filter(pool=pool, status=Status.OFFERED))
        settle(pool, promote=Promote.MANUAL, offered=-len(offers), waiting=len(offers))
        _move(offers, Status.WAITLISTED, "events.hold_seat", offer_expires_at=None)


def empty(subject, *, by=SYSTEM, reason=""):
    """An event or a stop is cancelled: every seat, offer and place ends, in as many statements for one as for 1,000.

    No fact for each seat: who calls announces one for all.
    """
    pools = _pools_of(subject)
    Allotment.objects.filter(pool__in=pools).update(seats=0, claimed=0)
    gone = {"taken": 0, "offered": 0, "reserved": 0, "waiting": 0, "promote": Promote.MANUAL}
    Pool.objects.filter(pk__in=[each.pk for each in pools]).update(**gone)
    seats = list(Seat.objects.filter(pool__in=pools, status__in=OPEN).order_by("pk"))
    ended = {"ended_at": timezone.now(), "ended_by_id": by.pk, "ended_reason": reason[:400], "offer_expires_at": None}
    _move(seats, Status.EVENT_CANCELLED, "events.empty_seat", by=by, **ended)


def conclude(stop):
    """The stop is over: who was checked in attended, others did not come. Open offers run out with the clock."""
    _pools_of(stop)
    confirmed = list(Seat.objects.filter(stop=stop, status=Status.CONFIRMED).order_by("pk"))
    came = set(stop.check_ins.filter(result="ok").values_list("registration", flat=True))
    attended = [each for each in confirmed if each.registration_id in came]
    _move(attended, Status.ATTENDED, "events.conclude_seat", announces=signals.seat_attended)
    absent = [each for each in confirmed if each.registration_id not in came]
    _move(absent, Status.NO_SHOW, "events.conclude_seat")
