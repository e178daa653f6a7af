"""Who registers whom, who speaks for a delegation, who answers an invitation, who reads what a person needs."""

import rules

from ..models import Event, Invitation, Stop
from ..people import address_key
from . import coordinates, holds_its_link, is_officer, runs_logistics_of
from .seats import coordinates_it, speaks_for

SAID_YES = (Invitation.Status.SENT, Invitation.Status.ACCEPTED)


@rules.predicate
def is_a_person(user, subject=None):
    """Signed in."""
    return user.pk is not None


@rules.predicate
def is_a_visitor(user, subject=None):
    """Neither signed in nor come by a link."""
    return user.audit_kind == "visitor"


@rules.predicate
def sees(user, event):
    """May open the page of the event."""
    return Event.objects.visible_to(user).filter(pk=event.pk).exists()


@rules.predicate
def is_invited(user, event):
    """An invitation to the event went to this person's address, and was not taken back."""
    return event.invitations.filter(address_key=address_key(user.email), status__in=SAID_YES).exists()


@rules.predicate
def is_invited_by_it(user, invitation):
    """Signed in with the address that the invitation went to."""
    return user.pk is not None and address_key(user.email) == invitation.address_key


@rules.predicate
def runs_logistics_for(user, need):
    """Runs the logistics of a stop at which the person of these needs has a seat."""
    held = need.registration.seats.filter(status__in=("confirmed", "attended")).values("stop")
    return any(runs_logistics_of(user, stop) for stop in Stop.objects.filter(pk__in=held))


rules.add_perm("events.register_registration", is_a_person & (sees | is_invited))
rules.add_perm("events.register_guest_registration", is_a_visitor & sees)
rules.add_perm("events.enter_registration", is_officer)
rules.add_perm("events.admit_registration", rules.always_deny)
rules.add_perm("events.verify_registration", holds_its_link)
rules.add_perm("events.change_registration", speaks_for | is_officer)
rules.add_perm("events.end_registration", speaks_for | is_officer)
rules.add_perm("events.name_delegate_registration", coordinates | is_officer)
rules.add_perm("events.replace_delegate_registration", coordinates_it | is_officer)
rules.add_perm("events.make_way_registration", coordinates_it | is_officer)

rules.add_perm("events.invite_delegation", is_officer)
rules.add_perm("events.allot_delegation", is_officer)
rules.add_perm("events.accept_delegation", coordinates)
rules.add_perm("events.decline_delegation", coordinates)
rules.add_perm("events.lapse_delegation", rules.always_deny)
rules.add_perm("events.release_delegation", is_officer)
rules.add_perm("events.close_delegation", is_officer)

rules.add_perm("events.draft_invitation", is_officer)
rules.add_perm("events.send_invitation", is_officer)
rules.add_perm("events.revoke_invitation", is_officer)
rules.add_perm("events.expire_invitation", rules.always_deny)
rules.add_perm("events.accept_invitation", holds_its_link | is_invited_by_it)
rules.add_perm("events.decline_invitation", holds_its_link | is_invited_by_it)
rules.add_perm("events.record_acceptance_invitation", is_officer)
rules.add_perm("events.record_refusal_invitation", is_officer)

rules.add_perm("events.read_accessneed", is_officer | runs_logistics_for)
rules.add_perm("events.ask_question", is_officer)
rules.add_perm("events.close_question", is_officer)
