"""How a membership ends: by notice, thirty days later, or at once by a decision. Everybody's roles end with it."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import signals
from ..rules import signs_for_its_city
from ..status import today
from . import handovers, invitations
from .locks import lock_city
from .membership import end_role, memberships, refuse_if_ended, refuse_without


@memberships.transition(locks=lock_city, announces=signals.membership_notice_given)
def give_notice(membership, *, by, reason=""):
    """The political lead says that the city leaves, or a registrar notes the decision of its council: in 30 days."""
    refuse_if_ended(membership)
    if membership.ends_on:
        raise TransitionRefused(_("Notice was already given."))
    if not signs_for_its_city(by, membership):
        refuse_without(reason, _("Name the decision of the council: its number and its date."))
    membership.notice_on, membership.end_reason = today(), reason.strip()


@memberships.transition(locks=lock_city)
def take_back_notice(membership, *, by):
    """The city stays after all."""
    refuse_if_ended(membership)
    if not membership.notice_on:
        raise TransitionRefused(_("No notice was given."))
    membership.notice_on, membership.end_reason = None, ""


@memberships.transition(locks=lock_city, announces=signals.membership_ended, by_system=True)
def end(membership, *, by, reason=""):
    """The membership is over: by notice on its day, or at once where a registrar has a decision. Its roles end too."""
    if membership.ended_on:
        raise TransitionRefused(_("This membership has ended."))
    if by is SYSTEM:
        _end_by_notice(membership)
    else:
        refuse_without(reason, _("Name the decision by which it ends: its number and its date."))
        membership.ended_on, membership.end_reason = today(), reason.strip()
    close_city(membership.city)


def _end_by_notice(membership):
    if membership.ends_on is None or membership.ends_on > today():
        raise TransitionRefused(_("There is still time."))
    membership.ended_on = membership.ends_on


def close_city(city):
    """Nobody acts for the city any more, and nobody is asked to. The city is locked."""
    for role in city.representatives.open().order_by("pk"):
        end_role(role, by=SYSTEM)
    for invitation in city.invitations.filter(status="open").order_by("pk"):
        invitations.recall(invitation, by=SYSTEM)
    for handover in city.handovers.filter(status="open").order_by("pk"):
        handovers.cancel(handover, by=SYSTEM)
