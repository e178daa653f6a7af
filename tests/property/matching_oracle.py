"""Other ways to the best groups of a round, slow and plain, against which the matching is held."""

from itertools import combinations
from random import Random

import networkx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from twinning.scoring import City, Weights

THEMES = ["youth", "families", "schools", "online", "local", "comms"]


def a_round(seed, fewest=6, most=9, largest=None):
    """Made-up cities, weights and K: some rounds full of cities that are alike, some with private lists and sizes."""
    draw = Random(seed)
    number, alike = draw.randint(fewest, most), draw.random() < 0.4
    codes = [f"c{each:02}" for each in draw.sample(range(99), number)]
    cities = [_a_city(draw, code, codes, THEMES[: 2 if alike else draw.randint(3, 6)], alike) for code in codes]
    weights = Weights(*(draw.choice(each) for each in ((1, 3), (0, 4), (0, 2), (0, 3), (0, 1), (0, 5, 14, 24))))
    return cities, weights, largest or draw.choice((2, 3, 3, 4))


def _a_city(draw, code, codes, themes, alike):
    def levels():
        if alike:
            return dict.fromkeys(themes, 2)
        return {theme: draw.randint(1, 3) for theme in themes if draw.random() < 0.5}

    return City(
        code=code,
        country=f"X{draw.randint(1, 4 if not alike else 9)}",
        region=draw.choice(["Africa", "Asia", "Europe"]) if not alike else "Africa",
        capacity=2 if alike else draw.randint(1, 3),
        languages=("en",) if alike else tuple(draw.sample(["en", "fr", "ar"], draw.randint(1, 2))),
        needs=levels(),
        offers=levels(),
        sizes=(2, 3, 4) if draw.random() < 0.8 else tuple(draw.sample([2, 3, 4], 2)),
        vetoes=frozenset(draw.sample(codes, 2)) - {code} if draw.random() < 0.2 else frozenset(),
    )


def scores(group, weights):
    """The rule as the specification words it."""
    themes = {theme for city in group for theme in (*city.needs, *city.offers)}
    shared = sum(min(city.needs.get(theme, 0) for city in group) for theme in themes)
    common = (
        weights.shared * shared
        + weights.capacity * min(city.capacity for city in group)
        + (weights.language if set.intersection(*(set(city.languages) for city in group)) else 0)
        + (weights.regions if len({city.region for city in group}) > 1 else 0)
        - weights.size * (len(group) - 2)
    )
    found = {}
    for city in group:
        others = [other for other in group if other is not city]
        learned = sum(city.needs.get(theme, 0) * max(o.offers.get(theme, 0) for o in others) for theme in themes)
        found[city.code] = (learned, weights.learn * learned + common)
    return found


def allowed_groups(cities, weights, largest):
    """{sorted codes: total}, in the order of their ranks."""
    found = {}
    for size in range(2, largest + 1):
        for group in combinations(cities, size):
            codes = {city.code for city in group}
            if len({city.country for city in group}) < 2 or any(size not in city.sizes for city in group):
                continue
            if any(city.vetoes & codes for city in group):
                continue
            points = scores(group, weights).values()
            if all(learned >= 1 and score >= 1 for learned, score in points):
                found[tuple(sorted(codes))] = sum(score for _learned, score in points)
    return dict(sorted(found.items()))


def best_of_all(cities, weights, largest):
    """All sets of disjoint allowed groups are looked at: (groups, matched, total) of the best by the four goals."""
    groups = allowed_groups(cities, weights, largest)
    ranks = {group: rank for rank, group in enumerate(groups, 1)}
    best = None

    def look(left, taken):
        nonlocal best
        if not left:
            held = sorted(ranks[group] for group in taken)
            matched, total = sum(map(len, taken)), sum(groups[group] for group in taken)
            key = (-matched, -total, sum(held), held)
            best = min(best or (key, taken), (key, taken), key=lambda each: each[0])
            return
        first, *rest = left
        look(rest, taken)
        for group in groups:
            if group[0] == first and set(group) <= set(left):
                look([code for code in rest if code not in group], [*taken, group])

    look(sorted(city.code for city in cities), [])
    (matched, total, *_), taken = best
    return tuple(sorted(taken)), -matched, -total


def best_pairs(cities, weights):
    """(matched, total) of the pairs that a graph library finds."""
    graph = networkx.Graph()
    for (one, two), total in allowed_groups(cities, weights, 2).items():
        graph.add_edge(one, two, weight=total)
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return 2 * len(found), sum(graph.edges[pair]["weight"] for pair in found)


def greedy(cities, weights, largest):
    """(matched, total) of what looks best at each moment: the highest score per city first."""
    groups, taken, total = allowed_groups(cities, weights, largest), set(), 0
    for group in sorted(groups, key=lambda group: (-groups[group] / len(group), group)):
        if not taken & set(group):
            taken |= set(group)
            total += groups[group]
    return len(taken), total


def two_stages(columns, number):
    """(matched, total) by the direct way: most cities over all columns, then most points with that many."""
    rows = np.zeros((number, len(columns)))
    for place in range(columns.members.shape[1]):
        held = np.flatnonzero(columns.members[:, place] >= 0)
        rows[columns.members[held, place], held] = 1
    once = LinearConstraint(rows, -np.inf, 1)
    given = {"integrality": np.ones(len(columns)), "bounds": Bounds(0, 1), "options": {"mip_rel_gap": 0}}
    most = round(-milp(-columns.sizes, constraints=once, **given).fun)
    so_many = LinearConstraint(columns.sizes[None, :], most, most)
    return most, round(-milp(-columns.totals, constraints=[once, so_many], **given).fun)
