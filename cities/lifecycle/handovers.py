"""How a lead role passes from one person to another: started, answered, and done in one instant."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.files.storage import keep
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import signals
from ..domains import normal_address
from ..models import Handover, Representative
from ..rules import LEAD_ROLES, keeps_city_without_tie, roles_in
from ..status import city_status, in_force
from . import membership
from .locks import lock_city, lock_this_city
from .people import choose_password, is_of_own_domain, is_person, newcomer, refuse_if_sent_again_often

Status, Role, Way = Handover.Status, Representative.Role, Handover.Way
TO_ONE_ADDRESS_AN_HOUR = 3

handovers = Lifecycle(Handover)


@handovers.creation(announces=signals.handover_started)
def start(*, by, within, role, email, name, office, language="en", letter=None):
    """Whoever holds a lead role, the political lead for the lead contact, or a registrar with a letter, proposes who
    takes it over.

    `letter` is the upload that a registrar brings where nobody of the city starts it.
    """
    lock_this_city(within)
    way = way_of(by, within, role)
    if way is None:
        raise PermissionDenied(start.permission)
    if way == Way.FORCED and letter is None:
        raise TransitionRefused(_("A registrar starts a handover only with a letter of the authority."))
    email = normal_address(email)
    _refuse_if_useless(within, role, email)
    now = timezone.now()
    handover = Handover.objects.create(
        city=within,
        role=role,
        outgoing=holder_of(within, role),
        email=email,
        name=name,
        office=office,
        language=language,
        started_by=by,
        way=way,
        objection_until=_time_to_object() if way == Way.FORCED else None,
        expires_at=now + timedelta(days=settings.HANDOVER_DAYS),
    )
    if letter is not None:
        handover.letter = keep(letter, owner=handover, by=by)
        handover.save(update_fields=["letter"])
    return handover


def way_of(by, city, role):
    """In which way this person may hand over the role in this city; None where in none."""
    held = roles_in(by, city)
    if role in held:
        return Way.HOLDER
    if role == Role.LEAD_CONTACT and Role.POLITICAL_LEAD in held:
        return Way.POLITICAL_LEAD
    return Way.FORCED if keeps_city_without_tie(by, city) else None


def holder_of(city, role):
    """The open role of whoever holds a lead role in the city now, or None."""
    return city.representatives.open().filter(role=role).select_related("user").first()


def _time_to_object():
    return timezone.now() + timedelta(days=settings.HANDOVER_OBJECTION_DAYS)


def _refuse_if_useless(city, role, email):
    if role not in LEAD_ROLES:
        raise TransitionRefused(_("Only the roles of political lead and lead contact are handed over."))
    if city_status(city) in (None, "ended"):
        raise TransitionRefused(_("This authority is not a member at present."))
    if city.representatives.open().filter(role=role, user__email__iexact=email).exists():
        raise TransitionRefused(_("This person already holds this role."))
    lately = Handover.objects.filter(email__iexact=email, created_at__gte=timezone.now() - timedelta(hours=1))
    if lately.count() >= TO_ONE_ADDRESS_AN_HOUR:
        raise TransitionRefused(_("This address was written to several times within an hour. Please wait a while."))


def needs_check(handover):
    """Whether a registrar must look before the role passes: a political lead, or an address outside the city's own."""
    return handover.role == Role.POLITICAL_LEAD or not is_of_own_domain(handover.email, handover.city)


def refuse_if_over(handover):
    """What holds for every way of saying yes."""
    now = timezone.now()
    if handover.expires_at <= now:
        raise TransitionRefused(_("This handover has ended. Ask your city to start it again."))
    if handover.way == Way.FORCED and handover.objection_until > now:
        raise TransitionRefused(_("The city may still object. Please come back when that time is over."))
    if not in_force(handover.city):
        raise TransitionRefused(_("Nobody can act for this city at present."))


