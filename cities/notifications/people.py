"""Handovers, the yearly confirmation, elections and the end of a membership: who is told what."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import token_for
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from ..models import Election, Handover, Membership, Representative
from ..status import last_confirmed, months_after, status_on, today
from .words import day, isolated

NAMED = _("You get this because a member city named this address.")
OF_THE_CITY = _("You get this because this address belongs to a city that is a member of the Strong Cities Network.")
LEADS_A_CITY = _("You get this because you are political lead, lead contact or deputy contact of your city.")
LEADING = ("political_lead", "lead_contact", "deputy")
TO_BE_ASKED = ("lead_contact", "deputy")


def leading(city, roles=LEADING):
    """The people who hold one of these roles in the city now, each once."""
    held = city.representatives.open().filter(role__in=roles, user__is_active=True).select_related("user")
    return list({role.user_id: role.user for role in held.order_by("pk")}.values())


# Handovers


def link_to_handover(handover):
    """The signed address for the proposed person."""
    token = token_for("cities.handover", handover.code, handover.link_issue)
    return address("cities:handover_open", handover.code, token)


def link_to_object(handover):
    """The signed address for those of the city who are told of a forced handover."""
    token = token_for("cities.handovernotice", handover.code, handover.link_issue)
    return address("cities:handover_notice_open", handover.code, token)


def handover_started(handover, reminder=""):
    """The proposed person is asked; where a registrar forced it, everybody of the city is told how to object."""
    due = f"{handover.link_issue}{reminder}"
    write(
        "cities.handover_started",
        subject=handover,
        address=handover.email,
        language=handover.language,
        due=due,
    )
    if handover.way == Handover.Way.FORCED and not reminder:
        _tell_the_city(handover, due)


def _tell_the_city(handover, due):
    told = {handover.email.lower()}
    for person in leading(handover.city, roles=Representative.Role.values):
        write("cities.handover_forced", subject=handover, person=person, due=due)
        told.add(person.email.lower())
    profile = getattr(handover.city, "profile", None)
    asked = handover.city.invitations.filter(status__in=["open", "to_check"])
    others = {*([profile.mailbox] if profile else []), *asked.values_list("email", flat=True)}
    for each in sorted({other.lower() for other in others if other} - told):
        write("cities.handover_forced", subject=handover, address=each, language=handover.language, due=due)


@kind("cities.handover_started", because=NAMED, is_security=True, related=("city", "started_by", "outgoing__user"))
def handover_started_values(mail, handover):
    if handover.status != Handover.Status.OPEN or handover.expires_at <= timezone.now():
        return None
    is_forced = handover.way == Handover.Way.FORCED
    return {
        "name": isolated(handover.name),
        "starter": "" if is_forced else isolated(handover.started_by.name),
        "city": isolated(handover.city.name),
        "role": handover.get_role_display(),
        "from_day": day(handover.objection_until) if is_forced else "",
        "until": day(handover.expires_at),
        "button_url": link_to_handover(handover),
        "button_label": _("Read it and answer"),
    }


@kind("cities.handover_forced", because=OF_THE_CITY, is_security=True, in_inbox=True, related=("city",))
def handover_forced(mail, handover):
    if handover.status != Handover.Status.OPEN:
        return None
    return {
        "city": isolated(handover.city.name),
        "role": handover.get_role_display(),
        "person": isolated(handover.name),
        "office": isolated(handover.office),
        "until": day(handover.objection_until),
        "button_url": link_to_object(handover),
        "button_label": _("Read it or object"),
    }


def handover_done(handover):
    """Both persons and who leads the city read that the role has passed."""
    people = leading(handover.city)
    if handover.outgoing_id:
        people.append(handover.outgoing.user)
    people.append(handover.incoming.user)
    for person in {each.pk: each for each in people if each.is_active}.values():
        write("cities.handover_done", subject=handover, person=person)


@kind(
    "cities.handover_done",
    is_security=True,
    in_inbox=True,
    related=("city", "incoming__user", "outgoing__user"),
)
def handover_done_values(mail, handover):
    if handover.status != Handover.Status.DONE:
        return None
    return {
        "city": isolated(handover.city.name),
        "role": handover.get_role_display(),
        "incoming": isolated(handover.incoming.user.name),
        "outgoing": isolated(handover.outgoing.user.name) if handover.outgoing_id else "",
        "since": day(handover.incoming.since),
        "button_url": address("cities:dashboard"),
        "button_label": _("Open your page"),
    }


# The yearly confirmation


def confirm_due(membership, month):
    """Lead and deputy contact are asked whether what the portal holds is still true; once for each month named."""
    for person in leading(membership.city, TO_BE_ASKED):
        write("cities.confirm_due", subject=membership, person=person, due=f"{_since(membership)}+{month}")


def on_hold(membership):
    """Who leads the city is told that it is on hold; once for each time that it comes to that."""
    for person in leading(membership.city):
        write("cities.on_hold", subject=membership, person=person, due=_since(membership))


def _since(membership):
    confirmed = last_confirmed(membership, today())
    return confirmed.isoformat() if confirmed else "never"


@kind("cities.confirm_due", label=_("Your city should be confirmed"), because=LEADS_A_CITY, related=("city",))
def confirm_due_values(mail, membership):
    confirmed = last_confirmed(membership, today())
    if status_on(membership) not in Membership.IN_GOOD_STANDING or confirmed is None:
        return None
    if months_after(confirmed, Membership.MONTHS_TO_CONFIRM) > today():
        return None  # confirmed meanwhile
    return {
        "city": isolated(membership.city.name),
        "confirmed_on": day(confirmed),
        "until": day(months_after(confirmed, Membership.MONTHS_TO_HOLD)),
        "button_url": address("cities:city_confirm", membership.city.slug),
        "button_label": _("Check and confirm"),
    }


@kind("cities.on_hold", because=LEADS_A_CITY, is_security=True, in_inbox=True, related=("city",))
def on_hold_values(mail, membership):
    if status_on(membership) != Membership.Status.ON_HOLD:
        return None
    return {
        "city": isolated(membership.city.name),
        "button_url": address("cities:city_confirm", membership.city.slug),
        "button_label": _("Check and confirm"),
    }


# Elections


def election_passed(election, days):
    """Who leads the city is asked whether its political lead is still the same; `days` names the reminder."""
    for person in leading(election.city):
        write("cities.election_passed", subject=election, person=person, due=str(days))


@kind("cities.election_passed", because=LEADS_A_CITY, is_security=True, in_inbox=True, related=("city",))
def election_passed_values(mail, election):
    if not Election.objects.unanswered(today()).filter(pk=election.pk).exists():
        return None
    return {
        "city": isolated(election.city.name),
        "election_on": day(election.on),
        "sleeps_on": day(election.sleeps_on),
        "sleeps": election.sleeps_on <= today(),
        "button_url": address("cities:city_confirm", election.city.slug),
        "button_label": _("Confirm or hand over"),
    }


# Leaving


def membership_ending(membership):
    """Who leads the city reads on which day its membership ends."""
    for person in leading(membership.city):
        write("cities.membership_ending", subject=membership, person=person, due=membership.notice_on.isoformat())


@kind("cities.membership_ending", because=LEADS_A_CITY, is_security=True, in_inbox=True, related=("city",))
def membership_ending_values(mail, membership):
    if not membership.notice_on or membership.ended_on:
        return None
    return {
        "city": isolated(membership.city.name),
        "notice_on": day(membership.notice_on),
        "ends_on": day(membership.ends_on),
        "days": settings.NOTICE_DAYS,
        "button_url": address("cities:contact"),
        "button_label": _("Ask us"),
    }
