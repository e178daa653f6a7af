"""What may be shown of a vote by groups: an independent reader works nothing out of it."""

import time

import pytest
import scipy.optimize

from events.disclosure import OTHER, Group, break_down, is_safe, will_join
from tests.events.cell_checker import hiding_small_ones_alone, leaks, random_vote, ranges, totals_of

K = 5
SMALL = {"north": (30, [3, 12, 15]), "south": (40, [20, 4, 16]), "west": (25, [4, 11, 10]), "east": (30, [9, 3, 18])}
LARGE = {"north": (30, [12, 10, 8]), "south": (40, [20, 14, 6]), "west": (25, [9, 9, 7])}


def labels(rows):
    return [each["label"] for each in rows]


def test_a_table_without_small_cells_is_shown_whole():
    rows = break_down(LARGE, K)
    assert [(each["label"], each["cells"]) for each in rows] == [(name, cells) for name, (_, cells) in LARGE.items()]


def test_a_group_under_k_goes_into_other():
    rows = break_down(LARGE | {"east": (4, [2, 1, 1]), "isles": (6, [3, 3, 0])}, K)
    assert labels(rows) == ["north", "south", "west", OTHER] or labels(rows) == ["north", "south", OTHER]
    assert "east" not in labels(rows)
    assert sum(each["size"] for each in rows) == 105


def test_a_group_of_one_mind_goes_into_other():
    rows = break_down(LARGE | {"east": (9, [9, 0, 0])}, K)
    assert "east" not in labels(rows)
    assert rows[-1]["label"] == OTHER


def test_other_takes_the_smallest_along_until_it_is_large_enough():
    rows = break_down(LARGE | {"east": (2, [1, 1, 0])}, K)
    assert labels(rows) == ["north", "south", OTHER]
    assert rows[-1] == {"label": OTHER, "size": 27, "cells": [10, 10, 7]}


def test_a_small_cell_never_stands_alone_in_its_row_or_column():
    rows = break_down(SMALL, K)
    hidden = [(row, at) for row, each in enumerate(rows) for at, cell in enumerate(each["cells"]) if cell is None]
    assert labels(rows) == list(SMALL)
    assert len(hidden) >= 4
    assert leaks(SMALL, rows, K, 1) == []


def test_an_empty_cell_is_shown_as_what_it_is():
    rows = break_down(LARGE | {"east": (20, [10, 10, 0])}, K)
    assert rows[-1]["cells"] == [10, 10, 0]


def test_one_group_alone_is_no_breakdown():
    assert break_down({"north": (30, [12, 10, 8])}, K) is None
    assert break_down({"north": (3, [1, 1, 1]), "south": (4, [2, 1, 1])}, K) is None
    assert break_down({}, K) is None


def test_a_rare_answer_withholds_what_no_hiding_can_protect():
    assert break_down({"north": (30, [29, 1]), "south": (40, [38, 2])}, K) is None


def test_several_choices_have_no_sum_by_row():
    votes = {"north": (20, [18, 12, 3]), "south": (30, [25, 20, 9]), "west": (15, [14, 7, 6])}
    rows = break_down(votes, K, most=3)
    assert leaks(votes, rows, K, 3) == []


def test_numbers_that_do_not_add_up_are_withheld():
    assert break_down({"north": (30, [12, 10, 9]), "south": (40, [20, 14, 6])}, K) is None
    assert break_down({"north": (5, [6, 0]), "south": (40, [20, 20])}, K, most=2) is None


