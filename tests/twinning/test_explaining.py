"""Why a city is in its group: every line counts, and together they are its score."""

from random import Random

import pytest
from django.utils import translation

from tests.property.matching_oracle import a_round, scores
from twinning.explaining import TERMS, Telling, lines_for, reason_for, sums_of

pytestmark = pytest.mark.django_db


def random_groups(number):
    for seed in range(number):
        cities, weights, _largest = a_round(seed + 50_000)
        yield Random(seed).sample(cities, 2 + seed % 3), weights


def test_lines_add_up_to_the_score_for_every_city_of_two_hundred_groups():
    for group, weights in random_groups(200):
        stated = scores(group, weights)
        for city in group:
            lines = lines_for(city, group, weights, {})
            assert sum(line["points"] for line in lines) == stated[city.code][1]
        assert sum(sums_of(group, weights).values()) == sum(score for _lessons, score in stated.values())


def test_each_term_is_told_in_each_language(ana):
    group, weights = next(random_groups(1))
    for language in ("en", "fr", "es", "ar"):
        with translation.override(language):
            lines = lines_for(group[0], group, weights, {})
            told = Telling(lines, ana).tell(lines)
            assert {line.label for line in told} >= {str(TERMS[name]) for name in TERMS if name != "learn"}
            assert all(line.words for line in told)


def test_exactly_one_reason_is_given_and_the_first_looks_at_no_rule():
    for seed in range(100):
        cities, _weights, _largest = a_round(seed + 60_000)
        for city in cities:
            offered = any(other.offers.get(theme) for theme in city.needs for other in cities if other is not city)
            assert (reason_for(city, cities, {city.code: 1}) == "a") == (not offered)
            assert (reason_for(city, cities, {}) in "ac") and (reason_for(city, cities, {}) == "a") == (not offered)
