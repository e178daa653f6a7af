"""The matching of random rounds against oracles that know nothing of it."""

import pytest

from tests.property.matching_oracle import a_round, allowed_groups, best_of_all, best_pairs, scores
from twinning.allowing import is_allowed
from twinning.columns import list_groups
from twinning.matching import solve
from twinning.scoring import terms
from twinning.verifying import verify

EACH_COMMIT = range(40)
NIGHTLY = [*EACH_COMMIT, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(40, 500))]


@pytest.mark.parametrize("seed", NIGHTLY)
def test_the_groups_are_those_of_an_exhaustive_search(seed):
    cities, weights, largest = a_round(seed)
    groups, matched, total = best_of_all(cities, weights, largest)
    result = solve(cities, weights, largest)
    assert (result.groups, result.matched, result.total, result.proven) == (groups, matched, total, True)
    verify(result, cities, weights, largest)


@pytest.mark.parametrize("seed", NIGHTLY[:100])
def test_cities_that_are_all_alike_get_the_first_groups_by_rank(seed):
    cities, weights, _largest = a_round(seed + 10_000, most=8)
    alike = [type(city)(city.code, city.country, "Africa", 2, ("en",), {"a": 1}, {"a": 1}) for city in cities]
    for largest in (2, 3):
        result = solve(alike, weights, largest)
        assert (result.groups, result.matched, result.total) == best_of_all(alike, weights, largest)


@pytest.mark.parametrize("seed", NIGHTLY[:100])
def test_pairs_are_as_many_and_worth_as_much_as_a_graph_library_finds(seed):
    cities, weights, _largest = a_round(seed + 20_000, fewest=10, most=30)
    result = solve(cities, weights, 2)
    assert (result.matched, result.total, result.proven) == (*best_pairs(cities, weights), True)


@pytest.mark.parametrize("seed", NIGHTLY[:100])
def test_the_list_of_groups_holds_what_the_rule_allows_and_its_totals(seed):
    cities, weights, largest = a_round(seed + 30_000, fewest=2)
    columns = list_groups(cities, weights, largest)
    listed = {columns.group(column): int(columns.totals[column]) for column in range(len(columns))}
    assert list(listed.items()) == list(allowed_groups(cities, weights, largest).items())


@pytest.mark.parametrize("seed", range(40))
def test_the_score_is_that_of_the_rule_and_so_is_what_is_allowed(seed):
    cities, weights, largest = a_round(seed + 40_000)
    by_code = {city.code: city for city in cities}
    allowed = allowed_groups(cities, weights, largest)
    for group in [tuple(by_code[code] for code in codes) for codes in allowed]:
        assert is_allowed(group, weights, largest)
        found = {code: (each.lessons, each.score) for code, each in terms(group, weights).items()}
        assert found == scores(group, weights)
    apart = [(one, two) for one in cities for two in cities if tuple(sorted((one.code, two.code))) not in allowed]
    assert not any(is_allowed(pair, weights, largest) for pair in apart)
