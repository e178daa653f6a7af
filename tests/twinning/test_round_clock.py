"""What the clock does in a round, what follows from changes elsewhere, and what people are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.signals import membership_on_hold
from hub.signals import resource_withdrawn
from scn_portal.jobs import running
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications import kinds
from scn_portal.notifications.models import OutboxMail
from tests.factories.hub import a_resource
from tests.factories.twinning import a_group, a_member_abroad, a_round, a_run, an_entry
from twinning.lifecycle import proposals, waves
from twinning.models import Entry, Proposal, Round
from twinning.notifications import rounds as notifications
from twinning.receivers import rounds as receivers
from twinning.tasks.rounds import erase_vetoes, move_rounds_on

pytestmark = pytest.mark.django_db


def a_proposed_group(cities, answers=(), **more):
    round = a_round("proposed", **more)
    for city in cities:
        an_entry(round, city, needs={"youth": 3, "families": 1}, offers={"families": 3, "youth": 1})
    return a_group(a_run(round, "done", chosen=True), cities, answers=answers)


def told(kind):
    rows = OutboxMail.objects.filter(kind=f"twinning.{kind}").order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


def values_of(kind):
    mail = OutboxMail.objects.filter(kind=f"twinning.{kind}").first()
    return kinds.registered[mail.kind].values(mail, kinds.subject_of(mail))


def test_the_clock_closes_a_round_at_its_instant():
    due, open_still = a_round(closes_at=timezone.now() - timedelta(seconds=1)), a_round()
    move_rounds_on()
    assert dict(Round.objects.values_list("pk", "status")) == {due.pk: "closed", open_still.pk: "open"}


def test_whoever_is_silent_said_no_and_left_and_the_others_stay(ana, porto, malmo):
    third = a_member_abroad()
    proposal = a_proposed_group([porto, malmo, third], answers=["yes"])
    Proposal.objects.update(answer_by=timezone.now())
    move_rounds_on()
    proposal.refresh_from_db()
    assert proposal.status == "fallen"
    states = dict(Entry.objects.values_list("city", "status"))
    assert states == {porto.pk: "in", malmo.pk: "left", third.pk: "left"}


def test_when_all_have_answered_the_rest_is_matched_again_if_somebody_may_gain(porto, malmo):
    proposal = a_proposed_group([porto, malmo])
    an_entry(proposal.round, a_member_abroad(), needs={"families": 2}, offers={"youth": 2})
    proposals.fall(proposal, by=SYSTEM)
    move_rounds_on()
    assert Round.objects.values_list("status", "wave").get() == ("closed", 2)


def test_a_city_on_hold_is_taken_out_before_and_counts_as_a_no_after_the_proposal(porto, malmo):
    membership = porto.memberships.get()
    early = an_entry(a_round("closed"), porto)
    proposal = a_proposed_group([porto, malmo])
    receivers.take_the_city_out(subject=membership, signal=membership_on_hold)
    early.refresh_from_db(), proposal.refresh_from_db()
    assert (early.status, proposal.status) == ("withdrawn", "fallen")
    assert dict(Entry.objects.filter(round=proposal.round).values_list("city", "status")) == {
        porto.pk: "left",
        malmo.pk: "in",
    }


def test_a_practice_that_goes_lowers_open_entries_and_leaves_frozen_ones(porto):
    practice = a_resource(porto)
    given = {"offers": {"youth": 3}, "proofs": {"youth": practice.code}}
    open_one, frozen = an_entry(a_round(), porto, **given), an_entry(a_round("closed"), porto, **given)
    receivers.lower_offers_of_open_entries(subject=practice, signal=resource_withdrawn)
    open_one.refresh_from_db(), frozen.refresh_from_db()
    assert (open_one.offers, frozen.offers) == ({"youth": 2}, {"youth": 3})


def test_lists_are_erased_twelve_months_after_the_end(porto, malmo):
    old = a_round("settled", settled_at=timezone.now() - timedelta(days=366))
    new = a_round("settled", settled_at=timezone.now() - timedelta(days=300))
    for each in (old, new):
        an_entry(each, porto, vetoes=[malmo])
    erase_vetoes()
    assert list(Entry.objects.filter(vetoes__isnull=False).values_list("round", flat=True)) == [new.pk]


# Mails


def test_leads_of_cities_that_have_not_entered_hear_of_the_opening(ana, paulo, pia, linn, porto, malmo):
    round = a_round()
    an_entry(round, malmo)
    notifications.begin("twinning.round_opened", round)
    running.run()
    assert told("round_opened") == ["Ana", "Paulo"]
    assert round.title in values_of("round_opened")["title"]
    Round.objects.update(status="closed")
    assert values_of("round_opened") is None


def test_of_a_group_that_fell_nobody_reads_who_said_no(ana, linn, porto, malmo):
    third = a_member_abroad("Third city")
    proposal = a_proposed_group([porto, malmo, third])
    place = proposal.places.get(city=malmo)
    proposals.answer(place, by=linn, answer="no", stays=True, note="Elections.")
    notifications.tell_group("twinning.group_fallen", Proposal.objects.get(pk=proposal.pk))
    assert "Linn" not in told("group_fallen")
    assert "Ana" in told("group_fallen")
    assert not any(each.name in str(values_of("group_fallen")) for each in (porto, malmo, third))


def test_those_left_over_are_told_the_reason(mia, ana, porto, malmo):
    proposal = a_proposed_group([porto, malmo], answers=["yes", "no"])
    proposals.fall(proposal, by=SYSTEM)
    proposal.run.result = {"left": [{"city": porto.slug, "reason": "b"}], "groups": []}
    proposal.run.save()
    round = waves.settle(proposal.round, by=mia)
    notifications.begin("twinning.left_over", round)
    running.run()
    assert "Ana" in told("left_over")
    assert str(values_of("left_over")["reason"])


def test_every_mail_of_a_round_can_be_written(ana, porto, malmo, mia):
    """Values, subject, text and page of each kind, so that no template lacks a word."""
    from scn_portal.notifications.rendering import message_for

    proposal = a_proposed_group([porto, malmo])
    for kind in ("group_proposed", "group_accepted", "group_fallen"):
        status = kind.removeprefix("group_")
        Proposal.objects.update(status=status)
        proposal.refresh_from_db()
        notifications.tell_group(f"twinning.{kind}", proposal)
        mail = OutboxMail.objects.get(kind=f"twinning.{kind}", person=ana)
        assert message_for(mail)
    for kind, status in (("round_opened", "open"), ("round_extended", "open"), ("round_cancelled", "cancelled")):
        Round.objects.update(status=status, reason="Too few.")
        notifications.write(f"twinning.{kind}", subject=proposal.round, person=ana)
        assert message_for(OutboxMail.objects.get(kind=f"twinning.{kind}", person=ana))