def test_a_solver_that_fails_shows_nothing(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no solution today")

    votes = SMALL
    assert break_down(votes, K)
    monkeypatch.setattr(scipy.optimize, "linprog", broken)
    assert break_down(votes, K) is None


def test_a_solver_that_lies_is_caught_by_the_second_audit(monkeypatch):
    """The program is told that every cell may be anything: it would hide too little, and nothing is shown."""

    def generous(goal, **kwargs):
        value = 0.0 if max(goal) > 0 else -99.0
        return scipy.optimize.OptimizeResult(status=0, fun=value, message="")

    monkeypatch.setattr(scipy.optimize, "linprog", generous)
    assert break_down(SMALL, K) is None


def test_when_the_time_is_over_nothing_is_shown():
    assert break_down(SMALL, K, seconds=0) is None


def test_the_second_audit_finds_each_kind_of_breach():
    fine = [Group("north", 30, [12, 18]), Group("south", 40, [20, 20])]
    assert is_safe(fine, K, 1)
    assert not is_safe([*fine, Group("east", 4, [2, 2])], K, 1)
    assert not is_safe([*fine, Group("east", 9, [9, 0])], K, 1)
    assert not is_safe([*fine, Group("east", 9, [7, 2])], K, 1)
    assert not is_safe([*fine, Group("east", 9, [7, 2], {1})], K, 1)
    assert not is_safe(fine[:1], K, 1)


def test_what_will_be_joined_is_told_from_the_seats():
    assert will_join({"north": 30, "south": 12, "east": 4}, K) == ({"east", "south"}, True)
    assert will_join({"north": 30, "south": 12}, K) == (set(), True)
    assert will_join({"north": 3, "south": 2}, K) == ({"north", "south"}, False)
    assert will_join({"north": 30}, K) == (set(), False)


def test_the_checker_writes_down_every_table():
    rows = [{"label": "a", "size": 6, "cells": [None, None]}, {"label": "b", "size": 6, "cells": [None, None]}]
    assert ranges(rows, [6, 6], 1) == dict.fromkeys([(0, 0), (0, 1), (1, 0), (1, 1)], (1, 5))


def audit(seeds):
    """How many of these tables were published, and every leak."""
    published, found = 0, []
    for seed in seeds:
        votes, most = random_vote(seed)
        rows = break_down(votes, K, most=most)
        if rows is not None:
            published += 1
            found += [(seed, words) for words in leaks(votes, rows, K, most)]
    return published, found


@pytest.mark.parametrize("first", [0, *(pytest.param(each, marks=pytest.mark.nightly) for each in (100, 200))])
def test_no_hidden_cell_of_a_hundred_random_tables_can_be_worked_out(first):
    published, found = audit(range(first, first + 100))
    assert found == []
    assert published >= 30


@pytest.mark.nightly
def test_no_hidden_cell_of_2000_random_tables_can_be_worked_out():
    published, found = audit(range(1000, 3000))
    assert found == []
    assert published >= 700


def test_hiding_what_is_below_k_alone_leaks_in_at_least_half():
    """The control: the same checker sees through the plain way."""
    telling = 0
    for seed in range(60):
        votes, most = random_vote(seed)
        rows = hiding_small_ones_alone(votes, K)
        shown = {each["label"] for each in rows}
        votes = {label: vote for label, vote in votes.items() if label in shown}
        telling += bool(votes and leaks(votes, rows, K, most))
    assert telling >= 30


def test_small_and_large_tables_are_told_alike_by_both_ways_of_checking():
    from tests.events import cell_checker

    compared = 0
    for seed in range(4000, 4060):
        votes, most = random_vote(seed)
        votes = dict(list(votes.items())[:3])
        rows = hiding_small_ones_alone(votes, K)
        shown = {each["label"] for each in rows}
        totals = totals_of({label: vote for label, vote in votes.items() if label in shown}) if shown else []
        hidden = [(r, a) for r, each in enumerate(rows) for a, count in enumerate(each["cells"]) if count is None]
        if 0 < len(hidden) <= 5 and sum(totals) < 200:
            by_listing = cell_checker._by_listing(rows, totals, most, hidden)
            assert by_listing == cell_checker._by_program(rows, totals, most, hidden)
            compared += 1
    assert compared >= 5


def test_every_table_ends_soon():
    begun = time.monotonic()
    votes, most = random_vote(17)
    break_down(votes, K, most=most)
    assert time.monotonic() - begun < 8
