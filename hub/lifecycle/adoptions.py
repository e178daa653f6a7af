"""Who took a practice over: claimed by one city, confirmed by the other, or recorded from a public source."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.rules import represents
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, one_transaction

from .. import finding, signals
from ..models import Adoption, Resource
from ..models.adoptions import OPEN
from ..querysets import SHOWN
from ..rules import tied_to_a_side
from .locks import CHAIN, lock_name

Status, Degree = Adoption.Status, Adoption.Degree
DAYS_TO_ANSWER = 60
OUTCOMES = (Status.CONFIRMED, Status.WITHDRAWN)  # what mediation may end in

adoptions = Lifecycle(Adoption)


@adoptions.creation(announces=signals.adoption_claimed)
def claim(
    *,
    by,
    within,
    taker,
    degree,
    core_kept=(),
    changed="",
    reason="",
    from_on=None,
    evidence="",
    context="",
    result=None,
):
    """A city says that it uses the practice; the practice's own city is asked."""
    if not represents(by, taker):
        raise PermissionDenied(claim.permission)
    said = {"changed": changed, "reason": reason.strip(), "from_on": from_on, "evidence": evidence, "context": context}
    return _make(
        Adoption(resource=within, taker=taker, degree=degree, core_kept=core_kept, result=result, claimed_by=by, **said)
    )


@adoptions.creation(announces=signals.adoption_claimed, by_system=True)
def open_by_contract(*, by, resource, taker, degree, context="", result=None, **said):
    """A grant or a partnership has brought the practice to a city; its own city is asked."""
    return _make(Adoption(resource=resource, taker=taker, degree=degree, context=context, result=result, **said))


def record_adoption(*, resource, taker, degree=Degree.ADAPTED, context="", result=None, **said):
    """For higher floors, inside a transition of theirs that has checked the right: the open adoption of this
    resource by this city, made if there is none."""
    with one_transaction():
        lock_name(CHAIN)
        found = Adoption.objects.filter(resource=resource, taker=taker, status__in=OPEN).first()
        return found or open_by_contract(
            by=SYSTEM, resource=resource, taker=taker, degree=degree, context=context, result=result, **said
        )


@adoptions.creation(to=Status.RECORDED)
def record(
    *,
    by,
    resource=None,
    source_name="",
    source_what="",
    taker=None,
    taker_name="",
    degree,
    period="",
    source_url,
    result=None,
    context="",
    reason="",
):
    """A moderator notes what a public source says of who took over what."""
    if (resource is None) == (not source_name.strip()) or (taker is None) == (not taker_name.strip()):
        raise TransitionRefused(_("Name one source and one city, each by its entry or in words."))
    if resource is None and not source_what.strip():
        raise TransitionRefused(_("Say in words what was taken over."))
    if not source_url.strip():
        raise TransitionRefused(_("Give the public source."))
    names = {"source_name": source_name, "source_what": source_what, "taker_name": taker_name, "reason": reason.strip()}
    found = {"period": period, "source_url": source_url, "context": context, "result": result}
    adoption = Adoption(
        resource=resource, taker=taker, degree=degree, status=Status.RECORDED, claimed_by=by, **names, **found
    )
    if tied_to_a_side(by, adoption):  # it counts at once: nobody counts for a city of their own
        raise PermissionDenied(record.permission)
    return _make(adoption, is_recorded=True)


def _make(adoption, is_recorded=False):
    """The chain is looked at by one at a time, so that two links made at once cannot close a ring."""
    lock_name(CHAIN)
    if adoption.resource_id:
        adoption.resource = Resource.objects.select_for_update(no_key=True).get(pk=adoption.resource_id)
    resource = adoption.resource
    if resource is not None and resource.status not in SHOWN:
        raise TransitionRefused(_("This item is not shown at present."))
    if adoption.degree not in Degree.values:
        raise TransitionRefused(_("Say how far you took it over."))
    if adoption.degree == Degree.DECLINED and not adoption.reason:
        raise TransitionRefused(_("Say why you did not take it over."))
    if resource is not None and adoption.taker_id in resource.owner_cities():
        raise TransitionRefused(_("A city does not take over its own practice."))
    _check_core(adoption, is_recorded)
    _check_result(adoption)
    _counted_anew(adoption)
    return adoption


