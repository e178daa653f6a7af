"""Who may. Cities act through their people in force, the network's own items through moderators.

Items that a city gave are that city's. Recorded and network items are kept by the staff, each version by its author.
"""

import rules

from cities.models import City
from cities.rules import LEAD_ROLES, LEADING, Role, represents, roles_in, tied_to
from cities.status import in_force
from scn_portal.accounts.rules import is_administrator, is_moderator

from .models import Resource, Version
from .querysets import PAST_RELEASE

SHARING_ROLES = frozenset({Role.LEAD_CONTACT, Role.DEPUTY})


def holds(user, city, roles):
    """Whether the person holds one of `roles` in this city, and its membership is in force."""
    return city is not None and bool(roles_in(user, city) & roles) and in_force(city)


def is_given(resource):
    """By a member city, which decides over it."""
    return resource.origin == Resource.Origin.MEMBER


# Ties: who checks is not of a city that owns it, and not its author


@rules.predicate
def tied_to_its_owners(user, resource):
    """Tied to the owner or a co-owner of the resource."""
    return any(tied_to(user, city) for city in City.objects.filter(pk__in=resource.owner_cities()))


keeps_without_tie = is_moderator & ~tied_to_its_owners


def of_its_resource(asked):
    """The same question about the resource of a version."""
    return rules.Predicate(lambda user, version: asked(user, version.resource), name=f"{asked.name}:its_resource")


@rules.predicate
def wrote_it(user, version):
    return user.pk is not None and version.author_id == user.pk


@rules.predicate
def wrote_what_is_approved(user, resource):
    approved = resource.versions.filter(status=Version.Status.APPROVED).first()
    return approved is not None and wrote_it(user, approved)


@rules.predicate
def took_it(user, version):
    return user.pk is not None and version.moderator_id == user.pk


@rules.predicate
def declined_it(user, version):
    return user.pk is not None and version.declined_by_id == user.pk


@rules.predicate
def took_it_down(user, resource):
    return user.pk is not None and resource.taken_down_by_id == user.pk


@rules.predicate
def asked_for_it(user, resource):
    return user.pk is not None and resource.asked_by_id == user.pk


# Writing


@rules.predicate
def keeps_record(user, resource):
    """Edits the record: a representative of its city; a moderator where the network keeps it."""
    return represents(user, resource.city) if is_given(resource) else is_moderator(user)


@rules.predicate
def writes_it(user, version):
    """Writes this draft: a representative of the city; where the network keeps the record, its author alone."""
    if is_given(version.resource):
        return represents(user, version.resource.city)
    return is_moderator(user) and wrote_it(user, version)


@rules.predicate
def releases_it(user, version):
    """Answers for it: political lead or lead contact, a deputy for what somebody else wrote; else its author."""
    resource = version.resource
    if not is_given(resource):
        return is_moderator(user) and wrote_it(user, version)
    if holds(user, resource.city, LEAD_ROLES):
        return True
    return holds(user, resource.city, LEADING) and not wrote_it(user, version)


@rules.predicate
def discards_it(user, version):
    """Its author while still entitled, or who leads the city; where the network keeps it, an administrator."""
    if not is_given(version.resource):
        return is_administrator(user) or writes_it(user, version)
    return holds(user, version.resource.city, LEADING) or (wrote_it(user, version) and writes_it(user, version))


@rules.predicate
def asks_another_moderator(user, version):
    return is_given(version.resource) and holds(user, version.resource.city, LEADING)


# The published thing


@rules.predicate
def confirms_it(user, resource):
    if is_given(resource):
        return holds(user, resource.city, LEADING)
    return keeps_without_tie(user, resource)


@rules.predicate
def withdraws_it(user, resource):
    return is_given(resource) and holds(user, resource.city, LEAD_ROLES)


@rules.predicate
def claims_it(user, resource):
    return not is_given(resource) and holds(user, resource.city, LEAD_ROLES)


@rules.predicate
def widens_it(user, resource):
    """Lead contact or deputy of its city; an untied moderator where the network keeps it."""
    if is_given(resource):
        return holds(user, resource.city, SHARING_ROLES)
    return keeps_without_tie(user, resource)


@rules.predicate
def shares_it(user, resource):
    """Names who else may read it: whoever writes it until it is handed in, then who may widen it."""
    if resource.status == Resource.Status.UNPUBLISHED and not is_being_checked(resource):
        return keeps_record(user, resource)
    return widens_it(user, resource)


