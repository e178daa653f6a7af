"""The matching of rounds: the stated cases, ties, marks of staff, and that nothing is believed without proof."""

import dataclasses
import json
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from bench.matching import main, read
from tests.property.matching_oracle import allowed_groups, greedy, two_stages
from twinning import matching
from twinning.allowing import Forbidden, TooMany
from twinning.columns import list_groups
from twinning.scoring import City, Weights
from twinning.verifying import Wrong, verify

FILE = Path(__file__).parents[2] / "twinning" / "data" / "matching_fixtures.json"
EXPECTED = {
    (case["name"], int(size[1:])): expected
    for case in json.loads(FILE.read_text())["cases"]
    for size, expected in case["expected"].items()
}
CASES = {(name, largest): (cities, weights) for name, largest, cities, weights, *_ in read(FILE)}
FAST = [each for each in CASES if each != ("lcg_40", 4)]


def alike(*countries, **more):
    """Cities A, B, C … that differ in nothing but their country."""
    needs = {"youth": 2}
    return [
        City(code, country, "Africa", 2, ("en",), needs, needs, **more)
        for code, country in zip("ABCDEFGH", countries, strict=False)
    ]


def solve(name, largest, **more):
    cities, weights = CASES[name, largest]
    return matching.solve(cities, weights, largest, **more)


@pytest.mark.parametrize(("name", "largest"), [*FAST, pytest.param("lcg_40", 4, marks=pytest.mark.nightly)])
def test_every_stated_case_gives_exactly_the_stated_groups(name, largest):
    expected, result = EXPECTED[name, largest], solve(name, largest)
    assert [list(group) for group in result.groups] == sorted(sorted(group) for group in expected["groups"])
    assert (result.matched, result.total) == (expected["matched_cities"], expected["total_score"])
    assert result.proven
    groups = expected.get("allowed_groups", [])
    assert result.allowed == expected.get("allowed_groups_count", len(groups))
    columns = result.columns
    listed = {columns.group(column): int(columns.totals[column]) for column in range(len(columns))}
    assert all(listed[tuple(sorted(group["members"]))] == group["total"] for group in groups)


def test_taking_the_best_pair_first_strands_two():
    cities, weights = CASES["B_greedy_takes_best_pair_and_strands_two", 2]
    assert greedy(cities, weights, 2) == (2, 70)
    assert matching.solve(cities, weights, 2).matched == 4
    cities, weights = CASES["lcg_12", 3]
    assert greedy(cities, weights, 3) == (10, 562)


def test_four_that_are_alike_are_matched_in_the_order_of_their_codes():
    result = matching.solve(alike("KE", "DK", "LB", "CO"), Weights(), 2)
    assert result.groups == (("A", "B"), ("C", "D"))
    assert result.proven


def test_the_order_in_which_cities_and_themes_are_given_changes_nothing():
    draw = Random(6)
    cities, weights = CASES["lcg_12", 3]
    for given in (cities, alike("KE", "DK", "LB", "CO", "KE", "DK")):
        first = matching.solve(given, weights, 3)
        for _ in range(20):
            mixed = [_mixed(city, draw) for city in draw.sample(given, len(given))]
            result = matching.solve(mixed, weights, 3)
            assert (result.groups, result.scores) == (first.groups, first.scores)


def _mixed(city, draw):
    needs, offers = (dict(draw.sample(list(each.items()), len(each))) for each in (city.needs, city.offers))
    languages = tuple(draw.sample(city.languages, len(city.languages)))
    return dataclasses.replace(city, needs=needs, offers=offers, languages=languages)


def test_groups_that_staff_keep_together_stay_and_their_cities_are_in_no_other():
    cities = alike("KE", "DK", "LB", "CO")
    result = matching.solve(cities, Weights(), 2, locked=[("D", "A")])
    assert result.groups == (("A", "D"), ("B", "C"))
    assert result.total == sum(result.scores.values())
    verify(result, cities, Weights(), 2, locked=[("D", "A")])


def test_a_fallen_group_does_not_come_again_but_its_cities_may_meet_in_a_larger_one():
    cities = alike("KE", "DK", "LB")
    fallen = Forbidden.of(exactly=[{"A", "B"}, {"A", "C"}, {"B", "C"}])
    assert matching.solve(cities, Weights(size=1), 3, forbidden=fallen).groups == (("A", "B", "C"),)
    assert matching.solve(cities, Weights(size=1), 2, forbidden=fallen).groups == ()


def test_cities_that_staff_keep_apart_are_together_in_no_group():
    cities = alike("KE", "DK", "LB")
    apart = Forbidden.of(together=[{"A", "B"}])
    assert matching.solve(cities, Weights(size=1), 3, forbidden=apart).groups == (("A", "C"),)


