"""Leaving, suspension and coming back: what each does to status, roles and rights."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from cities import lifecycle
from cities.lifecycle import elections, handovers, invitations, leaving, membership
from cities.models import City, Membership, Representative, Suspension
from cities.rules import can_see, leads, may_endorse, reads_green
from cities.status import city_status, today
from scn_portal.lifecycle import SYSTEM, TransitionRefused, may
from tests.factories.cities import a_representative, a_term
from tests.factories.joining import an_approvable_request, an_invitation, the_holder_of
from tests.factories.people import a_decision, a_handover, a_suspension

pytestmark = pytest.mark.django_db
REFUSED = (403, 404)
DECIDED = "Decision 12 of the council, 3 May"


def own(city):
    return Membership.objects.filter(city=city).latest("pk")


def with_notice_of(days, city, **values):
    Membership.objects.filter(city=city).update(notice_on=today() - timedelta(days=days), **values)
    return own(city)


def test_notice_of_the_political_lead_ends_the_membership_after_thirty_days(porto, ana, paulo):
    leaving.give_notice(own(porto), by=paulo)
    assert own(porto).ends_on == today() + timedelta(days=30)
    assert city_status(porto) == "active"
    with pytest.raises(TransitionRefused, match="already given"):
        leaving.give_notice(own(porto), by=paulo)
    with pytest.raises(TransitionRefused, match="still time"):
        leaving.end(own(porto), by=SYSTEM)


def test_a_registrar_gives_notice_with_the_decision_of_the_council_only(porto, ana, dev):
    with pytest.raises(TransitionRefused, match="council"):
        leaving.give_notice(own(porto), by=dev, reason=" ")
    assert leaving.give_notice(own(porto), by=dev, reason=DECIDED).end_reason == DECIDED


def test_a_lead_contact_gives_no_notice(porto, ana):
    with pytest.raises(PermissionDenied):
        leaving.give_notice(own(porto), by=ana)


def test_when_notice_is_over_all_rights_end_though_no_worker_wrote_it_down(porto, ana, paulo):
    with_notice_of(29, porto)
    assert reads_green(ana)
    with_notice_of(30, porto)
    assert city_status(porto) == "ended" and not reads_green(ana) and not leads(paulo, porto)
    for act in (leaving.take_back_notice, membership.confirm):
        with pytest.raises((TransitionRefused, PermissionDenied)):
            act(own(porto), by=paulo)


def test_notice_can_be_taken_back_in_time(porto, ana, paulo):
    with_notice_of(10, porto, end_reason="x")
    taken = leaving.take_back_notice(own(porto), by=paulo)
    assert (taken.notice_on, taken.end_reason, taken.ends_on) == (None, "", None)


def test_the_end_closes_roles_invitations_and_handovers(porto, ana, paulo, pia):
    an_invitation(porto)
    a_handover(porto)
    with_notice_of(31, porto)
    leaving.end(own(porto), by=SYSTEM)
    assert own(porto).ended_on == today() - timedelta(days=1)
    assert not porto.representatives.open().exists()
    assert porto.invitations.get().status == "recalled"
    assert porto.handovers.get().status == "cancelled"
    assert {each.office for each in porto.representatives.all()} == {"Head of prevention", "Mayor", "Youth office"}


def test_a_registrar_ends_a_membership_at_once_with_a_decision(porto, ana, dev):
    with pytest.raises(TransitionRefused, match="Name the decision"):
        leaving.end(own(porto), by=dev)
    leaving.end(own(porto), by=dev, reason=DECIDED)
    assert city_status(porto) == "ended"


def test_a_city_comes_back_by_a_new_request_and_nobody_of_before_gets_rights_by_it(oldtown, omar, dev):
    """Omar's role was never closed when Oldtown left."""
    request = an_approvable_request(
        dev,
        "new@oldtown.example",
        **{"proposed_name": "Oldtown", "proposed_country": oldtown.country, "proposed_type": a_term(code="city")},
    )
    lifecycle.approve(request, by=dev)
    assert City.objects.filter(name="Oldtown").get() == oldtown
    assert [each.ended_on for each in oldtown.memberships.order_by("pk")] == [date(2020, 5, 1), None]
    assert city_status(oldtown) == "active"
    assert not reads_green(omar)
    assert oldtown.representatives.open().get().user.email == "new@oldtown.example"


