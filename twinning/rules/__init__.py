"""Who may. City leads act for their city while its membership is active or to be confirmed; moderators run rounds.

One module for each part; this one holds the words that all of them use.
"""

import rules

from cities.rules import LEADING, Role, roles_in
from cities.status import in_good_standing
from scn_portal.accounts.rules import is_administrator, is_moderator

LEADS = LEADING  # political lead, lead contact, deputy: "a lead" in every rule of this app


@rules.predicate
def leads_city(user, city):
    """A lead of this city, whose membership is active or to be confirmed: on hold one reads, and does not act."""
    return bool(roles_in(user, city) & LEADS) and in_good_standing(city)


@rules.predicate
def leads_one_of(user, subject):
    """A lead of one of the cities that take part now (`subject.taking_part()` gives them)."""
    return any(leads_city.test(user, city) for city in subject.taking_part())


def at_its(field, asked):
    """The same question about another row: `at_its("city", leads_city)` asks about `subject.city`."""
    return rules.Predicate(
        lambda user, subject: asked.test(user, getattr(subject, field)), name=f"{asked.name}:{field}"
    )


from . import interests, partnerships, profiles, projects, rounds, runs, visits  # noqa: E402, F401 -- they build on the words above

__all__ = ["LEADS", "Role", "at_its", "is_administrator", "is_moderator", "leads_city", "leads_one_of"]
