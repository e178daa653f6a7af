"""Rights over partnerships. Leads act for a city that takes part; recorded history is written by moderators."""

import rules

from cities.rules import LEAD_ROLES, roles_in
from cities.status import in_good_standing

from ..reviewing import asked_cities
from . import is_moderator, leads_city, leads_one_of


@rules.predicate
def is_recorded(user, partnership):
    """Written down from a public source: nobody signs, plans or ends it."""
    return partnership.origin == "recorded"


@rules.predicate
def signs_for_one_of(user, partnership):
    """Political lead or lead contact of a city that takes part, while its membership is in good standing."""
    return any(signs_for.test(user, city) for city in partnership.taking_part())


@rules.predicate
def signs_for(user, city):
    return bool(roles_in(user, city) & LEAD_ROLES) and in_good_standing(city)


@rules.predicate
def leads_one_asked(user, partnership):
    """A lead of a city that is asked for its review: one that takes part, or that left in this cycle."""
    return any(leads_city.test(user, city) for city in asked_cities(partnership))


leads_partner = leads_one_of & ~is_recorded

rules.add_perm("twinning.found_partnership", leads_city)
rules.add_perm("twinning.record_partnership", is_moderator)
rules.add_perm("twinning.correct_partnership", is_moderator & is_recorded)
rules.add_perm("twinning.sign_partnership", signs_for_one_of & ~is_recorded)
rules.add_perm("twinning.file_review_partnership", leads_one_asked & ~is_recorded)
for _verb in (
    *("take_part", "put_forward", "decline", "name_office", "write_plan", "adopt_plan", "add_step", "tick_step"),
    *("pause", "resume", "leave", "review", "renew", "close", "note_down", "make_public", "make_internal"),
):
    rules.add_perm(f"twinning.{_verb}_partnership", leads_partner)
for _verb in ("lapse", "end_pause"):  # the clock alone
    rules.add_perm(f"twinning.{_verb}_partnership", rules.always_deny)
