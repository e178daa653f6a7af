"""Who may hand a role over, act on a membership, and sign for a city."""

from datetime import timedelta

import rules
from django.db.models import Q

from scn_portal.accounts.rules import is_registrar

from ..models import Election, Handover, Representative
from ..status import day_bounds, in_force, in_good_standing, today
from . import (
    LEAD_ROLES,
    at_its_city,
    checks_without_tie,
    holds_its_link,
    is_its_addressee,
    keeps_city_without_tie,
    leads,
    may_add_leads,
    represents,
    roles_in,
    tied_to,
)

Role = Representative.Role

# Handovers


@rules.predicate
def was_told_by_link(principal, handover):
    """Came with the link that lets somebody of the city object to a forced handover."""
    return getattr(principal, "opens", None) == f"cities.handovernotice:{handover.code}"


@rules.predicate
def is_of_its_city(user, subject):
    """Acts for the city of the row, whatever its membership is at present."""
    return bool(roles_in(user, subject.city))


@rules.predicate
def started_it(user, handover):
    return user.pk is not None and handover.started_by_id == user.pk


@rules.predicate
def is_forced(user, handover):
    """A registrar started it: the city objects with its reason; nobody of it takes it back or begins its time anew."""
    return handover.way == Handover.Way.FORCED


rules.add_perm("cities.start_handover", may_add_leads | keeps_city_without_tie)
for _verb in ("accept", "send_to_check", "refuse"):
    rules.add_perm(f"cities.{_verb}_handover", holds_its_link | is_its_addressee)
for _verb in ("cancel", "renew"):
    rules.add_perm(
        f"cities.{_verb}_handover",
        (~is_forced & (at_its_city(may_add_leads) | (started_it & at_its_city(represents)))) | checks_without_tie,
    )
rules.add_perm("cities.object_to_handover", was_told_by_link | is_of_its_city)
for _verb in ("expire", "admit", "turn_down"):
    rules.add_perm(f"cities.{_verb}_handover", rules.always_deny)
for _verb in ("open_for_handover", "note_handover"):  # called by a handover
    rules.add_perm(f"cities.{_verb}_joinrequest", rules.always_deny)

# Membership and roles


@rules.predicate
def holds_this_role(user, representative):
    return user.pk is not None and representative.user_id == user.pk


@rules.predicate
def is_lead_contact_role(user, representative):
    return representative.role == Role.LEAD_CONTACT


@rules.predicate
def is_lead_role(user, representative):
    return representative.role in LEAD_ROLES


@rules.predicate
def signs_for(user, city):
    """Is political lead of the city, and the city's membership is in force."""
    return Role.POLITICAL_LEAD in roles_in(user, city) and in_force(city)


signs_for_its_city = at_its_city(signs_for)
keeps_its_city = is_registrar & ~at_its_city(tied_to)

rules.add_perm("cities.confirm_membership", at_its_city(leads) | keeps_its_city)
for _verb in ("give_notice", "take_back_notice"):
    rules.add_perm(f"cities.{_verb}_membership", signs_for_its_city | keeps_its_city)
for _verb in ("end", "suspend", "lift"):
    rules.add_perm(f"cities.{_verb}_membership", keeps_its_city)
rules.add_perm("cities.note_on_hold_membership", rules.always_deny)  # the clock alone
rules.add_perm("cities.check_again_citydomain", keeps_its_city)
rules.add_perm("cities.call_for_check_citydomain", rules.always_deny)
rules.add_perm("cities.record_election", leads | keeps_city_without_tie)
rules.add_perm("cities.remove_election", keeps_its_city)


def may_endorse(user, city, day=None):
    """Whether the person may endorse and sign for the city on that day: its political lead, in good standing.

    The right sleeps from day 91 after an election until the city has said who its political lead is.
    """
    day = day or today()
    if user.pk is None or not user.is_active or not in_good_standing(city, day):
        return False
    _begin, end = day_bounds(day)
    leads_then = Representative.objects.filter(Q(until=None) | Q(until__gte=end), user=user.pk, city=city)
    if not leads_then.filter(role=Role.POLITICAL_LEAD, since__lt=end).exists():
        return False
    return not city.elections.unanswered(day).filter(on__lte=day - timedelta(days=Election.DAYS_TO_ANSWER)).exists()


rules.add_perm(
    "cities.end_role_representative",
    (~is_lead_contact_role & (holds_this_role | (at_its_city(leads) & ~is_lead_role) | at_its_city(may_add_leads)))
    | (is_registrar & ~at_its_city(tied_to)),
)
