"""A run of the matching from its start to its result, and everything that may come between."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.twinning import a_member_abroad, a_round, a_run, an_entry
from tests.signing_in import sign_in
from twinning import matching, round_inputs, running, solving
from twinning.explaining import TERMS, Telling
from twinning.lifecycle import runs
from twinning.models import Run

pytestmark = pytest.mark.django_db
CYCLE = {"youth": "schools", "schools": "online", "online": "youth"}


def a_round_of(number=4, **more):
    """A closed round of cities that are alike in all but their country; every third is of the same."""
    round = a_round("closed", **more)
    cities = [a_member_abroad(number=position) for position in range(number)]
    for city in cities:
        an_entry(round, city, {"youth": 2}, {"youth": 3})
    return round, cities


def begun(mia, **more):
    round, cities = a_round_of(**more)
    return runs.start(by=mia, within=round), cities


def test_a_run_ends_with_checked_groups_and_their_reasons(mia):
    run, cities = begun(mia, number=5, largest=2)
    run = running.run_now(run)
    assert (run.status, run.proven, run.matched, run.reason) == ("done", True, 4, "")
    assert run.result_hash == solving.hash_of(run.result)
    assert run.total == sum(group["total"] for group in run.result["groups"])
    (left,) = run.result["left"]
    assert left["reason"] == "b"
    assert {left["city"]} | {place["city"] for group in run.result["groups"] for place in group["cities"]} == {
        city.slug for city in cities
    }


def test_the_lines_of_a_city_add_up_to_its_score_and_those_of_a_group_to_its_total(mia):
    run = running.run_now(begun(mia, number=6)[0])
    for group in run.result["groups"]:
        for place in group["cities"]:
            assert sum(line["points"] for line in place["lines"]) == place["score"]
        assert sum(group["terms"].values()) == group["total"] == sum(place["score"] for place in group["cities"])
        assert set(group["terms"]) == set(TERMS)


def test_lines_are_told_with_names_and_the_practice_behind_an_offer(mia):
    round, (teacher, pupil) = a_round_of(2)
    round.entries.filter(city=teacher).update(frozen_at=None)
    proof = an_offer_with_proof(round, teacher)
    run = running.run_now(runs.start(by=mia, within=round))
    lines = next(each["lines"] for each in run.result["groups"][0]["cities"] if each["city"] == pupil.slug)
    first, *_rest = Telling(lines, mia).tell(lines)
    assert teacher.name in first.words
    assert first.practices == [proof]
    assert first.points == 18


def an_offer_with_proof(round, city):
    from tests.factories.hub import a_resource

    practice = a_resource(city)
    round.entries.filter(city=city).update(proofs={"youth": practice.code})
    return practice


def test_stored_inputs_tell_no_private_list_and_their_seal_knows_each(mia):
    round, cities = a_round_of()
    without = round_inputs.inputs_of(round)
    seal = round_inputs.hash_of(without, round_inputs.private_lists(round))
    round.entries.get(city=cities[0]).vetoes.create(city=cities[1])
    assert round_inputs.inputs_of(round) == without
    assert round_inputs.hash_of(without, round_inputs.private_lists(round)) != seal


def test_a_private_list_keeps_two_cities_out_of_one_group(mia):
    round, cities = a_round_of(2)
    round.entries.get(city=cities[0]).vetoes.create(city=cities[1])
    run = running.run_now(runs.start(by=mia, within=round))
    assert run.result["groups"] == []
    assert [each["reason"] for each in run.result["left"]] == ["c", "c"]


def test_who_needs_what_nobody_offers_is_told_so_before_any_rule_is_looked_at(mia):
    round, _cities = a_round_of(2)
    stranger = a_member_abroad("Stranger", 2)
    an_entry(round, stranger, {"families": 3}, {"youth": 1})
    run = running.run_now(runs.start(by=mia, within=round))
    assert {each["city"]: each["reason"] for each in run.result["left"]} == {stranger.slug: "a"}


def test_the_same_inputs_give_the_same_seals(mia):
    round, _cities = a_round_of(6)
    first, second = (running.run_now(runs.start(by=mia, within=round)) for _ in range(2))
    assert (first.inputs_hash, first.result_hash) == (second.inputs_hash, second.result_hash)


def test_a_second_start_while_one_is_under_way_is_refused(mia):
    run, _cities = begun(mia)
    with pytest.raises(TransitionRefused, match="under way"):
        runs.start(by=mia, within=run.round)
    assert Run.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "open", "proposed", "settled"])
def test_only_a_round_that_closed_and_is_not_yet_proposed_is_matched(mia, status):
    with pytest.raises(TransitionRefused):
        runs.start(by=mia, within=a_round(status))


def test_too_many_groups_are_refused_with_the_size_that_is_possible(mia, monkeypatch):
    monkeypatch.setattr(runs, "MOST_COMBINATIONS", 5)
    monkeypatch.setattr(runs, "possible_size", lambda number: 2)
    round, _cities = a_round_of(4)
    with pytest.raises(TransitionRefused, match="up to 2 is possible"):
        runs.start(by=mia, within=round)


def test_a_run_with_smaller_groups_than_the_round_allows(client, mia):
    round, cities = a_round_of(4)
    sign_in(client, mia)
    client.post(reverse("twinning:run_start", args=[round.slug]), {"largest": 2})
    run = running.run_now(Run.objects.get())
    assert run.inputs["largest"] == 2
    assert [len(group["cities"]) for group in run.result["groups"]] == [2, 2]
    mark = round.marks.create(kind="lock", reason="They work together already.", at=timezone.now())
    mark.cities.set(cities[:3])
    with pytest.raises(TransitionRefused, match="kept together"):
        runs.start(by=mia, within=round, largest=2)


def test_a_result_of_which_a_number_does_not_hold_is_not_kept(mia, monkeypatch):
    run, _cities = begun(mia)
    honest = matching.solve

    def off_by_one(*given, **more):
        result = honest(*given, **more)
        return result.__class__(**vars(result) | {"total": result.total + 1})

    monkeypatch.setattr(matching, "solve", off_by_one)
    run = running.run_now(run)
    assert (run.status, run.reason, run.result, run.result_hash) == ("failed", "check", None, "")


def test_a_private_list_that_changed_since_the_start_stops_the_run(mia):
    run, cities = begun(mia)
    run.round.entries.get(city=cities[0]).vetoes.create(city=cities[1])
    assert running.run_now(run).reason == "changed"


def test_a_run_that_waits_is_cancelled_at_once(mia):
    run = runs.cancel(begun(mia)[0], by=mia)
    assert (run.status, run.ended_at is None) == ("cancelled", False)


def at_work(mia):
    return runs.take(begun(mia)[0], by=SYSTEM)


OUTCOME = {"proven": True, "matched": 0, "total": 0, "result": {"groups": [], "left": []}, "result_hash": "0" * 64}


def test_what_comes_without_the_lease_is_dropped(mia):
    run = at_work(mia)
    with pytest.raises(TransitionRefused):
        runs.finish(run, by=SYSTEM, lease="another", **OUTCOME)
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(TransitionRefused):
        runs.finish(run, by=SYSTEM, lease=run.lease, **OUTCOME)
    run.refresh_from_db()
    assert (run.status, run.result) == ("running", None)


def test_a_run_whose_lease_is_over_begins_again_and_its_first_solver_can_store_nothing(mia):
    first = at_work(mia)
    with pytest.raises(TransitionRefused):
        runs.give_back(first, by=SYSTEM)
    Run.objects.filter(pk=first.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    running.take_up_lost()
    second = runs.take(Run.objects.get(status="queued"), by=SYSTEM)
    assert (second.pk, second.figures) == (first.pk, {"attempts": 2})
    with pytest.raises(TransitionRefused):
        runs.finish(first, by=SYSTEM, lease=first.lease, **OUTCOME)
    assert runs.finish(second, by=SYSTEM, lease=second.lease, **OUTCOME).status == "done"


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [({"figures": {"attempts": 5}}, "failed", "attempts"), ({"cancel_asked_at": timezone.now}, "cancelled", "")],
    ids=["five attempts", "cancelled"],
)
def test_a_lost_run_does_not_begin_again(mia, more, status, reason):
    run = at_work(mia)
    more = {name: value() if callable(value) else value for name, value in more.items()}
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1), **more)
    running.take_up_lost()
    run.refresh_from_db()
    assert (run.status, run.reason) == (status, reason)


@pytest.mark.django_db(transaction=True)
def test_the_worker_renews_its_lease_writes_its_stages_and_keeps_the_result(mia, monkeypatch):
    run, _cities = begun(mia)
    seen, honest = [], solving.outcome_of

    def watched(*given, on_stage, **more):
        def told(stage, figures):
            on_stage(stage, figures)
            wait_until(lambda: Run.objects.get(pk=run.pk).stage == stage)
            seen.append((stage, "groups" in Run.objects.get(pk=run.pk).figures))

        return honest(*given, on_stage=told, **more)

    monkeypatch.setattr(solving, "outcome_of", watched)
    monkeypatch.setattr(running, "step_back", lambda: None)
    assert running.run_next()
    run.refresh_from_db()
    assert (run.status, run.lease) == ("done", "")
    assert seen == [("listing", False), *((stage, True) for stage in ("bounding", "solving", "proving", "verifying"))]
    assert not running.run_next()
    assert not [each for each in threading.enumerate() if each.name.startswith("lease")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["cancelled", "lease lost"])
def test_the_worker_stops_before_its_next_stage(mia, monkeypatch, what):
    run, _cities = begun(mia)
    stages, honest = [], solving.outcome_of

    def interrupted(*given, on_stage, **more):
        def told(stage, figures):
            stages.append(stage)
            if what == "cancelled":
                runs.cancel(Run.objects.get(pk=run.pk), by=mia)
            else:
                Run.objects.filter(pk=run.pk).update(lease="another")
            on_stage(stage, figures)

        return honest(*given, on_stage=told, **more)

    monkeypatch.setattr(solving, "outcome_of", interrupted)
    monkeypatch.setattr(running, "step_back", lambda: None)
    running.run_next()
    run.refresh_from_db()
    assert stages == ["listing"]
    assert (run.status, run.result) == ("cancelled" if what == "cancelled" else "running", None)


def wait_until(true, seconds=10):
    until = timezone.now() + timedelta(seconds=seconds)
    while not true():
        assert timezone.now() < until
        threading.Event().wait(0.02)


# Pages


def address(run, verb="detail"):
    return reverse(f"twinning:run_{verb}", args=[run.round.slug, run.code])


def test_a_moderator_starts_a_run_watches_it_and_reads_its_groups(client, mia):
    round, cities = a_round_of(5, largest=2)
    sign_in(client, mia)
    answer = client.post(reverse("twinning:run_start", args=[round.slug]))
    run = Run.objects.get()
    assert (answer.status_code, answer.url, run.status) == (302, address(run), "queued")
    assert b"Waiting for its turn" in client.get(address(run)).content
    running.run_now(run)
    page = client.get(address(run)).content.decode()
    assert all(city.name in page for city in cities)
    assert "Proven" in page
    assert "Other groups together served more cities or more needs." in page
    assert reverse("twinning:run_choose", args=[round.slug, run.code]) in page


def test_the_page_asks_for_its_part_while_the_run_is_under_way_and_then_for_the_whole(client, mia):
    run = at_work(mia)
    sign_in(client, mia)
    part = client.get(address(run), headers={"HX-Request": "true"})
    assert b"<html" not in part.content and "HX-Refresh" not in part.headers
    runs.finish(run, by=SYSTEM, lease=run.lease, **solving.outcome_of(run.inputs, {}))
    assert client.get(address(run), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_second_run_tells_what_changed(client, mia):
    round, cities = a_round_of(4)
    running.run_now(runs.start(by=mia, within=round))
    mark = round.marks.create(kind="forbid", reason="They work together already.", at=timezone.now())
    mark.cities.set(cities[:2])
    run = running.run_now(runs.start(by=mia, within=round))
    sign_in(client, mia)
    page = client.get(address(run)).content.decode()
    assert "Difference from the run before" in page and "Gone" in page


def test_nobody_but_moderators_finds_a_run(client, mia, ana):
    run = running.run_now(begun(mia)[0])
    sign_in(client, ana)
    assert client.get(address(run)).status_code == 404
    assert client.post(address(run, "cancel")).status_code == 404


def test_the_page_of_a_run_costs_the_same_for_two_cities_and_for_eight(client, mia, django_assert_max_num_queries):
    sign_in(client, mia)
    for number in (2, 8):
        run = running.run_now(begun(mia, number=number)[0])
        with django_assert_max_num_queries(25):
            client.get(address(run))


def test_a_failed_run_says_why_and_another_can_be_started(client, mia):
    run = a_run(a_round("closed"), "failed", reason="check")
    sign_in(client, mia)
    page = client.get(address(run)).content.decode()
    assert "did not hold" in page
    assert reverse("twinning:run_start", args=[run.round.slug]) in page
