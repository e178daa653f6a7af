"""Acts on a membership and on the roles in it. A membership has no stored state: what is done to it dates it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.accounts.rules import is_registrar
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Confirmation, Membership, Representative
from ..rules import roles_in
from .locks import lock_city

ITEMS = ("contacts", "political_lead", "profile", "domains")

memberships = Lifecycle(Membership)
representatives = Lifecycle(Representative)


@memberships.transition(locks=lock_city)
def confirm(membership, *, by, items=ITEMS, note=""):
    """The city, or a registrar for it, says that what the portal holds is still true."""
    if membership.ended_on:
        raise TransitionRefused(_("This membership has ended."))
    if not items or set(items) - set(ITEMS):
        raise TransitionRefused(_("Choose what you have checked."))
    speaks_for_it = bool(roles_in(by, membership.city))
    if not speaks_for_it and is_registrar(by) and not note.strip():
        raise TransitionRefused(_("Say how you know."))
    Confirmation.objects.create(
        membership=membership,
        on=timezone.now().date(),
        by=by,
        basis=Confirmation.Basis.REPRESENTATIVE if speaks_for_it else Confirmation.Basis.REGISTRAR,
        items=list(items),
        note=note,
    )


@representatives.transition(announces=signals.representative_changed, locks=lock_city, by_system=True)
def end_role(representative, *, by, at=None):
    """A person's role in a city ends now; what was done in it keeps name and office."""
    if representative.until:
        raise TransitionRefused(_("This role has already ended."))
    representative.until = max(at or timezone.now(), representative.since + timedelta(microseconds=1))
