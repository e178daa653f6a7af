"""Who may. Events officers (the moderators of the network's host) run it all, hosts their own stop, people themselves.

One module for each part; this one holds the words that all of them use.
"""

import rules

from cities.models import Representative
from cities.rules import LEAD_ROLES, LEADING, Role, roles_in
from cities.status import in_force
from scn_portal.accounts.rules import is_moderator

COORDINATING = frozenset({Role.LEAD_CONTACT, Role.DEPUTY, Role.POLITICAL_LEAD})

is_officer = is_moderator  # the events officers; the only line to change should they become a group of their own


def at_its_event(asked):
    """The same question about the event of a row."""
    return rules.Predicate(lambda user, subject: asked.test(user, subject.event), name=f"{asked.name}:its_event")


def at_its_stop(asked):
    """The same question about the stop of a row."""
    return rules.Predicate(lambda user, subject: asked.test(user, subject.stop), name=f"{asked.name}:its_stop")


@rules.predicate
def hosts_stop(user, stop):
    """Acts for a city that hosts or co-hosts this stop, and the city's membership is in force."""
    return bool(_hosting(user, stop.hosts.filter(role__in=["lead", "co_host"])))


@rules.predicate
def checks_in_at(user, stop):
    """An officer, or acts for a city that checks people in at this stop."""
    return is_officer(user) or bool(_hosting(user, stop.hosts.filter(may_check_in=True)))


@rules.predicate
def runs_logistics_of(user, stop):
    """Acts for a city that runs the logistics of this stop."""
    return bool(_hosting(user, stop.hosts.filter(may_run_logistics=True)))


def _hosting(user, hosts):
    """The host rows among these whose city, in force, the person represents."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return []
    own = set(Representative.objects.filter(user=user.pk, until=None).values_list("city", flat=True))
    return [each for each in hosts.filter(city__in=own).select_related("city") if in_force(each.city)]


@rules.predicate
def leads_host(user, event):
    """Acts for the city that is lead host of one of its stops."""
    return any(_hosting(user, stop.hosts.filter(role="lead")) for stop in event.stops.all())


@rules.predicate
def coordinates(user, delegation):
    """Political lead, lead contact or deputy of the delegation's city, and its membership is in force."""
    city = delegation.city
    return bool(roles_in(user, city) & COORDINATING) and in_force(city)


@rules.predicate
def holds_its_link(principal, subject):
    """Came with a signed link to exactly this row."""
    return getattr(principal, "opens", None) == f"{subject._meta.label_lower}:{subject.code}"


@rules.predicate
def is_this_person(user, registration):
    """The registration is the person's own."""
    return getattr(user, "pk", None) is not None and registration.user_id == user.pk


from . import agenda, door, meetings, people, polls, reports, seats  # noqa: E402, F401 -- they build on the words above

__all__ = [
    "COORDINATING",
    "LEADING",
    "LEAD_ROLES",
    "at_its_event",
    "at_its_stop",
    "checks_in_at",
    "coordinates",
    "holds_its_link",
    "hosts_stop",
    "is_officer",
    "is_this_person",
    "leads_host",
    "runs_logistics_of",
]