def is_being_checked(resource):
    return resource.versions.filter(status__in=PAST_RELEASE).exists()


# Resources
rules.add_perm("hub.start_resource", represents)
for _verb in ("start_recorded", "start_network", "take_down"):
    rules.add_perm(f"hub.{_verb}_resource", is_moderator)
rules.add_perm("hub.publish_resource", keeps_without_tie & ~wrote_what_is_approved)
rules.add_perm("hub.restore_resource", keeps_without_tie & (~took_it_down | is_administrator))
rules.add_perm("hub.confirm_resource", confirms_it)
rules.add_perm("hub.withdraw_resource", withdraws_it)
rules.add_perm("hub.claim_resource", claims_it)
rules.add_perm("hub.choose_sharing_resource", keeps_record)
rules.add_perm("hub.narrow_resource", keeps_record | is_moderator)
rules.add_perm("hub.widen_resource", widens_it)
rules.add_perm("hub.share_with_resource", shares_it)
for _verb in ("allow_widening", "refuse_widening"):
    rules.add_perm(f"hub.{_verb}_resource", keeps_without_tie & ~asked_for_it)
for _verb in ("fall_due", "archive"):
    rules.add_perm(f"hub.{_verb}_resource", rules.always_deny)  # the clock alone

# Versions
checks_it = of_its_resource(keeps_without_tie) & ~wrote_it
rules.add_perm("hub.revise_version", keeps_record)  # asked about the resource
for _verb in ("save_section", "add_file", "describe_file", "move_file", "remove_file"):
    rules.add_perm(f"hub.{_verb}_version", writes_it)
for _verb in ("release", "recall"):
    rules.add_perm(f"hub.{_verb}_version", releases_it)
rules.add_perm("hub.take_version", checks_it & ~declined_it)
for _verb in ("ask_changes", "approve", "decline"):
    rules.add_perm(f"hub.{_verb}_version", checks_it & took_it)
rules.add_perm("hub.give_back_version", is_moderator & (took_it | is_administrator))
rules.add_perm("hub.ask_second_look_version", asks_another_moderator)
rules.add_perm("hub.discard_version", discards_it)
for _verb in ("hand_over", "put_up", "supersede"):
    rules.add_perm(f"hub.{_verb}_version", rules.always_deny)  # follow from publishing alone

# Adoptions


@rules.predicate
def acts_for_another_city(user, resource):
    """Sees the resource and represents a city in force that does not own it."""
    mine = City.objects.in_force().filter(representatives__user=user.pk, representatives__until=None)
    others = mine.exclude(pk__in=resource.owner_cities())
    return user.pk is not None and others.exists() and sees_it(user, resource)


@rules.predicate
def sees_it(user, resource):
    """May open its page: the same answer as `Resource.objects.visible_to(user)`."""
    return Resource.objects.visible_to(user).filter(pk=resource.pk).exists()


@rules.predicate
def answers_for_its_practice(user, adoption):
    """Leads a city that owns the practice; a moderator not tied to the taker, where the network made it."""
    resource = adoption.resource
    if resource is None:
        return False
    if resource.origin == Resource.Origin.NETWORK:
        return is_moderator(user) and not tied_to(user, adoption.taker)
    return any(holds(user, city, LEADING) for city in City.objects.filter(pk__in=resource.owner_cities()))


@rules.predicate
def said_it(user, adoption):
    return user.pk is not None and adoption.claimed_by_id == user.pk


@rules.predicate
def acts_for_its_taker(user, adoption):
    return represents(user, adoption.taker)


@rules.predicate
def tied_to_a_side(user, adoption):
    owners = adoption.resource.owner_cities() if adoption.resource_id else []
    return any(tied_to(user, city) for city in City.objects.filter(pk__in=[*owners, adoption.taker_id]))


rules.add_perm("hub.claim_adoption", acts_for_another_city)  # asked about the resource
for _verb in ("confirm", "dispute"):
    rules.add_perm(f"hub.{_verb}_adoption", answers_for_its_practice & ~said_it)
for _verb in ("withdraw", "end"):
    rules.add_perm(f"hub.{_verb}_adoption", acts_for_its_taker)
rules.add_perm("hub.settle_adoption", is_moderator & ~tied_to_a_side)
rules.add_perm("hub.record_adoption", is_moderator)
for _verb in ("leave_unanswered", "open_by_contract"):
    rules.add_perm(f"hub.{_verb}_adoption", rules.always_deny)  # the clock, and calls of higher floors