def test_a_city_comes_back_also_before_the_clock_has_written_down_that_it_left(porto, ana, dev):
    with_notice_of(30, porto)
    request = an_approvable_request(
        dev, "new@elsewhere.example", proposed_name="Porto", proposed_country=porto.country, proposed_type=porto.type
    )
    lifecycle.approve(request, by=dev)
    assert porto.memberships.count() == 2
    assert not reads_green(ana)


# Suspension


def test_a_suspended_city_has_no_rights_members_see_it_and_the_public_does_not(porto, ana, bo, eve, dev):
    membership.suspend(own(porto), by=dev, decision=a_decision(), reason="Demonstration")
    assert city_status(porto) == "suspended"
    assert not reads_green(ana) and not leads(ana, porto)
    assert not may(ana, "cities.invite_invitation", porto)
    for principal, sees in [(AnonymousUser(), False), (eve, False), (bo, True), (ana, True), (dev, True)]:
        assert City.objects.visible_to(principal).filter(pk=porto.pk).exists() is sees
        assert can_see(principal, porto) is sees
    assert porto not in City.objects.listed(silent=True)


def test_lifting_gives_the_rights_back_the_next_day_or_at_once(porto, ana, dev):
    a_suspension(own(porto), from_on=today() - timedelta(days=3))
    membership.lift(own(porto), by=dev, decision=a_decision())
    assert city_status(porto) == "active" and reads_green(ana)
    assert city_status(porto, today() - timedelta(days=1)) == "suspended"
    membership.suspend(own(porto), by=dev, decision=a_decision(), reason="Demonstration")
    membership.lift(own(porto), by=dev, decision=a_decision())
    assert city_status(porto) == "suspended"
    assert city_status(porto, today() + timedelta(days=1)) == "active"


@pytest.mark.parametrize(("kind", "status"), [("suspension", "proposed"), ("other", "adopted")])
def test_suspension_and_lifting_take_an_adopted_decision_of_that_kind(porto, ana, dev, kind, status):
    wrong = a_decision(kind, status)
    with pytest.raises(TransitionRefused, match="adopted decision"):
        membership.suspend(own(porto), by=dev, decision=wrong, reason="Demonstration")
    with pytest.raises(InternalError, match="adopted decision"), transaction.atomic():
        Suspension.objects.create(membership=own(porto), from_on=today(), decision=wrong, reason="x")
    running = a_suspension(own(porto))
    with pytest.raises(TransitionRefused, match="adopted decision"):
        membership.lift(own(porto), by=dev, decision=wrong)
    with pytest.raises(InternalError, match="adopted decision"), transaction.atomic():
        Suspension.objects.filter(pk=running.pk).update(lifted_by=wrong)


def test_a_city_is_suspended_once_at_a_time_and_the_record_stays(porto, ana, dev):
    running = a_suspension(own(porto))
    with pytest.raises(TransitionRefused, match="already"):
        membership.suspend(own(porto), by=dev, decision=a_decision(), reason="Demonstration")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_suspension(own(porto), from_on=today() + timedelta(days=1))
    with pytest.raises(InternalError), transaction.atomic():
        running.delete()


def test_who_may_suspend_is_a_registrar_without_tie(porto, ana, paulo, tess, mia):
    for person in (ana, paulo, tess, mia):
        with pytest.raises(PermissionDenied):
            membership.suspend(own(porto), by=person, decision=a_decision(), reason="Demonstration")


# Elections


