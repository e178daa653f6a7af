"""A round from its draft to its closing: what each step asks for, and what it leaves."""

from datetime import timedelta

import pytest
from django.db import InternalError
from django.utils import timezone

from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.twinning import a_group, a_member_abroad, a_profile, a_round, a_run, an_entry, set_on_hold
from twinning.lifecycle import entries, rounds, waves
from twinning.models import Entry, Round, Run, StaffMark, Veto

pytestmark = pytest.mark.django_db
REASON = "Both work with the same university."


def refused(words, step, *args, **details):
    with pytest.raises(TransitionRefused, match=words):
        step(*args, **details)


# Preparing


def test_a_draft_opens_only_after_a_test_run_of_its_present_rule(mia):
    round = a_round("draft")
    refused("test run", rounds.open, round, by=mia)
    rounds.rehearse(round, by=mia)
    rounds.change(round, by=mia, learn=1)
    refused("test run", rounds.open, round, by=mia)
    rounds.rehearse(round, by=mia)
    assert rounds.open(round, by=mia).status == "open"


def test_a_rule_under_which_nobody_is_worth_anything_fails_the_test_run(mia):
    nothing = dict.fromkeys(["learn", "shared", "capacity", "language", "regions"], 0)
    refused("no group comes out", rounds.rehearse, a_round("draft", **nothing), by=mia)


def test_a_round_whose_closing_has_passed_does_not_open(mia):
    yesterday = timezone.now() - timedelta(days=1)
    refused("lies in the past", rounds.open, a_round("draft", closes_at=yesterday, tested_at=yesterday), by=mia)


def test_the_rule_is_fixed_from_the_opening_on(mia):
    round = rounds.open(a_round("draft", tested_at=timezone.now()), by=mia)
    refused("already", rounds.change, round, by=mia, learn=9)
    with pytest.raises(InternalError, match="only while it is a draft"):
        Round.objects.filter(pk=round.pk).update(learn=9)


def test_two_rounds_of_one_title_have_two_addresses(mia):
    now = timezone.now()
    days = {"opens_at": now, "closes_at": now + timedelta(days=9)}
    slugs = [rounds.draft(by=mia, title="Autumn round", **days).slug for _ in range(3)]
    assert slugs == ["autumn-round", "autumn-round-2", "autumn-round-3"]


# Entering


def test_an_entry_copies_what_the_profile_says(ana, porto):
    profile = a_profile(porto, needs={"youth": 3}, offers={"families": 3, "youth": 1}, capacity=2, sizes=[3, 2])
    proof = profile.theme_entries.get(offer=3).proof
    entry = entries.enter(by=ana, within=porto, round=a_round(), consents=True)
    assert (entry.needs, entry.offers) == ({"youth": 3}, {"families": 3, "youth": 1})
    assert (entry.proofs, entry.capacity, entry.sizes) == ({"families": proof.code}, 2, [2, 3])
    assert (entry.entered_by, entry.status, entry.frozen_at) == (ana, "in", None)


PROFILES = {
    "no profile": (None, "no profile"),
    "no need": ({"needs": {}}, "names no need"),
    "no offer": ({"offers": {}}, "names no offer"),
    "out of date": ({"confirmed_on": (timezone.now() - timedelta(days=500)).date()}, "twelve months"),
}


@pytest.mark.parametrize("case", sorted(PROFILES))
def test_a_city_that_cannot_enter_reads_why_and_what_it_can_do(case, ana, porto):
    given, words = PROFILES[case]
    if given is not None:
        a_profile(porto, **given)
    refused(words, entries.enter, by=ana, within=porto, round=a_round(), consents=True)
    assert not Entry.objects.exists()


def test_nobody_enters_without_agreeing_that_the_group_reads_the_entry(ana, porto):
    a_profile(porto)
    refused("only if you agree", entries.enter, by=ana, within=porto, round=a_round(), consents=False)


def test_a_city_enters_once_withdraws_and_enters_again(ana, paulo, porto):
    profile, round = a_profile(porto), a_round()
    entry = entries.enter(by=ana, within=porto, round=round, consents=True)
    refused("takes part in this round already", entries.enter, by=paulo, within=porto, round=round, consents=True)
    entry = entries.withdraw(entry, by=paulo)
    profile.theme_entries.filter(need=2).update(need=3)
    entry = entries.enter_again(entry, by=paulo, consents=True)
    assert (entry.status, entry.needs, entry.entered_by) == ("in", {"youth": 3}, paulo)


def late_steps(entry, by):
    other = a_member_abroad()
    return {
        "change": lambda: entries.change(entry, by=by, consents=True),
        "withdraw": lambda: entries.withdraw(entry, by=by),
        "private list": lambda: entries.keep_private_list(entry, by=by, cities=[other]),
    }


@pytest.mark.parametrize("step", ["change", "private list", "withdraw"])
def test_after_the_instant_of_closing_nothing_of_an_entry_changes(step, ana, porto):
    a_profile(porto)
    over = a_round(closes_at=timezone.now() - timedelta(seconds=1))  # the clock has not come by yet
    entry = an_entry(over, porto)
    refused("no entries any more", late_steps(entry, ana)[step])
    assert (Entry.objects.get().status, Veto.objects.count()) == ("in", 0)


def test_an_offer_without_its_practice_becomes_advice_while_the_round_is_open(porto):
    entry = an_entry(a_round(), porto, offers={"youth": 3, "families": 3}, proofs={"youth": "abc", "families": "def"})
    entry = entries.lower_offer(entry, by=SYSTEM, practice="abc")
    assert (entry.offers, entry.proofs) == ({"youth": 2, "families": 3}, {"families": "def"})


# The private list


