"""How an authority becomes a Strong City: each row of the table of join requests, and what an approval makes."""

import pytest

from cities import lifecycle
from cities.models import City, Invitation, Membership, Representative
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import TransitionRefused
from tests.factories.joining import (
    an_approvable_request,
    the_holder_of,
)

pytestmark = pytest.mark.django_db


def test_an_approval_makes_one_of_each_and_tells_it_as_a_fact(dev):
    people = User.objects.count()
    request = an_approvable_request(dev, "noor@newtown.example", proposed_name="Newtown")
    assert User.objects.count() == people, "no account before the approval"
    request = lifecycle.approve(request, by=dev)
    city = City.objects.get(name="Newtown")
    person = User.objects.get(email="noor@newtown.example")
    assert (request.status, request.city, request.decided_by) == ("approved", city, dev)
    assert not person.has_usable_password()
    membership = Membership.objects.get(city=city)
    assert [each.by for each in membership.confirmations.all()] == [dev]
    role = Representative.objects.get(city=city)
    assert (role.user, role.role, role.office) == (person, "lead_contact", "Head of prevention")
    invitation = Invitation.objects.get(city=city)
    assert (invitation.status, invitation.representative, invitation.email) == ("open", role, person.email)
    entry = AuditEntry.objects.get(action="cities.approve_joinrequest")
    assert (entry.before, entry.after, entry.actor) == ("checking", "approved", dev.public_id)
    assert Fact.objects.get(name="cities.join_request_approved").entry == entry
    accepted = lifecycle.invitations.accept(invitation, by=the_holder_of(invitation), password="quiet harbour lamp")
    person.refresh_from_db()
    assert accepted.status == "accepted" and person.check_password("quiet harbour lamp")
    assert Representative.objects.filter(city=city).count() == 1


def test_who_approves_a_second_time_reads_who_decided_and_when(dev, rita):
    request = an_approvable_request(dev)
    lifecycle.approve(request, by=dev)
    for registrar in (dev, rita):
        with pytest.raises(TransitionRefused, match="already decided by Dev at "):
            lifecycle.approve(request, by=registrar)
