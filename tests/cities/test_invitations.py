"""Invitations: who is let in at once, who is checked first, and how roles begin and end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cities import lifecycle
from cities.evidence import missing_evidence
from cities.lifecycle import invitations, membership
from cities.models import Invitation, JoinRequest, Representative
from cities.status import city_status
from scn_portal.accounts.models import User
from scn_portal.lifecycle import LinkHolder, TransitionRefused
from tests.cast import PASSWORD
from tests.factories.cities import a_person
from tests.factories.joining import a_submitted_request, an_approvable_request, an_invitation, confirm, the_holder_of

pytestmark = pytest.mark.django_db
NEW = {"role": "practitioner", "email": "new@porto.example", "name": "New"}


def accept(invitation, **values):
    return invitations.accept(invitation, by=values.pop("by", the_holder_of(invitation)), **values)


def test_a_colleague_with_an_address_of_the_city_begins_at_once(porto, ana):
    invitation = invitations.invite(by=ana, within=porto, office="Youth officer", **NEW)
    accepted = accept(invitation, name="Nuno New", password="quiet harbour lamp")
    role = accepted.representative
    assert (role.city, role.role, role.office, role.invited_by) == (porto, "practitioner", "Youth officer", ana)
    assert role.user.name == "Nuno New" and role.user.check_password("quiet harbour lamp")


@pytest.mark.parametrize(
    ("role", "email", "checked"),
    [
        ("practitioner", "new@porto.example", False),
        ("deputy", "new@porto.example", False),
        ("practitioner", "new@mail.porto.example", True),
        ("practitioner", "new@elsewhere.example", True),
        ("political_lead", "mayor@porto.example", True),
    ],
)
def test_a_political_lead_or_an_outside_address_is_checked_first(porto, ana, role, email, checked):
    invitation = an_invitation(porto, role, by=ana, email=email)
    assert invitations.needs_check(invitation) is checked
    if checked:
        with pytest.raises(TransitionRefused, match="A registrar checks"):
            accept(invitation)
        assert not User.objects.filter(email=email).exists()
    else:
        assert accept(invitation).status == "accepted"


def test_a_checked_invitation_becomes_a_request_and_then_a_role(porto, ana, dev):
    invitation = an_invitation(porto, by=ana, email="new@elsewhere.example")
    assert lifecycle.send_to_check(invitation, by=the_holder_of(invitation)).status == "to_check"
    request = JoinRequest.objects.get()
    assert (request.kind, request.status, request.city, request.invitation) == (
        "new_person",
        "submitted",
        porto,
        invitation,
    )
    assert not User.objects.filter(email=request.email).exists()
    lifecycle.take(request, by=dev)
    assert [str(need) for need in missing_evidence(request)] == [
        "an address in the authority's own domain, or a call to a number on the official site"
    ]
    confirm(request, "call_back", dev)
    lifecycle.approve(request, by=dev)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.representative.user.email) == ("open", "new@elsewhere.example")
    assert Representative.objects.get(user__email="new@elsewhere.example").invited_by == ana
    assert accept(invitation, password="quiet harbour lamp").status == "accepted"


@pytest.mark.parametrize("ending", ["refuse", "withdraw"])
def test_an_invitation_ends_with_its_request(porto, ana, dev, ending):
    invitation = an_invitation(porto, "political_lead", by=ana)
    lifecycle.send_to_check(invitation, by=the_holder_of(invitation))
    request = JoinRequest.objects.get()
    if ending == "refuse":
        lifecycle.take(request, by=dev)
        lifecycle.refuse(request, by=dev, reason_code="other", reason_text="Not now.")
    else:
        lifecycle.withdraw(request, by=the_holder_of(request))
    assert Invitation.objects.get().status == "refused"


def test_who_asked_alone_and_is_invited_afterwards_is_one_case(porto, ana, dev):
    nothing = {"proposed_name": "", "proposed_country": None, "proposed_type": None}
    request = a_submitted_request("new@elsewhere.example", kind="new_person", city=porto, **nothing)
    assert [str(need) for need in missing_evidence(request)][0] == "an invitation by the city's lead contact"
    invitation = an_invitation(porto, "deputy", by=ana, email="new@elsewhere.example")
    lifecycle.send_to_check(invitation, by=the_holder_of(invitation))
    request.refresh_from_db()
    assert (request.invitation, request.role_wanted) == (invitation, "deputy")
    assert JoinRequest.objects.count() == 1
    assert len(missing_evidence(request)) == 1


def test_a_person_with_access_signs_in_before_saying_yes(porto, ana):
    user = a_person("New", email="new@porto.example", password=PASSWORD)
    invitation = an_invitation(porto, by=ana, email="new@porto.example")
    with pytest.raises(TransitionRefused, match="Please sign in"):
        accept(invitation, password="a stolen new password")
    assert accept(invitation, by=user).representative.user == user
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_only_the_invited_address_or_the_link_may_answer(porto, ana, eve):
    invitation = an_invitation(porto, by=ana)
    for principal in (eve, ana, LinkHolder("cities.invitation:other")):
        with pytest.raises(PermissionDenied):
            accept(invitation, by=principal)


def test_an_invitation_ends_on_its_last_second(porto, ana):
    invitation = an_invitation(porto, by=ana, email="new@porto.example", expires_at=timezone.now())
    with pytest.raises(TransitionRefused, match="has ended"):
        accept(invitation)
    renewed = invitations.renew(invitation, by=ana)
    assert renewed.link_issue == invitation.link_issue + 1
    assert accept(renewed).status == "accepted"


def test_a_deputy_invites_everybody_but_leads(porto, ana, dora):
    assert invitations.invite(by=dora, within=porto, **NEW).status == "open"
    for role in ("lead_contact", "political_lead"):
        with pytest.raises(PermissionDenied):
            invitations.invite(by=dora, within=porto, **NEW | {"role": role})


def test_a_role_that_is_taken_passes_only_by_a_handover(porto, ana, paulo):
    for role in ("lead_contact", "political_lead"):
        with pytest.raises(TransitionRefused, match="handover"):
            invitations.invite(by=ana, within=porto, **NEW | {"role": role})


def test_nobody_is_invited_twice_or_to_a_role_already_held(porto, ana, dora):
    invitations.invite(by=ana, within=porto, **NEW)
    with pytest.raises(TransitionRefused):
        invitations.invite(by=ana, within=porto, **NEW)
    with pytest.raises(TransitionRefused, match="already holds"):
        invitations.invite(by=ana, within=porto, role="deputy", email="DORA@porto.example", name="Dora")


def test_invitations_are_limited_per_address_and_per_sender(porto, ana):
    for role in ("practitioner", "deputy"):
        invitations.recall(invitations.invite(by=ana, within=porto, **NEW | {"role": role}), by=ana)
    invitations.invite(by=ana, within=porto, **NEW)
    with pytest.raises(TransitionRefused, match="within an hour"):
        invitations.invite(by=ana, within=porto, **NEW | {"role": "deputy"})
    for number in range(17):
        invitations.invite(by=ana, within=porto, **NEW | {"email": f"n{number}@porto.example"})
    with pytest.raises(TransitionRefused, match="within a day"):
        invitations.invite(by=ana, within=porto, **NEW | {"email": "last@porto.example"})


def test_saying_no_after_an_approval_ends_the_role_that_had_begun(dev):
    invitation = lifecycle.approve(an_approvable_request(dev), by=dev).invitation
    assert invitations.refuse(invitation, by=the_holder_of(invitation)).status == "refused"
    role = Representative.objects.get()
    assert role.until is not None and city_status(role.city) == "no_contact"


def test_nobody_begins_a_role_in_a_city_that_has_left(oldtown):
    invitation = an_invitation(oldtown)
    with pytest.raises(TransitionRefused, match="not a member"):
        accept(invitation)


def test_ending_a_role_keeps_what_was_done_in_it(porto, ana, dora):
    role = porto.representatives.get(user=dora)
    ended = membership.end_role(role, by=dora)
    assert ended.until <= timezone.now() and (ended.office, ended.user) == (role.office, dora)
    with pytest.raises((TransitionRefused, PermissionDenied)):
        membership.end_role(role, by=ana)


def test_the_last_lead_contact_leaves_only_by_a_registrar(porto, ana, paulo, dev):
    role = porto.representatives.get(role="lead_contact")
    for somebody in (ana, paulo):
        with pytest.raises(PermissionDenied):
            membership.end_role(role, by=somebody)
    membership.end_role(role, by=dev)
    assert city_status(porto) == "no_contact"


def test_a_city_confirms_and_a_registrar_says_how_it_is_known(porto, ana, dev, time_machine):
    running = porto.memberships.get()
    membership.confirm(running, by=ana, items=["contacts", "profile"])
    with pytest.raises(TransitionRefused, match="how you know"):
        membership.confirm(running, by=dev)
    with pytest.raises(TransitionRefused, match="Choose what"):
        membership.confirm(running, by=ana, items=["weather"])
    membership.confirm(running, by=dev, note="By telephone with the mayor's office")
    bases = list(running.confirmations.order_by("pk").values_list("basis", flat=True))
    assert bases[-2:] == ["representative", "registrar"]
    time_machine.move_to(timezone.now() + timedelta(days=366))
    assert city_status(porto) == "confirm_due"


def test_a_membership_that_ended_is_not_confirmed(oldtown, dev):
    with pytest.raises(TransitionRefused, match="has ended"):
        membership.confirm(oldtown.memberships.get(), by=dev, note="Asked")
