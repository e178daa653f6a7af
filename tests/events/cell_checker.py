"""A reader with a pencil: what can be worked out of a published breakdown. Shares no code with `events.disclosure`.

Small tables are solved by writing down every table that agrees with what is shown; larger ones by whole-number
programs over the whole table, shown cells included.
"""

import random
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST_TABLES = 20_000


def random_vote(seed):
    """({label: (size, counts)}, most): 2 to 12 groups, 2 to 8 options, one or several choices, some groups lopsided."""
    chance = random.Random(seed)
    options = chance.randint(2, 8)
    most = 1 if chance.random() < 0.6 else chance.randint(2, options)
    weights = [chance.random() ** 2 + 0.05 for _ in range(options)]
    groups = {}
    for number in range(chance.choice([chance.randint(2, 6), chance.randint(2, 6), chance.randint(2, 12)])):
        size = chance.choice([chance.randint(1, 9), chance.randint(8, 60), chance.randint(30, 120)])
        own = [weight * chance.choice([0.2, 1, 1, 3]) for weight in weights]
        groups[f"group {number}"] = (size, _counts(chance, own, size, most))
    return groups, most


def _counts(chance, weights, size, most):
    counts = [0] * len(weights)
    for _ in range(size):
        wanted = chance.randint(1, most)
        for at in {chance.choices(range(len(weights)), weights)[0] for _ in range(wanted)}:
            counts[at] += 1
    return counts


def totals_of(groups):
    return [sum(column) for column in zip(*(counts for _size, counts in groups.values()), strict=True)]


def ranges(rows, totals, most):
    """{(row, option): (least, greatest)} of every hidden cell, for a reader of the rows and of the totals."""
    hidden = [(row, at) for row, each in enumerate(rows) for at, count in enumerate(each["cells"]) if count is None]
    if not hidden:
        return {}
    ways = 1
    for _row, at in hidden:
        ways *= _room_in_column(rows, totals, at) or 1
    return _by_listing(rows, totals, most, hidden) if ways <= MOST_TABLES else _by_program(rows, totals, most, hidden)


def _room_in_column(rows, totals, at):
    return totals[at] - sum(each["cells"][at] or 0 for each in rows)


def _by_listing(rows, totals, most, hidden):
    choices = [range(1, min(rows[row]["size"], _room_in_column(rows, totals, at)) + 1) for row, at in hidden]
    found = {cell: set() for cell in hidden}
    for guess in product(*choices):
        table = [list(each["cells"]) for each in rows]
        for (row, at), count in zip(hidden, guess, strict=True):
            table[row][at] = count
        fits = all(sum(column) == total for column, total in zip(zip(*table, strict=True), totals, strict=True))
        if fits and all(_adds_up(line, each["size"], most) for line, each in zip(table, rows, strict=True)):
            for cell, count in zip(hidden, guess, strict=True):
                found[cell].add(count)
    return {cell: (min(counts), max(counts)) for cell, counts in found.items()}


def _adds_up(line, size, most):
    return sum(line) == size if most == 1 else size <= sum(line) <= most * size


def _by_program(rows, totals, most, hidden):
    """Every cell of the table is an unknown; a shown one is simply bounded to what is shown."""
    wide, high = len(totals), len(rows)
    low = np.array([1 if count is None else count for each in rows for count in each["cells"]])
    up = np.array([each["size"] if count is None else count for each in rows for count in each["cells"]])
    sums, least, greatest = [], [], []
    for at in range(wide):
        sums.append([float(cell % wide == at) for cell in range(wide * high)])
        least.append(totals[at])
        greatest.append(totals[at])
    for row, each in enumerate(rows):
        sums.append([float(cell // wide == row) for cell in range(wide * high)])
        least.append(each["size"])
        greatest.append(each["size"] * (1 if most == 1 else most))
    rules, bounds = LinearConstraint(np.array(sums), least, greatest), Bounds(low, up)
    found = {}
    for row, at in hidden:
        goal = np.zeros(wide * high)
        goal[row * wide + at] = 1
        ends = [
            milp(sign * goal, integrality=np.ones(wide * high), bounds=bounds, constraints=rules) for sign in (1, -1)
        ]
        assert all(each.status == 0 for each in ends), [each.message for each in ends]
        found[row, at] = (round(ends[0].fun), round(-ends[1].fun))
    return found


def leaks(groups, rows, k, most):
    """What is wrong with a published breakdown, one sentence each; `groups` is the truth."""
    wrong = []
    totals, narrow = totals_of(groups), ranges(rows, totals_of(groups), most)
    for number, each in enumerate(rows):
        truth = _truth(groups, rows, each)
        if each["size"] < k:
            wrong.append(f"{each['label']} has {each['size']} people")
        if each["size"] in truth:
            wrong.append(f"{each['label']} is of one mind")
        for at, count in enumerate(truth):
            if each["cells"][at] not in (None, count):
                wrong.append(f"{each['label']} {at} is shown wrong")
            if 1 <= count < k and each["cells"][at] is not None:
                wrong.append(f"{each['label']} {at} is small and shown")
            if 1 <= count < k and each["cells"][at] is None:
                low, high = narrow[number, at]
                if high < k or high - low < k:
                    wrong.append(f"{each['label']} {at} lies between {low} and {high}")
    if sum(each["size"] for each in rows) != sum(size for size, _counts in groups.values()):
        wrong.append(f"people are missing; totals {totals}")
    return wrong


def _truth(groups, rows, row):
    if row["label"] in groups:
        return list(groups[row["label"]][1])
    shown = {each["label"] for each in rows}
    joined = [counts for label, (_size, counts) in groups.items() if label not in shown]
    return [sum(column) for column in zip(*joined, strict=True)]


def hiding_small_ones_alone(groups, k):
    """The control: groups as they are, and only what lies below k is hidden."""
    return [
        {"label": label, "size": size, "cells": [None if 1 <= count < k else count for count in counts]}
        for label, (size, counts) in groups.items()
        if size >= k and size not in counts
    ]
