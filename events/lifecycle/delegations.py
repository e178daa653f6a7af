"""How a city sends its people: it is invited with seats, answers, names them, and gives back what it does not need."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.status import in_force
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import people, signals
from .. import seats as ledger
from ..models import Delegation, Registration
from ..models.seats import LIVE
from . import seats
from .registrations import CONSENTS, found_or_new, give_up_seats, keep, only_own, registrations

Status = Delegation.Status
delegations = Lifecycle(Delegation)


# The city


@delegations.creation(announces=signals.delegation_invited)
def invite(*, by, within, city, respond_by, release_at, pools, note=""):
    """An officer invites a city with so many seats of each pool, {pool: number}, held for it until the release date."""
    if not in_force(city):
        raise TransitionRefused(_("The membership of this city is not in force."))
    if within.status in ("cancelled", "ended", "archived"):
        raise TransitionRefused(_("This event takes nobody any more."))
    if respond_by <= timezone.now():
        raise TransitionRefused(_("The city needs time to answer."))
    values = {"respond_by": respond_by, "release_at": release_at, "note": note}
    delegation = Delegation.objects.create(event=within, city=city, **values)
    if not any(pools.values()):
        raise TransitionRefused(_("Give the city at least one seat."))
    _hold(delegation, pools)
    return delegation


def _hold(delegation, wanted):
    for pool in sorted(wanted, key=lambda each: each.pk):
        if pool.stop.event_id != delegation.event_id:
            raise TransitionRefused(_("These seats belong to another event."))
        seats.reserve(delegation, pool, wanted[pool])


def lock_named(delegation, *, pools):
    ledger.lock_pools(pk__in=[each.pk for each in pools])


@delegations.transition(Status.INVITED, Status.ACCEPTED, locks=lock_named)
def allot(delegation, *, by, pools):
    """An officer says anew how many seats of each pool are held for the city, {pool: number}."""
    _hold(delegation, pools)


@delegations.transition(Status.INVITED, to=Status.ACCEPTED)
def accept(delegation, *, by):
    """The city sends people; their names may follow until the release date."""
    _refuse_late(delegation)


@delegations.transition(Status.INVITED, to=Status.DECLINED, locks=seats.lock_pools_of)
def decline(delegation, *, by):
    """The city does not come. Its seats go to those who wait."""
    _refuse_late(delegation)
    _give_back(delegation)


def _refuse_late(delegation):
    if delegation.respond_by <= timezone.now():
        raise TransitionRefused(_("The day for an answer has passed. Please write to the organisers."))


def _give_back(delegation):
    delegation.released_at = timezone.now()
    seats.release(delegation)


@delegations.transition(Status.INVITED, to=Status.LAPSED, locks=seats.lock_pools_of, by_system=True)
def lapse(delegation, *, by):
    """Nobody answered in time. The seats go to those who wait."""
    if delegation.respond_by > timezone.now():
        raise TransitionRefused(_("There is still time."))
    _give_back(delegation)


@delegations.transition(Status.ACCEPTED, locks=seats.lock_pools_of, by_system=True)
def release(delegation, *, by):
    """Seats without a name go to those who wait: on the release date, or earlier if an officer says so."""
    if delegation.released_at:
        raise TransitionRefused(_("The seats of this delegation were released already."))
    if by is SYSTEM and delegation.release_at > timezone.now():
        raise TransitionRefused(_("There is still time."))
    _give_back(delegation)


@delegations.transition(Status.ACCEPTED, to=Status.CLOSED, locks=seats.lock_pools_of, by_system=True)
def close(delegation, *, by):
    """The event is over for this delegation: nobody is named or replaced any more."""
    if by is SYSTEM and delegation.event.status not in ("cancelled", "ended", "archived"):
        raise TransitionRefused(_("The event is not over."))
    if not delegation.released_at:
        _give_back(delegation)


# Its people


@registrations.creation(announces=signals.delegate_named)
def name_delegate(*, by, within, pools, name, email="", key="", needs=None, **words):
    """The coordinator names a person for a seat. Where the person gave no address, mail goes to the coordinator."""
    registration = _delegate(within, by, name=name, email=email, key=key, **words)
    keep(registration, needs, is_own=False)
    held = set(registration.seats.filter(status__in=LIVE).values_list("pool", flat=True))
    for pool in sorted(pools, key=lambda each: each.pk):
        if pool.pk not in held:  # a second click names the same person
            seats.claim(by=by, within=registration, pool=pool)
    return registration


def _delegate(delegation, by, *, name, email, key, **words):
    """The person's registration, which now belongs to the delegation."""
    given = only_own(words, but=CONSENTS) | {"name": name, "delegation": delegation, "city": delegation.city}
    given |= {"user": people.account_of(email), "registered_by": by}
    registration = found_or_new(delegation.event, key, email=email, **given)
    if registration.delegation_id is None and registration.city_id == delegation.city_id:
        registration.delegation, registration.city = delegation, delegation.city
        registration.save()
    if registration.delegation_id != delegation.pk:
        words = _("Somebody with this address is registered already, and not for your city. Ask the organisers.")
        raise TransitionRefused(words)
    return registration


@registrations.creation(announces=signals.delegate_named)
def replace_delegate(*, by, within, name, email="", key="", needs=None, **words):
    """Somebody else of the same city comes instead. The seats pass on, without release and without the queue."""
    held = list(within.seats.filter(status="confirmed").select_related("pool", "stop").order_by("pool"))
    if not held:
        raise TransitionRefused(_("This person has no seat to pass on."))
    new = _delegate(within.delegation, by, name=name, email=email, key=key, **words)
    if new.pk == within.pk:
        raise TransitionRefused(_("This is the same person. Name somebody else."))
    keep(new, needs, is_own=False)
    for seat in held:
        seats.replace(seat, by=by, registration=new)
    make_way(within, by=by, new=new)
    return new


@registrations.transition(Registration.Status.ACTIVE, to=Registration.Status.ENDED, locks=seats.lock_pools_of)
def make_way(registration, *, by, new):
    """The person who was replaced is registered no longer; what else was waited for is given up."""
    give_up_seats(registration, by=by)
    registration.replaced_by = new
    registration.link_issue += 1
