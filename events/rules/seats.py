"""Who may take, give, offer and end seats; who speaks for a delegation; who answers an invitation."""

import rules

from . import coordinates, holds_its_link, is_officer, is_this_person


@rules.predicate
def speaks_for(user, registration):
    """The person, whoever holds the mailed link, or a coordinator of the person's delegation."""
    if is_this_person(user, registration) or holds_its_link(user, registration):
        return True
    return registration.delegation_id is not None and coordinates(user, registration.delegation)


@rules.predicate
def answers_its_invitation(principal, registration):
    """Holds the link of the invitation from which this registration came."""
    return registration.invitation_id is not None and holds_its_link(principal, registration.invitation)


@rules.predicate
def coordinates_it(user, registration):
    """Coordinates the delegation of the registration."""
    return registration.delegation_id is not None and coordinates(user, registration.delegation)


def of_its_person(asked):
    """The same question about the registration of a seat."""
    return rules.Predicate(lambda user, seat: asked(user, seat.registration), name=f"{asked.name}:its_person")


own_seat = of_its_person(speaks_for)
coordinates_seat = of_its_person(coordinates_it)

rules.add_perm("events.take_one_seat", speaks_for | answers_its_invitation | is_officer)
rules.add_perm("events.claim_seat", coordinates_it | is_officer)
for verb in ("withdraw", "cancel", "accept", "decline"):
    rules.add_perm(f"events.{verb}_seat", own_seat | is_officer)
for verb in ("replace", "receive"):
    rules.add_perm(f"events.{verb}_seat", coordinates_seat | is_officer)
for verb in ("approve", "refuse", "confirm_head", "mark_attended", "mark_absent"):
    rules.add_perm(f"events.{verb}_seat", is_officer)
rules.add_perm("events.expire_seat", rules.always_deny)  # the clock's own
for verb in ("set_up", "change_capacity", "configure", "halt", "let_move"):
    rules.add_perm(f"events.{verb}_pool", is_officer)