def test_a_private_list_is_replaced_as_a_whole_and_leaves_no_name_on_record(ana, porto, malmo):
    entry, third = an_entry(a_round(), porto), a_member_abroad()
    entries.keep_private_list(entry, by=ana, cities=[malmo, malmo])
    entries.keep_private_list(entry, by=ana, cities=[third])
    assert [each.city for each in entry.vetoes.all()] == [third]
    written = AuditEntry.objects.filter(action="twinning.keep_private_list_entry")
    assert [each.changed for each in written] == [[], []]


def test_the_own_city_is_not_on_the_own_list(ana, porto):
    refused("Your own city", entries.keep_private_list, an_entry(a_round(), porto), by=ana, cities=[porto])


# Closing


def test_a_round_is_extended_only_to_a_later_moment_and_only_before_it_closes(mia):
    round = a_round()
    refused("later moment", rounds.extend, round, by=mia, closes_at=round.closes_at)
    later = round.closes_at + timedelta(days=1)
    assert rounds.extend(round, by=mia, closes_at=later).closes_at == later
    over = a_round(closes_at=timezone.now() - timedelta(seconds=1))
    refused("time is over", rounds.extend, over, by=mia, closes_at=later)


def test_at_closing_entries_are_frozen_and_cities_on_hold_are_out(porto, malmo, ana):
    round = a_round(closes_at=timezone.now() - timedelta(seconds=1))
    an_entry(round, porto), an_entry(round, malmo)
    set_on_hold(malmo)
    assert rounds.close(round, by=SYSTEM).status == "closed"
    assert dict(Entry.objects.values_list("city__name", "status")) == {"Porto": "in", "Malmö": "withdrawn"}
    with pytest.raises(InternalError, match="not changed"):
        Entry.objects.update(capacity=1)


def test_the_clock_does_not_close_before_its_instant():
    refused("still open", rounds.close, a_round(), by=SYSTEM)


# Marks


def a_pair(porto, malmo, **more):
    round = a_round("closed", **more)
    an_entry(round, porto, needs={"youth": 3}, offers={"families": 3})
    an_entry(round, malmo, needs={"families": 2}, offers={"youth": 3})
    return round


def mark(round, by, cities, kind="lock", reason=REASON):
    return rounds.mark(round, by=by, kind=kind, cities=cities, reason=reason)


def test_a_mark_sends_the_round_back_to_be_matched_again(mia, porto, malmo):
    round = a_pair(porto, malmo)
    run = a_run(round, "done", chosen=True)
    proposal = a_group(run, [porto, malmo], status="drafted")
    Round.objects.update(status="solved")
    assert mark(round, mia, [porto, malmo]).status == "closed"
    run.refresh_from_db(), proposal.refresh_from_db()
    assert (run.chosen, run.is_overtaken, proposal.status) == (False, True, "dropped")
    made = StaffMark.objects.get()
    assert (set(made.cities.all()), made.by, made.reason) == ({porto, malmo}, mia, REASON)
    rounds.lift(round, by=mia, mark=made)
    refused("lifted before", rounds.lift, round, by=mia, mark=StaffMark.objects.get())


NOT_POSSIBLE = "not possible under the rules"


def one_country(round, porto, malmo):
    Entry.objects.filter(city=malmo).update(city=a_member_abroad(number=0))
    other = Entry.objects.exclude(city=porto).get().city
    type(other).objects.filter(pk=other.pk).update(country=porto.country)
    other.refresh_from_db()
    return [porto, other]


def a_veto(round, porto, malmo):
    Entry.objects.get(city=malmo).vetoes.create(city=porto)
    return [porto, malmo]


def twice(round, porto, malmo):
    third = an_entry(
        round, a_member_abroad(), needs={"families": 3, "youth": 3}, offers={"families": 3, "youth": 3}
    ).city
    made = StaffMark.objects.create(round=round, kind="lock", reason=REASON, at=timezone.now())
    made.cities.set([porto, third])
    return [porto, malmo]


def fell(round, porto, malmo):
    a_group(a_run(round, "done"), [porto, malmo], status="fallen")
    return [porto, malmo]


@pytest.mark.parametrize("breaks", [one_country, a_veto, twice, fell])
def test_a_lock_that_breaks_the_rule_is_refused_in_the_same_words_whatever_the_reason(breaks, mia, porto, malmo):
    round = a_pair(porto, malmo)
    cities = breaks(round, porto, malmo)
    before = StaffMark.objects.count()
    refused(NOT_POSSIBLE, mark, round, mia, cities)
    assert StaffMark.objects.count() == before


def test_a_mark_says_why_and_names_two_cities_that_are_still_to_be_matched(mia, porto, malmo):
    round = a_pair(porto, malmo)
    refused("at least 20 signs", mark, round, mia, [porto, malmo], reason="Because.")
    refused("at least two", mark, round, mia, [porto])
    refused("still to be matched", mark, round, mia, [porto, a_member_abroad()], kind="forbid")


def test_a_withdrawal_after_a_run_makes_the_run_old(porto, malmo):
    round = a_pair(porto, malmo)
    run = a_run(round, "done")
    entries.withdraw(Entry.objects.get(city=malmo), by=SYSTEM)
    assert Run.objects.get(pk=run.pk).is_overtaken


# Ending early


def test_an_administrator_ends_a_round_early_with_a_reason(ada, mia, porto, malmo):
    round = a_pair(porto, malmo)
    with pytest.raises(Exception, match="cancel_round"):
        waves.cancel(round, by=mia, reason="Too few.")
    refused("Say why", waves.cancel, round, by=ada, reason=" ")
    assert waves.cancel(round, by=ada, reason="Too few.").reason == "Too few."
