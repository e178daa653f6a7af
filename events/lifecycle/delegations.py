"""How a city sends its people: it is invited with seats, answers, names them, and gives back what it does not need."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.status import in_force
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import seats as ledger
from .. import signals
from ..models import Delegation, Pool, Registration
from ..models.seats import LIVE
from . import seats
from .registrations import CONSENTS, _found_or_new, _keep, _only_own, lock_pools, registrations

Status = Delegation.Status
delegations = Lifecycle(Delegation)


def lock_allotted(delegation, **_details):
    """The pools of its seats by key, before the delegation's own row."""
    lock_pools(delegation.allotments.values_list("pool", flat=True))


# The city


@delegations.creation(announces=signals.delegation_invited)
def invite(*, by, within, city, respond_by, release_at, seats, note=""):
    """An officer invites a city with so many seats, {pool: number}, held for it until the release date."""
    if not in_force(city):
        raise TransitionRefused(_("The membership of this city is not in force."))
    if within.status in ("cancelled", "ended", "archived"):
        raise TransitionRefused(_("This event takes nobody any more."))
    if respond_by <= timezone.now():
        raise TransitionRefused(_("The city needs time to answer."))
    values = {"respond_by": respond_by, "release_at": release_at, "note": note}
    delegation = Delegation.objects.create(event=within, city=city, **values)
    _hold(delegation, seats)
    return delegation


def _hold(delegation, wanted):
    if not any(wanted.values()):
        raise TransitionRefused(_("Give the city at least one seat."))
    for pool in sorted(wanted, key=lambda each: each.pk):
        if pool.stop.event_id != delegation.event_id:
            raise TransitionRefused(_("These seats belong to another event."))
        if wanted[pool]:
            ledger.reserve(delegation, pool, wanted[pool])


@delegations.transition(Status.INVITED, Status.ACCEPTED, locks=lambda delegation, seats: lock_pools(each.pk for each in seats))
def allot(delegation, *, by, seats):
    """An officer gives the city further seats, {pool: number}."""
    if delegation.released_at or delegation.release_at <= timezone.now():
        raise TransitionRefused(_("The seats of this delegation were released already."))
    _hold(delegation, seats)


@delegations.transition(Status.INVITED, to=Status.ACCEPTED)
def accept(delegation, *, by):
    """The city sends people; their names may follow until the release date."""
    _refuse_late(delegation)


@delegations.transition(Status.INVITED, to=Status.DECLINED, locks=lock_allotted)
def decline(delegation, *, by):
    """The city does not come. Its seats go to those who wait."""
    _refuse_late(delegation)
    _give_back(delegation)


def _refuse_late(delegation):
    if delegation.respond_by <= timezone.now():
        raise TransitionRefused(_("The day for an answer has passed. Please write to the organisers."))


def _give_back(delegation):
    delegation.released_at = timezone.now()
    ledger.release(delegation)


@delegations.transition(Status.INVITED, to=Status.LAPSED, locks=lock_allotted, by_system=True)
def lapse(delegation, *, by):
    """Nobody answered in time. The seats go to those who wait."""
    if delegation.respond_by > timezone.now():
        raise TransitionRefused(_("There is still time."))
    _give_back(delegation)


@delegations.transition(Status.ACCEPTED, locks=lock_allotted, by_system=True)
def release(delegation, *, by):
    """Seats without a name go to those who wait: on the release date, or earlier if an officer says so."""
    if delegation.released_at:
        raise TransitionRefused(_("The seats of this delegation were released already."))
    if by is SYSTEM and delegation.release_at > timezone.now():
        raise TransitionRefused(_("There is still time."))
    _give_back(delegation)


@delegations.transition(Status.ACCEPTED, to=Status.CLOSED, locks=lock_allotted, by_system=True)
def close(delegation, *, by):
    """The event is over for this delegation: nobody is named or replaced any more."""
    if by is SYSTEM and delegation.event.status not in ("cancelled", "ended", "archived"):
        raise TransitionRefused(_("The event is not over."))
    if not delegation.released_at:
        _give_back(delegation)


# Its people


@registrations.creation(announces=signals.delegate_named)
def name_delegate(*, by, within, pools, name, email="", key="", needs=None, **words):
    """The coordinator names one person for a seat of the delegation. Without an address, mail goes to the coordinator."""
    lock_pools(each.pk for each in pools)
    delegation = Delegation.objects.select_related("city", "event").get(pk=within.pk)
    _refuse_closed(delegation)
    registration = _delegate(delegation, by, name=name, email=email, key=key, **words)
    _keep(registration, needs, None)
    there = set(registration.seats.filter(status__in=LIVE).values_list("stop", flat=True))
    for pool in sorted(pools, key=lambda each: each.pk):
        if pool.stop_id not in there:
            ledger.claim(delegation, pool, registration, by=by)
    return registration


def _refuse_closed(delegation):
    if delegation.status != Status.ACCEPTED:
        raise TransitionRefused(_("Accept the invitation of the delegation first."))
    if delegation.event.status in ("cancelled", "ended", "archived"):
        raise TransitionRefused(_("This event takes nobody any more."))


def _delegate(delegation, by, *, name, email, key, **words):
    """The person's registration, which now belongs to the delegation."""
    given = _only_own(words, but=CONSENTS) | {"name": name, "delegation": delegation, "city": delegation.city}
    registration = _found_or_new(delegation.event, key, email=email, registered_by=by, **given)
    if registration.delegation_id is None:
        registration.delegation, registration.city = delegation, delegation.city
        registration.save()
    if registration.delegation_id != delegation.pk:
        raise TransitionRefused(_("This person comes with the delegation of another city."))
    return registration


@registrations.creation(announces=signals.delegate_named)
def replace_delegate(*, by, within, name, email="", key="", needs=None, **words):
    """Somebody else of the same city comes instead. The seats pass on, without release and without the queue."""
    old = Registration.objects.select_related("delegation__city", "delegation__event").get(pk=within.pk)
    held = list(old.seats.filter(status="confirmed").select_related("pool", "stop").order_by("pool"))
    lock_pools(each.pool_id for each in held)
    _refuse_closed(old.delegation)
    if not held:
        raise TransitionRefused(_("This person has no seat to pass on."))
    if any(each.pool.cut_off_at and each.pool.cut_off_at <= timezone.now() for each in held):
        raise TransitionRefused(_("The names are final by now. Please write to the organisers."))
    new = _delegate(old.delegation, by, name=name, email=email, key=key, **words)
    _keep(new, needs, None)
    for seat in held:
        seats.replace(seat, by=by, with_=new)
    _leave(old, new)
    return new


@registrations.transition(Registration.Status.ACTIVE, to=Registration.Status.ENDED, by_system=True)
def make_way(registration, *, by, new):
    """The person who was replaced is registered no longer; what else was waited for is given up."""
    registration.replaced_by = new
    registration.link_issue += 1


def _leave(old, new):
    from .registrations import give_up_seats

    give_up_seats(old, by=SYSTEM)
    make_way(old, by=SYSTEM, new=new)
