"""How a person is invited to act for a city, and answers."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, may

from .. import signals
from ..domains import normal_address
from ..models import Invitation, Representative
from ..rules import LEAD_ROLES
from ..status import city_status, in_force
from . import membership
from .locks import lock_city
from .people import choose_password, is_of_own_domain, is_person, newcomer, refuse_if_sent_again_often

Status, Role = Invitation.Status, Representative.Role
LEAD_PERMISSION = "cities.invite_lead_invitation"
INVITED_AN_HOUR, INVITES_A_DAY = 3, 20

invitations = Lifecycle(Invitation)


@invitations.creation(announces=signals.invitation_sent)
def invite(*, by, within, role, email, name, office="", language="en"):
    """A lead contact, political lead or deputy of the city, or a registrar, invites a person to a role."""
    if role in LEAD_ROLES and not may(by, LEAD_PERMISSION, within):
        raise PermissionDenied(LEAD_PERMISSION)
    _refuse_too_many(by, normal_address(email))
    return _invitation(within, role, by=by, email=email, name=name, office=office, language=language)


@invitations.creation(announces=signals.invitation_sent)
def invite_from_register(*, by, within, role, email, name, office="", language="en"):
    """A registrar takes in an existing register, in which this person stands for the city."""
    return _invitation(within, role, by=by, email=email, name=name, office=office, language=language)


def _invitation(within, role, *, by, email, **words):
    if city_status(within) in (None, "ended"):
        raise TransitionRefused(_("This authority is not a member at present."))
    email = normal_address(email)
    if role in LEAD_ROLES and within.representatives.filter(role=role, until=None).exists():
        raise TransitionRefused(_("Somebody already holds this role. It passes to another person only by a handover."))
    if within.representatives.filter(role=role, until=None, user__email__iexact=email).exists():
        raise TransitionRefused(_("This person already holds this role."))
    values = {"city": within, "role": role, "email": email, "by": by, "expires_at": _from_now()}
    return Invitation.objects.create(**values, **words)


def _from_now():
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def _refuse_too_many(by, email):
    now = timezone.now()
    lately = Invitation.objects.filter(email__iexact=email, created_at__gte=now - timedelta(hours=1))
    if lately.count() >= INVITED_AN_HOUR:
        raise TransitionRefused(_("This address was invited several times within an hour. Please wait a while."))
    own = Invitation.objects.filter(by=by, created_at__gte=now - timedelta(days=1))
    if own.count() >= INVITES_A_DAY:
        raise TransitionRefused(_("You have sent 20 invitations within a day. Please go on tomorrow."))


def needs_check(invitation):
    """Whether a registrar must look before the role begins: a political lead, or an address outside the city's own."""
    if invitation.representative_id:
        return False
    return invitation.role == Role.POLITICAL_LEAD or not is_of_own_domain(invitation.email, invitation.city)


def refuse_if_over(invitation):
    """What holds for every way of saying yes."""
    if invitation.expires_at <= timezone.now():
        raise TransitionRefused(_("This invitation has ended. Ask the city's lead contact for a new one."))
    if city_status(invitation.city) in (None, "ended"):
        raise TransitionRefused(_("This authority is not a member at present."))


@invitations.transition(Status.OPEN, to=Status.ACCEPTED, announces=signals.invitation_accepted, locks=lock_city)
def accept(invitation, *, by, name="", password=None):
    """The invited person says yes. The role begins, unless an approved request began it already.

    Whoever comes by the link alone and has no password yet may choose one here; who has one signs in first.
    """
    refuse_if_over(invitation)
    if invitation.representative_id is None:
        if needs_check(invitation):
            raise TransitionRefused(_("A registrar checks this invitation first."))
        if not in_force(invitation.city):
            raise TransitionRefused(_("Nobody can act for this city at present."))
    words = _("You already have access. Please sign in, then open the invitation again.")
    user = by if is_person(by) else newcomer(invitation, name, words=words)
    if invitation.representative_id is None:
        invitation.representative = _begin_role(invitation, user)
    choose_password(user, password)


def _begin_role(invitation, user):
    city, role = invitation.city, invitation.role
    if role in LEAD_ROLES and city.representatives.filter(role=role, until=None).exists():
        raise TransitionRefused(_("Somebody already holds this role. It passes to another person only by a handover."))
    return Representative.objects.create(
        user=user,
        city=city,
        role=role,
        office=invitation.office or invitation.get_role_display(),
        since=timezone.now(),
        basis=f"invitation {invitation.code}",
        invited_by=invitation.by,
    )


@invitations.transition(Status.OPEN, to=Status.REFUSED)
def refuse(invitation, *, by):
    """The invited person says no."""
    _end_role_of(invitation)


@invitations.transition(Status.OPEN, to=Status.RECALLED, by_system=True)
def recall(invitation, *, by):
    """The invitation is taken back before it was answered."""
    if by is not SYSTEM and invitation.role in LEAD_ROLES and not may(by, LEAD_PERMISSION, invitation.city):
        raise PermissionDenied(LEAD_PERMISSION)
    _end_role_of(invitation)


def _end_role_of(invitation):
    """An approved request began the role before its person ever came; it ends with the invitation."""
    if invitation.representative_id and invitation.representative.until is None:
        membership.end_role(invitation.representative, by=SYSTEM)


@invitations.transition(Status.OPEN, Status.EXPIRED, to=Status.OPEN, announces=signals.invitation_sent, locks=lock_city)
def renew(invitation, *, by):
    """A new link goes out; every earlier one is dead.

    One to the lead contact that has ended stays so: what a city was in the days between is not rewritten.
    """
    if invitation.role in LEAD_ROLES and not may(by, LEAD_PERMISSION, invitation.city):
        raise PermissionDenied(LEAD_PERMISSION)
    if invitation.role == Role.LEAD_CONTACT and invitation.expires_at <= timezone.now():
        raise TransitionRefused(_("This invitation has ended. Send a new one."))
    refuse_if_sent_again_often(invitation, renew.permission)
    invitation.link_issue += 1
    invitation.expires_at = _from_now()
    invitation.ended_at = None


@invitations.transition(Status.OPEN, to=Status.EXPIRED, by_system=True)
def expire(invitation, *, by):
    """Nobody answered in time."""
    if invitation.expires_at > timezone.now():
        raise TransitionRefused(_("There is still time."))


@invitations.transition(Status.TO_CHECK, to=Status.OPEN, by_system=True)
def admit(invitation, *, by, representative):
    """The request behind the invitation was approved: the role has begun, and the person may come in."""
    invitation.representative = representative
    invitation.link_issue += 1
    invitation.expires_at = _from_now()


@invitations.transition(Status.TO_CHECK, to=Status.ACCEPTED, by_system=True)
def admit_signed_in(invitation, *, by, representative):
    """The request behind the invitation was approved for somebody who can sign in already."""
    invitation.representative = representative


@invitations.transition(Status.TO_CHECK, to=Status.REFUSED, by_system=True)
def turn_down(invitation, *, by):
    """The request behind the invitation ended without approval. While it was being checked it did not lapse."""
    invitation.expires_at = max(invitation.expires_at, timezone.now())