def answered_by(porto, paulo, how, day):
    if how == "confirmed":
        Membership.objects.get(city=porto).confirmations.create(on=day, basis="register", items=["political_lead"])
    elif how == "something else confirmed":
        Membership.objects.get(city=porto).confirmations.create(on=day, basis="register", items=["contacts"])
    elif how == "new lead":
        old = porto.representatives.get(user=paulo)
        instant = timezone.now().replace(year=day.year, month=day.month, day=day.day, hour=0, minute=5)
        old.until = instant
        old.save()
        a_representative(porto, paulo, "political_lead", since=instant)


@pytest.mark.parametrize(
    ("days_after", "how", "answered_after", "expected"),
    [
        (90, "nothing", 0, True),
        (91, "nothing", 0, False),
        (91, "something else confirmed", 40, False),
        (91, "confirmed", 40, True),
        (91, "confirmed", 0, False),  # on the day itself nobody knows yet
        (91, "confirmed", -1, False),
        (91, "new lead", 1, True),
        (400, "confirmed", 300, True),
    ],
)
def test_signing_sleeps_from_day_91_after_an_election_without_answer(
    porto, ana, paulo, dev, days_after, how, answered_after, expected
):
    election_day = today() - timedelta(days=days_after)
    elections.record(by=dev, within=porto, on=election_day)
    answered_by(porto, paulo, how, election_day + timedelta(days=answered_after))
    assert may_endorse(paulo, porto) is expected
    assert reads_green(paulo)


def test_an_election_taken_back_as_a_mistake_wakes_the_right(porto, ana, paulo, dev):
    election = elections.record(by=ana, within=porto, on=today() - timedelta(days=100))
    assert not may_endorse(paulo, porto)
    with pytest.raises(PermissionDenied):
        elections.remove(election, by=ana)
    elections.remove(election, by=dev)
    assert may_endorse(paulo, porto)
    with pytest.raises(TransitionRefused):
        elections.remove(election, by=dev)
    elections.record(by=ana, within=porto, on=election.on)
    assert not may_endorse(paulo, porto)


def test_one_day_is_one_election(porto, ana, dev):
    elections.record(by=ana, within=porto, on=date(2026, 5, 3))
    with pytest.raises(TransitionRefused, match="on record already"):
        elections.record(by=dev, within=porto, on=date(2026, 5, 3))


def test_only_the_political_lead_of_a_city_in_good_standing_endorses(porto, ana, paulo, dora, pia, bo, eve):
    assert [may_endorse(each, porto) for each in (paulo, ana, dora, pia, bo, eve)] == [True] + [False] * 5
    long_ago = date(2016, 1, 1)
    assert not may_endorse(paulo, porto, long_ago)  # not a member yet
    a_suspension(own(porto))
    assert not may_endorse(paulo, porto)


# The next request


def test_rights_end_with_the_next_request_after_a_handover_and_after_suspension(porto, ana, dora, dev, client):
    client.force_login(ana)
    page = f"/cities/{porto.slug}/people/"
    assert client.get(page).status_code == 200
    handover = handovers.start(
        by=ana, within=porto, role="lead_contact", email=dora.email, name="Dora", office="Head of safety"
    )
    handovers.accept(handover, by=dora)
    assert client.get(page).status_code in REFUSED
    client.force_login(dora)
    assert client.get(page).status_code == 200
    membership.suspend(own(porto), by=dev, decision=a_decision(), reason="Demonstration")
    assert client.get(page).status_code in REFUSED
    past = Representative.objects.get(user=ana)
    assert (past.user.name, past.office) == ("Ana", "Head of prevention")


def test_an_invitation_waits_while_the_city_is_suspended(porto, ana, dev):
    invitation = an_invitation(porto, email="new@porto.example")
    a_suspension(own(porto))
    with pytest.raises(PermissionDenied):
        invitations.recall(invitation, by=ana)
    with pytest.raises(TransitionRefused, match="Nobody can act"):
        invitations.accept(invitation, by=the_holder_of(invitation))