def test_a_city_is_in_a_group_of_a_size_it_accepts():
    cities = [dataclasses.replace(city, sizes=(3,)) for city in alike("KE", "DK", "LB", "CO")]
    assert matching.solve(cities, Weights(size=1), 3).groups == (("A", "B", "C"),)
    assert matching.solve(cities, Weights(size=1), 2).groups == ()


def test_too_many_cities_for_groups_of_four_are_told_what_is_possible():
    with pytest.raises(TooMany) as refusal:
        matching.solve(alike("KE") * 120, Weights(), 4)
    assert refusal.value.possible == 3


def test_a_first_cut_that_is_far_too_small_gives_the_same_answer_because_of_the_proof():
    assert [list(group) for group in solve("lcg_40", 3, first_cut=40).groups] == EXPECTED["lcg_40", 3]["groups"]


def test_without_the_proof_that_small_cut_gives_a_worse_answer():
    cities, weights = CASES["lcg_40", 3]
    search = matching.Search(list_groups(cities, weights, 3), perf_counter() + 60)
    search.find_bound()
    search.find_good(40)
    expected = EXPECTED["lcg_40", 3]
    assert search.value < expected["matched_cities"] * search.worth + expected["total_score"]


def test_the_solver_may_leave_no_gap():
    assert matching.OPTIONS["mip_rel_gap"] == 0


def test_few_groups_survive_the_proof():
    result = solve("lcg_40", 3)
    assert result.survivors <= 0.05 * result.allowed


@pytest.mark.nightly
def test_the_proof_is_five_times_as_fast_as_the_direct_way():
    cities, weights = CASES["lcg_40", 3]
    columns = list_groups(cities, weights, 3)
    began = perf_counter()
    expected = two_stages(columns, len(cities))
    direct = perf_counter() - began
    began = perf_counter()
    result = matching.solve(cities, weights, 3)
    assert (result.matched, result.total) == expected
    assert 5 * (perf_counter() - began) <= direct


def test_out_of_time_the_best_found_is_told_with_how_far_it_may_be_from_the_best(monkeypatch):
    monkeypatch.setattr(matching, "TIME_LIMIT", 0)
    result = solve("lcg_12", 3)
    assert not result.proven
    assert result.percent_below == 100
    assert result.bound >= result.value


def test_a_search_that_is_cancelled_stops_before_its_next_stage():
    stages = []
    with pytest.raises(matching.Cancelled):
        solve("lcg_12", 3, on_stage=lambda stage, _figures: stages.append(stage), cancelled=lambda: len(stages) == 2)
    assert stages == ["listing", "bounding"]


WRONG = {
    "a score that is off by one": lambda r: {"scores": r.scores | {r.groups[0][0]: r.scores[r.groups[0][0]] + 1}},
    "a total that is off by one": lambda r: {"totals": (r.totals[0] + 1, *r.totals[1:])},
    "a sum that is off by one": lambda r: {"total": r.total - 1},
    "a number of cities that is off by one": lambda r: {"matched": r.matched + 1},
    "a group that comes twice": lambda r: {"groups": (*r.groups, r.groups[0]), "totals": (*r.totals, r.totals[0])},
    "a group that is not allowed": lambda r: {"groups": ((r.groups[0][0], r.groups[1][0]), *r.groups[1:])},
    "a city that does not take part": lambda r: {"groups": (("S01", "X99"), *r.groups[1:])},
    "a missing total": lambda r: {"totals": r.totals[1:]},
}


@pytest.mark.parametrize("change", WRONG)
def test_a_wrong_result_is_refused(change):
    cities, weights = CASES["lcg_12", 2]
    result = solve("lcg_12", 2)
    verify(result, cities, weights, 2)
    with pytest.raises(Wrong):
        verify(dataclasses.replace(result, **WRONG[change](result)), cities, weights, 2)


def test_a_result_without_a_group_that_was_kept_together_is_refused():
    cities, weights = CASES["lcg_12", 2]
    result = solve("lcg_12", 2)
    absent = next(group for group in allowed_groups(cities, weights, 2) if group not in result.groups)
    with pytest.raises(Wrong, match="kept together"):
        verify(result, cities, weights, 2, locked=[absent])


def test_the_bench_prints_a_line_for_each_case_even_where_little_is_given(tmp_path, capsys):
    city = {"country": "KE", "need": {"youth": 1}, "offer": {"youth": 1}}
    cities = [city | {"id": "A", "capacity": 1}, city | {"id": "B", "country": "DK"}, city | {"id": "C", "sizes": [2]}]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [{"name": "little", "cities": cities, "expected": {"K2": {}, "K3": {}}}]}))
    main(["--cases", str(file)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["case"], line["K"], line["groups"]) for line in lines] == [
        ("little", 2, [["A", "B"]]),
        ("little", 3, [["A", "B"]]),
    ]
    assert {"allowed_groups", "matched", "total", "proven", "seconds"} <= set(lines[0])
