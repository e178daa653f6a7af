"""Acts on a membership and on the roles in it. A membership has no stored state: what is done to it dates it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.accounts.rules import is_registrar
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Confirmation, Decision, Membership, Representative, Suspension
from ..rules import roles_in
from ..status import last_confirmed, status_on, today
from .locks import lock_city

ITEMS = ("contacts", "political_lead", "profile", "domains")

memberships = Lifecycle(Membership)
representatives = Lifecycle(Representative)


def refuse_if_ended(membership):
    if membership.ends_on and membership.ends_on <= today():
        raise TransitionRefused(_("This membership has ended."))


@memberships.transition(locks=lock_city, announces=signals.membership_confirmed)
def confirm(membership, *, by, items=ITEMS, note=""):
    """The city, or a registrar for it, says that what the portal holds is still true."""
    refuse_if_ended(membership)
    if not items or set(items) - set(ITEMS):
        raise TransitionRefused(_("Choose what you have checked."))
    speaks_for_it = bool(roles_in(by, membership.city))
    if not speaks_for_it and is_registrar(by) and not note.strip():
        raise TransitionRefused(_("Say how you know."))
    Confirmation.objects.create(
        membership=membership,
        on=today(),
        by=by,
        basis=Confirmation.Basis.REPRESENTATIVE if speaks_for_it else Confirmation.Basis.REGISTRAR,
        items=list(items),
        note=note,
    )


@memberships.transition(locks=lock_city, announces=signals.membership_on_hold, by_system=True)
def note_on_hold(membership, *, by):
    """Nobody confirmed for fifteen months: those who wait for that hear of it, once for each time."""
    if status_on(membership) != Membership.Status.ON_HOLD:
        raise TransitionRefused(_("There is still time."))
    if was_told_on_hold(membership):
        raise TransitionRefused(_("This was announced already."))
    membership.hold_told_on = today()


def was_told_on_hold(membership):
    """Whether this time on hold, since the last confirmation, was announced already."""
    confirmed, told = last_confirmed(membership, today()), membership.hold_told_on
    return told is not None and (confirmed is None or told > confirmed)


def refuse_without(words, otherwise):
    if not words.strip():
        raise TransitionRefused(otherwise)


# Suspension


@memberships.transition(locks=lock_city, announces=signals.membership_suspended)
def suspend(membership, *, by, decision, reason, until_on=None):
    """By an adopted decision the membership gives no rights, from today on, until a day or until it is lifted."""
    refuse_if_ended(membership)
    _refuse_other_decision(decision)
    refuse_without(reason, _("Say why."))
    if until_on is not None and until_on <= today():
        raise TransitionRefused(_("Choose a day in the future."))
    if any(each.covers(today()) for each in membership.suspensions.all()):
        raise TransitionRefused(_("This membership is suspended already."))
    Suspension.objects.create(
        membership=membership, from_on=today(), until_on=until_on, decision=decision, reason=reason.strip()
    )


def _refuse_other_decision(decision):
    if (decision.status, decision.kind) != (Decision.Status.ADOPTED, Decision.Kind.SUSPENSION):
        raise TransitionRefused(_("This takes an adopted decision on suspension."))


@memberships.transition(locks=lock_city)
def lift(membership, *, by, decision):
    """By an adopted decision the suspension ends before its day. One that began today still holds until midnight."""
    _refuse_other_decision(decision)
    running = next((each for each in membership.suspensions.all() if each.covers(today())), None)
    if running is None:
        raise TransitionRefused(_("This membership is not suspended."))
    running.until_on, running.lifted_by = max(today(), running.from_on + timedelta(days=1)), decision
    running.save(update_fields=["until_on", "lifted_by"])


# Roles


@representatives.transition(announces=signals.representative_changed, locks=lock_city, by_system=True)
def end_role(representative, *, by, at=None):
    """A person's role in a city ends now; what was done in it keeps name and office."""
    if representative.until:
        raise TransitionRefused(_("This role has already ended."))
    representative.until = max(at or timezone.now(), representative.since + timedelta(microseconds=1))