@handovers.transition(Status.OPEN, to=Status.DONE, announces=signals.handover_done, locks=lock_city)
def accept(handover, *, by, name="", password=None):
    """The proposed person says yes: one role ends and the other begins in the same instant.

    Whoever comes by the link alone and has no password yet may choose one here; who has one signs in first.
    """
    refuse_if_over(handover)
    if needs_check(handover):
        raise TransitionRefused(_("A registrar checks this handover first."))
    words = _("You already have access. Please sign in, then open the handover again.")
    user = by if is_person(by) else newcomer(handover, name, words=words)
    _pass_on(handover, user)
    choose_password(user, password)


def _pass_on(handover, user):
    """Old `until` = new `since`. The city is locked: nobody begins or ends a role in it meanwhile."""
    holder = holder_of(handover.city, handover.role)
    if holder and holder.pk != handover.outgoing_id:
        raise TransitionRefused(_("Somebody else holds this role by now. Ask your city to start the handover again."))
    instant = timezone.now()
    if holder:
        holder = membership.end_role(holder, by=SYSTEM, at=instant)
        instant = holder.until
    handover.outgoing = holder  # none where the role was laid down since: then nothing passed without a gap
    handover.incoming = Representative.objects.create(
        user=user,
        city=handover.city,
        role=handover.role,
        office=handover.office or handover.get_role_display(),
        since=instant,
        basis=f"handover {handover.code}",
        invited_by=handover.started_by,
    )


@handovers.transition(Status.TO_CHECK, to=Status.DONE, announces=signals.handover_done, locks=lock_city, by_system=True)
def admit(handover, *, by, user):
    """The request behind the handover was approved: the role passes now."""
    _stood_until_now(handover)
    _pass_on(handover, user)


@handovers.transition(Status.TO_CHECK, to=Status.REFUSED, by_system=True)
def turn_down(handover, *, by):
    """The request behind the handover ended without approval; the role stays where it is."""
    _stood_until_now(handover)


def _stood_until_now(handover):
    """While it was being checked it did not lapse: the status of those days is computed from this later on."""
    handover.expires_at = max(handover.expires_at, timezone.now())


@handovers.transition(Status.OPEN, to=Status.REFUSED)
def refuse(handover, *, by):
    """The proposed person says no; the role stays where it is."""


@handovers.transition(Status.OPEN, to=Status.CANCELLED, by_system=True)
def cancel(handover, *, by):
    """Whoever started it, the leads of the city or a registrar take it back before it was answered."""


@handovers.transition(Status.OPEN, to=Status.OBJECTED)
def object_to(handover, *, by, objection):
    """Somebody of the city says that this is not right; the role stays where it is."""
    if handover.way != Way.FORCED:
        raise TransitionRefused(_("The person who holds the role started this handover. Please speak with them."))
    if not objection.strip():
        raise TransitionRefused(_("Say why you object."))
    handover.objection = objection


@handovers.transition(Status.OPEN, to=Status.EXPIRED, by_system=True)
def expire(handover, *, by):
    """Nobody answered in time."""
    if handover.expires_at > timezone.now():
        raise TransitionRefused(_("There is still time."))


@handovers.transition(Status.OPEN, to=Status.OPEN, announces=signals.handover_started, locks=lock_city)
def renew(handover, *, by):
    """A new link goes out; every earlier one is dead. Who may object has the whole time again.

    One that has ended stays so: what a city was in the days between is not rewritten. It is started anew.
    """
    if handover.expires_at <= timezone.now():
        raise TransitionRefused(_("This handover has ended. Start it again."))
    _refuse_if_useless(handover.city, handover.role, handover.email)
    refuse_if_sent_again_often(handover, renew.permission)
    handover.outgoing = holder_of(handover.city, handover.role)
    handover.link_issue += 1
    handover.expires_at = timezone.now() + timedelta(days=settings.HANDOVER_DAYS)
    if handover.way == Way.FORCED:
        handover.objection_until = _time_to_object()
