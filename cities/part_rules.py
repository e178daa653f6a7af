"""Who may change and read the parts of a city's page: its teams, strategies and organisations."""

import rules

from scn_portal.accounts.rules import is_staff
from scn_portal.sharing import Sharing

from .models import Membership, Strategy, StrategyVersion
from .rules import at_its_city, can_see, leads, may_add_people, reads_green, roles_in
from .status import city_status


def at_its_strategy(asked):
    """The same question about the city of the strategy of which a row is a version."""
    return rules.Predicate(lambda user, subject: asked(user, subject.strategy.city), name=f"{asked.name}:its_strategy")


@rules.predicate
def may_write_for(user, city):
    """Leads the city while it is in good standing. On hold it narrows or withdraws what is its own, and no more."""
    return may_add_people(user, city)


for _thing in ("create_preventionteam", "start_strategy", "name_cityorganisation"):
    rules.add_perm(f"cities.{_thing}", may_write_for)
for _verb in ("change", "add_training", "change_training", "add_target", "change_target"):
    rules.add_perm(f"cities.{_verb}_preventionteam", at_its_city(may_write_for))
for _verb in ("narrow", "end", "remove_training", "remove_target"):
    rules.add_perm(f"cities.{_verb}_preventionteam", at_its_city(leads))
rules.add_perm("cities.describe_strategy", at_its_city(may_write_for))
rules.add_perm("cities.narrow_strategy", at_its_city(leads))
rules.add_perm("cities.next_version_strategyversion", at_its_city(may_write_for))  # asked of the strategy
for _verb in ("change_draft", "adopt"):
    rules.add_perm(f"cities.{_verb}_strategyversion", at_its_strategy(may_write_for))
rules.add_perm("cities.withdraw_strategyversion", at_its_strategy(leads))
rules.add_perm("cities.give_way_strategyversion", rules.always_deny)  # follows from adopting the next version
rules.add_perm("cities.end_cityorganisation", at_its_city(leads))


# Reading


def acts_inside(user, city):
    """Holds any role in the city, whatever became of its membership."""
    return user.is_active and bool(roles_in(user, city))


@rules.predicate
def can_read_part(user, part):
    """May read a team or a strategy on the page of its city: the same answer as `visible_to(user)` of its model."""
    if is_staff(user) or acts_inside(user, part.city):
        return True
    if city_status(part.city) in (None, Membership.Status.ENDED) or not can_see(user, part.city):
        return False
    if isinstance(part, Strategy) and not part.versions.filter(status=StrategyVersion.Status.ADOPTED).exists():
        return False
    return part.sharing == Sharing.CLEAR or (part.sharing == Sharing.GREEN and reads_green(user))


@rules.predicate
def can_read_version(user, version):
    """May read this version and open its document: drafts and what was withdrawn only inside the city."""
    if version.status == StrategyVersion.Status.ADOPTED:
        return can_read_part(user, version.strategy)
    return is_staff(user) or acts_inside(user, version.strategy.city)
