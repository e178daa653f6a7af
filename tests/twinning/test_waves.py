"""From a run to the end of a round: chosen, proposed, answered, the rest matched again, settled."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.cities import a_country, a_member
from tests.factories.twinning import a_group, a_member_abroad, a_round, a_run, an_entry, set_on_hold
from twinning import leaving_over, running
from twinning.lifecycle import proposals, rounds, runs, waves
from twinning.models import Entry, Partnership, Place, Proposal, Round, Run, Veto

pytestmark = pytest.mark.django_db
REASON = "Both work with the same university."


def refused(words, step, *args, **details):
    with pytest.raises(TransitionRefused, match=words):
        step(*args, **details)


@pytest.fixture
def four(mia):
    """Four cities of four countries; A and B give each other most, C and D too, and each may be with each."""
    round, cities, leads = a_round("closed"), [], []
    themes = [("youth", "families"), ("families", "youth"), ("schools", "sports"), ("sports", "schools")]
    for number, (need, offer) in enumerate(themes):
        name = f"City {'ABCD'[number]}"
        city = a_member_abroad(name, number=number) if number < 3 else a_member(name, country=a_country("SE", "SWE"))
        leads.append(city.representatives.get(role="lead_contact").user)
        cities.append(city)
        an_entry(round, city, needs={need: 3, "media": 1}, offers={offer: 3, "media": 1}, sizes=[2])
    return SimpleNamespace(round=round, cities=cities, leads=leads, mia=mia)


def solved(four):
    run = running.run_now(runs.start(by=four.mia, within=four.round))
    four.round = waves.choose(four.round, by=four.mia, run=run)
    return run


def proposed(four):
    solved(four)
    codes = list(Proposal.objects.filter(round=four.round, status="drafted").values_list("code", flat=True))
    four.round = waves.propose(four.round, by=four.mia, seen=codes)


def say(four, number, answer, stays=None):
    place = Place.objects.get(round=four.round, city=four.cities[number], proposal__status="proposed")
    return proposals.answer(place, by=four.leads[number], answer=answer, stays=stays)


def groups(four, status):
    rows = Proposal.objects.filter(round=four.round, status=status).prefetch_related("places__city")
    return {"".join(sorted(place.city.name[-1] for place in each.places.all())) for each in rows}


def test_a_run_is_chosen_and_its_groups_are_seen_by_staff_only(four):
    run = solved(four)
    assert (four.round.status, groups(four, "drafted")) == ("solved", {"AB", "CD"})
    assert Run.objects.get(pk=run.pk).chosen
    assert not Place.objects.filter(is_standing=True).exists()
    place = Place.objects.filter(city=four.cities[0]).get()
    assert sum(line["points"] for line in place.lines) == place.score


def test_another_run_of_the_wave_may_be_chosen_until_the_groups_are_proposed(four):
    first, second = solved(four), solved(four)
    assert [Run.objects.get(pk=each.pk).chosen for each in (first, second)] == [False, True]
    assert (groups(four, "dropped"), groups(four, "drafted")) == ({"AB", "CD"}, {"AB", "CD"})
    solved_again = waves.choose(four.round, by=four.mia, run=first)
    assert solved_again.status == "solved"


def test_only_a_run_that_counts_is_chosen(four):
    refused("no result", waves.choose, four.round, by=four.mia, run=a_run(four.round))
    Run.objects.update(status="cancelled")
    refused("no group", waves.choose, four.round, by=four.mia, run=a_run(four.round, "done"))
    old = a_run(four.round, "done", is_overtaken=True)
    refused("came after this run", waves.choose, four.round, by=four.mia, run=old)
    foreign = a_run(a_round("closed"), "done")
    refused("does not belong", waves.choose, four.round, by=four.mia, run=foreign)


def test_groups_are_proposed_only_after_each_was_looked_at(four):
    solved(four)
    codes = list(Proposal.objects.values_list("code", flat=True))
    refused("Look at every group", waves.propose, four.round, by=four.mia, seen=codes[:1])
    waves.propose(four.round, by=four.mia, seen=codes)
    given = Proposal.objects.get(code=codes[0])
    assert (given.status, given.seen_by) == ("proposed", four.mia)
    assert abs(given.answer_by - timezone.now() - timedelta(days=21)) < timedelta(minutes=1)
    assert Place.objects.filter(is_standing=True).count() == 4


def test_a_withdrawal_between_choosing_and_proposing_stops_the_proposal(four):
    from twinning.lifecycle import entries

    solved(four)
    entries.withdraw(Entry.objects.get(city=four.cities[0]), by=SYSTEM)
    codes = list(Proposal.objects.values_list("code", flat=True))
    refused("withdrew after this run", waves.propose, four.round, by=four.mia, seen=codes)


def test_a_group_stands_only_when_all_said_yes(four):
    proposed(four)
    say(four, 0, "yes")
    assert groups(four, "accepted") == set()
    say(four, 1, "yes")
    assert (groups(four, "accepted"), groups(four, "proposed")) == ({"AB"}, {"CD"})


@pytest.mark.parametrize(("stays", "status"), [(True, "in"), (False, "left")])
def test_a_no_ends_the_group_and_its_city_stays_or_leaves(four, stays, status):
    proposed(four)
    say(four, 2, "yes")
    say(four, 3, "no", stays=stays)
    assert groups(four, "fallen") == {"CD"}
    assert Entry.objects.get(city=four.cities[3]).status == status
    assert Entry.objects.get(city=four.cities[2]).status == "in"
    assert not Place.objects.filter(is_standing=True, city__in=four.cities[2:]).exists()


def test_an_answer_is_given_once_and_in_time(four):
    proposed(four)
    place = say(four, 0, "yes")
    refused("answered already", proposals.answer, place, by=four.leads[0], answer="no")
    Proposal.objects.update(answer_by=timezone.now() - timedelta(seconds=1))
    late = Place.objects.get(city=four.cities[1])
    refused("time to answer is over", proposals.answer, late, by=four.leads[1], answer="yes")
    proposals.answer(late, by=SYSTEM, answer="no")
    assert groups(four, "fallen") == {"AB"} == groups(four, "fallen") - groups(four, "accepted")


def test_only_a_lead_of_the_city_in_good_standing_answers(four, mia, ada):
    proposed(four)
    place = Place.objects.get(city=four.cities[0])
    set_on_hold(four.cities[0])
    for by in (four.leads[0], four.leads[1], mia, ada):
        with pytest.raises(PermissionDenied):
            proposals.answer(place, by=by, answer="yes")


def after_a_no(four):
    """C and D did not come together, both stay; A and B accepted."""
    proposed(four)
    for number, answer, stays in ((0, "yes", None), (1, "yes", None), (2, "yes", None), (3, "no", True)):
        say(four, number, answer, stays)


def test_the_rest_is_matched_again_without_the_group_that_fell(four):
    proposed(four)
    refused("still have time", waves.solve_rest, four.round, by=four.mia)
    say(four, 0, "yes"), say(four, 1, "no", stays=True), say(four, 2, "no", stays=True)
    four.round = waves.solve_rest(four.round, by=SYSTEM)
    assert (four.round.status, four.round.wave) == ("closed", 2)
    solved(four)
    assert groups(four, "drafted") <= {"AC", "AD", "BC", "BD"}
    assert len(groups(four, "drafted")) == 2


def test_accepted_groups_stay_as_they_are_in_the_next_wave(four):
    fifth = a_member_abroad("City E", number=1)
    an_entry(four.round, fifth, needs={"sports": 1, "media": 1}, offers={"media": 1, "schools": 1}, sizes=[2])
    after_a_no(four)
    before = list(Place.objects.filter(proposal__status="accepted").order_by("pk").values())
    four.round = waves.solve_rest(four.round, by=four.mia)
    solved(four)
    assert list(Place.objects.filter(proposal__status="accepted").order_by("pk").values()) == before
    assert not {"A", "B"} & {letter for group in groups(four, "drafted") for letter in group}


def test_no_further_wave_where_nobody_may_gain_or_four_have_been(four):
    after_a_no(four)
    refused("No group is possible", waves.solve_rest, four.round, by=four.mia)
    Proposal.objects.filter(status="fallen").update(status="dropped")
    Round.objects.update(wave=4)
    refused("four waves at most", waves.solve_rest, four.round, by=four.mia)


def test_at_most_three_further_waves_and_fallen_groups_never_return(four):
    """Somebody of each group says no and stays, wave after wave."""
    seen = []
    for wave in range(1, 5):
        proposed(four)
        seen += groups(four, "proposed")
        for each in list(Proposal.objects.filter(status="proposed")):
            first = each.places.order_by("city__name").first().city
            say(four, four.cities.index(first), "no", stays=True)
        if wave == 4 or len(set(seen)) == 6:
            break
        four.round = waves.solve_rest(four.round, by=SYSTEM)
    assert len(seen) == len(set(seen)) == 6
    with pytest.raises(TransitionRefused):
        waves.solve_rest(four.round, by=four.mia)


def test_settling_founds_one_partnership_for_each_accepted_group(four):
    after_a_no(four)
    four.round = waves.settle(four.round, by=four.mia)
    partnership = Partnership.objects.get()
    assert (four.round.status, partnership.status, partnership.origin) == ("settled", "proposed", "round")
    assert {each.city for each in partnership.partner_cities.all()} == set(four.cities[:2])
    assert partnership.proposal.status == "accepted"
    refused("already", waves.settle, four.round, by=four.mia)
    assert Partnership.objects.count() == 1


def test_those_left_over_read_one_reason(four):
    lonely = a_member_abroad("City E", number=1)
    an_entry(four.round, lonely, needs={"prisons": 3}, offers={"prisons": 1})
    after_a_no(four)
    waves.settle(four.round, by=four.mia)
    round = Round.objects.get(pk=four.round.pk)
    assert "No theme you need is offered" in str(leaving_over.reason_for(round, lonely))
    assert leaving_over.reason_for(round, four.cities[2]) == leaving_over.FELL
    assert leaving_over.reason_for(round, four.cities[0]) == ""


def test_a_round_is_settled_only_after_a_run_and_without_open_answers(four):
    refused("Run the matching first", waves.settle, four.round, by=four.mia)
    proposed(four)
    refused("still have time", waves.settle, four.round, by=four.mia)


def test_a_cancelled_round_keeps_what_was_accepted_and_drops_what_waits(four, ada):
    proposed(four)
    say(four, 0, "yes"), say(four, 1, "yes")
    round = waves.cancel(four.round, by=ada, reason="Too few cities answered.")
    assert (round.status, groups(four, "accepted"), groups(four, "fallen")) == ("cancelled", {"AB"}, {"CD"})
    assert Partnership.objects.get().proposal.round == round


def test_private_lists_are_erased_and_the_round_says_so(porto, malmo):
    round = a_round("settled", settled_at=timezone.now())
    an_entry(round, porto, vetoes=[malmo])
    assert waves.erase_private_lists(round, by=SYSTEM).vetoes_erased_at
    assert not Veto.objects.exists()


def test_a_mark_after_the_choice_takes_the_choice_back(four):
    solved(four)
    rounds.mark(four.round, by=four.mia, kind="forbid", cities=four.cities[:2], reason=REASON)
    four.round.refresh_from_db()
    run = solved(four)
    assert "AB" not in groups(four, "drafted")
    assert len(groups(four, "drafted")) == 2
    assert run.number == 2


def test_what_is_locked_together_is_a_group_of_the_result(four):
    rounds.mark(four.round, by=four.mia, kind="lock", cities=[four.cities[0], four.cities[2]], reason=REASON)
    solved(four)
    assert groups(four, "drafted") == {"AC", "BD"}


def test_a_group_made_by_hand_in_two_standing_groups_is_refused_in_words(porto, malmo):
    run = a_run(a_round("solved"), "done", chosen=True)
    first, second = (a_group(run, [porto, malmo], status="drafted") for _ in range(2))
    until = timezone.now() + timedelta(days=3)
    proposals.put_forward(first, by=SYSTEM, seen_by=None, answer_by=until)
    refused("at most one group", proposals.put_forward, second, by=SYSTEM, seen_by=None, answer_by=until)
