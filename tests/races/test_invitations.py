"""Invitations answered at the same moment: one role, one holder."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import QuerySet

from cities.lifecycle import invitations, membership
from cities.models import Invitation, Representative
from scn_portal.accounts.models import User
from scn_portal.lifecycle import LinkHolder
from tests.cast import member, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.joining import an_invitation, the_holder_of
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = "TransitionRefused: Somebody already holds this role. It passes to another person only by a handover."


@pytest.fixture
def harbour(transactional_db):
    return member("Harbour", a_country(), "harbour.example")


def accept(invitation):
    return invitations.accept(invitation, by=the_holder_of(invitation)).status


def test_one_invitation_accepted_many_times_at_once_begins_one_role(harbour):
    a_representative(harbour)
    invitation = an_invitation(harbour, email="new@harbour.example")
    answers = at_once(30, lambda _: accept(invitation))
    assert answers == {"accepted": 1, "TransitionRefused: This is already “accepted”.": 29}
    assert Representative.objects.filter(city=harbour, role="practitioner").count() == 1
    assert User.objects.filter(email="new@harbour.example").count() == 1


def two_for_one_role(harbour):
    pair = [an_invitation(harbour, "lead_contact", email=f"{name}@harbour.example") for name in ("one", "two")]
    return at_once(16, lambda position: accept(pair[position % 2]))


def test_two_people_invited_to_be_lead_contact_at_once_are_one_lead_contact(harbour):
    answers = two_for_one_role(harbour)
    assert answers["accepted"] == 1 and answers[TAKEN] == 8
    assert Representative.objects.filter(city=harbour, role="lead_contact").count() == 1
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["accepted", "open"]


def test_without_the_locks_the_same_race_makes_two_accounts_or_other_answers(harbour, monkeypatch):
    """The control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    answers = two_for_one_role(harbour)
    assert not (answers["accepted"] == 1 and answers[TAKEN] == 8)


def test_without_code_and_locks_the_database_alone_holds_one_lead_contact(harbour, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(invitations, "LEAD_ROLES", frozenset())
    answers = two_for_one_role(harbour)
    names = [each.name for each in Representative._meta.constraints if isinstance(each, ExclusionConstraint)]
    assert names == ["representative_one_lead_at_a_time"]
    assert Representative.objects.filter(city=harbour, role="lead_contact").count() == 1
    assert sum(number for words, number in answers.items() if words == "accepted") >= 1


def test_the_same_address_invited_many_times_at_once_is_invited_once(harbour):
    dev = staff("Dev", "registrar")
    words = {"role": "deputy", "email": "new@harbour.example", "name": "New"}
    answers = at_once(2, lambda _: invitations.invite(by=dev, within=harbour, **words).status)
    assert answers == {"open": 1, "TransitionRefused: This address is already invited to this role.": 1}
    assert Invitation.objects.count() == 1


def test_acceptance_and_recall_at_once_end_in_one_of_both(harbour):
    a_representative(harbour)
    dev = staff("Dev", "registrar")
    invitation = an_invitation(harbour, email="new@harbour.example")

    def answer(position):
        if position % 2:
            return accept(invitation)
        return invitations.recall(invitation, by=dev).status

    answers = at_once(10, answer)
    status = Invitation.objects.get().status
    assert answers[status] == 1
    begun = Representative.objects.filter(city=harbour, role="practitioner").count()
    assert begun == (1 if status == "accepted" else 0)


def test_a_lead_handed_on_while_others_accept_is_never_held_by_two(harbour):
    first = a_representative(harbour)
    dev = staff("Dev", "registrar")
    invitation = an_invitation(harbour, "lead_contact", email="next@harbour.example")

    def act(position):
        if position == 0:
            return bool(membership.end_role(first, by=dev).until)
        return accept(invitation)

    at_once(6, act)
    holders = Representative.objects.filter(city=harbour, role="lead_contact", until=None)
    assert holders.count() <= 1
    held = list(Representative.objects.filter(city=harbour, role="lead_contact").order_by("since"))
    assert all(one.until and one.until <= other.since for one, other in zip(held, held[1:], strict=False))


def test_a_link_to_one_invitation_opens_no_other(harbour):
    mine, other = an_invitation(harbour), an_invitation(harbour)
    answers = at_once(4, lambda _: invitations.accept(other, by=LinkHolder(f"cities.invitation:{mine.code}")))
    assert answers == {"PermissionDenied: cities.accept_invitation": 4}