def _counted_anew(adoption):
    """The row is stored, and "most taken over" counts with it in this very transaction."""
    adoption.save()
    if adoption.resource_id:
        finding.index(adoption.resource)


def _check_core(adoption, is_recorded):
    """Replicated means that nothing of the core was left out."""
    if adoption.resource is None or is_recorded:
        adoption.core_kept = []
        return
    blocks = set(range(len(adoption.resource.current_version.content.get("core") or [])))
    ticked = set(adoption.core_kept)
    if not ticked <= blocks:
        raise TransitionRefused(_("The core has no such part."))
    if adoption.degree == Degree.REPLICATED and ticked != blocks:
        raise TransitionRefused(_("“Replicated” means that every part of the core was kept."))
    adoption.core_kept = sorted(ticked)


def _check_result(adoption):
    """What came of it is the taker's own item, and does not lead back to where it came from."""
    result = adoption.result
    if result is None:
        return
    if adoption.taker_id not in result.owner_cities():
        raise TransitionRefused(_("What came of it must be an item of the city that took it over."))
    if adoption.resource_id and adoption.resource_id in stations_after(result.pk):
        raise TransitionRefused(_("That would close a ring: the one comes from the other already."))


def stations_after(start):
    """The ids of the items that come from `start` by adoption, itself included."""
    seen, now = {start}, {start}
    while now:
        links = Adoption.objects.filter(~Q(status=Status.WITHDRAWN), resource__in=now, result__isnull=False)
        now = set(links.values_list("result", flat=True)) - seen
        seen |= now
    return seen


# Answering


@adoptions.transition(Status.CLAIMED, Status.UNANSWERED, to=Status.CONFIRMED, announces=signals.adoption_confirmed)
def confirm(adoption, *, by):
    """The practice's own city says that it is so."""
    adoption.confirmed_by, adoption.decided_at = by, timezone.now()
    _counted_anew(adoption)


@adoptions.transition(Status.CLAIMED, Status.UNANSWERED, to=Status.DISPUTED)
def dispute(adoption, *, by, reason):
    """The practice's own city says why it is not so; the staff mediate."""
    adoption.dispute_reason, adoption.decided_at = _given(reason), timezone.now()


@adoptions.transition(Status.CLAIMED, Status.UNANSWERED, Status.DISPUTED, to=Status.WITHDRAWN)
def withdraw(adoption, *, by):
    """The city takes its word back."""


@adoptions.transition(Status.CONFIRMED, to=Status.ENDED)
def end(adoption, *, by, reason):
    """The city no longer does it, and says why."""
    adoption.end_reason = _given(reason)
    _counted_anew(adoption)


@adoptions.transition(Status.CLAIMED, to=Status.UNANSWERED, by_system=True)
def leave_unanswered(adoption, *, by):
    """Nobody answered within 60 days; it is not counted, and can still be answered."""
    if timezone.now() < adoption.claimed_at + timedelta(days=DAYS_TO_ANSWER):
        raise TransitionRefused(_("Its day has not come yet."))


@adoptions.transition(Status.DISPUTED)
def settle(adoption, *, by, outcome, reason):
    """A moderator writes down what both cities agreed on: confirmed, or withdrawn."""
    if outcome not in OUTCOMES:
        raise TransitionRefused(_("Say whether it is confirmed or withdrawn."))
    adoption.status, adoption.end_reason = outcome, _given(reason)
    adoption.decided_at = timezone.now()
    if outcome == Status.CONFIRMED:
        adoption.confirmed_by = by
    _counted_anew(adoption)


def unanswered():
    """The claims that have waited long enough."""
    return Adoption.objects.filter(
        status=Status.CLAIMED, claimed_at__lte=timezone.now() - timedelta(days=DAYS_TO_ANSWER)
    )


def _given(reason):
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    return reason.strip()
