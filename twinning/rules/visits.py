"""Rights over visits: leads of the hosts and of the cities that send guests; moderators may call one off."""

import rules

from . import is_moderator, leads_city, leads_one_of


@rules.predicate
def leads_a_host(user, visit):
    """A lead of a city that hosts a stop."""
    return any(leads_city.test(user, each.host) for each in visit.stops.select_related("host") if each.host)


@rules.predicate
def sends_guests(user, visit):
    """A lead of a city that sends people."""
    return any(leads_city.test(user, each.city) for each in visit.visit_cities.select_related("city"))


rules.add_perm("twinning.plan_visit", leads_city)
for verb in ("revise", "add_stop", "change_stop", "remove_stop", "confirm", "report", "correct"):
    rules.add_perm(f"twinning.{verb}_visit", leads_one_of)
rules.add_perm("twinning.add_guest_visit", sends_guests)
rules.add_perm("twinning.remove_guest_visit", sends_guests)
rules.add_perm("twinning.check_facts_visit", leads_a_host)
rules.add_perm("twinning.cancel_visit", leads_one_of | is_moderator)
rules.add_perm("twinning.hold_visit", rules.always_deny)
rules.add_perm("twinning.record_visit", is_moderator)
