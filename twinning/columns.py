"""All allowed groups of a round as arrays: some 240,000 groups of 120 cities in well under a second.

`allowing` and `scoring` say the same about one group in plain Python; the tests compare them, and no result of a run is
kept before they have confirmed it.
"""

from dataclasses import dataclass
from itertools import combinations as pairs_of

import numpy as np

from .allowing import MOST, TooMany, combinations, possible_size

CHUNK = 1 << 15  # groups scored at once, so that memory stays modest


@dataclass(frozen=True)
class Columns:
    """All allowed groups, sorted as tuples of codes: the place in this order, counted from 1, is a group's rank.

    `members` holds a row of numbers of cities for each group, filled up with -1; `codes` are the cities by number.
    """

    codes: list
    members: np.ndarray
    sizes: np.ndarray
    totals: np.ndarray

    def __len__(self):
        return len(self.sizes)

    def group(self, column):
        """The codes of the cities of a group, sorted."""
        return tuple(self.codes[number] for number in self.members[column] if number >= 0)

    def per_city(self):
        """How many allowed groups hold each city, by code; only cities that are in one."""
        counts = np.bincount(self.members[self.members >= 0].ravel(), minlength=len(self.codes))
        return {code: int(count) for code, count in zip(self.codes, counts, strict=True) if count}

    def best_with(self, code, besides=()):
        """The allowed group of highest total that holds the city and is none of `besides`; None without one."""
        holding = np.flatnonzero((self.members == self.codes.index(code)).any(axis=1))
        for column in holding[np.argsort(-self.totals[holding], kind="stable")]:
            if self.group(column) not in besides:
                return self.group(column)
        return None


def list_groups(cities, weights, largest, forbidden=None):
    """Every allowed group of these cities, as Columns."""
    cities = sorted(cities, key=lambda city: city.code)
    if combinations(len(cities), largest) > MOST:
        raise TooMany(largest, possible_size(len(cities)))
    facts = _Facts(cities)
    members, totals = [], []
    rows = np.arange(len(cities), dtype=np.int16)[:, None]
    for _size in range(2, largest + 1):
        rows = _one_more(rows, facts.agree)
        for chunk in _chunks(rows[facts.is_group(rows)]):
            score = facts.scores(chunk, weights)
            members.append(_filled(chunk[score > 0], largest))
            totals.append(score[score > 0])
        if not len(rows):
            break
    return _in_order(cities, members, totals, largest, forbidden)


def _one_more(rows, agree):
    """Each row with each later city that agrees with all of its own; nobody's veto is inside."""
    found = []
    for chunk in _chunks(rows):
        fits = np.arange(len(agree)) > chunk[:, -1:]
        for place in range(chunk.shape[1]):
            fits &= agree[chunk[:, place]]
        which, city = np.nonzero(fits)
        found.append(np.column_stack([chunk[which], city.astype(np.int16)]))
    return np.concatenate(found) if found else np.empty((0, rows.shape[1] + 1), dtype=np.int16)


def _chunks(rows):
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _filled(rows, width):
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])), constant_values=-1)


def _in_order(cities, members, totals, largest, forbidden):
    """The columns sorted by their codes, without those that are forbidden."""
    members = np.concatenate(members) if members else np.empty((0, largest), dtype=np.int16)
    totals = np.concatenate(totals) if totals else np.empty(0, dtype=np.int64)
    codes = [city.code for city in cities]
    keep = _not_forbidden(members, codes, forbidden)
    members, totals = members[keep], totals[keep]
    order = np.lexsort(members.T[::-1])
    members = members[order]
    return Columns(codes, members, (members >= 0).sum(axis=1), totals[order])


def _not_forbidden(members, codes, forbidden):
    keep = np.ones(len(members), dtype=bool)
    number_of = {code: number for number, code in enumerate(codes)}
    sizes = (members >= 0).sum(axis=1)
    for kind, sets in (("exactly", forbidden.exactly), ("together", forbidden.together)) if forbidden else ():
        for each in sets:
            if not all(code in number_of for code in each):
                continue
            held = np.ones(len(members), dtype=bool)
            for code in each:
                held &= (members == number_of[code]).any(axis=1)
            keep &= ~(held & (sizes == len(each))) if kind == "exactly" else ~held
    return keep


class _Facts:
    """What is known of the cities, as arrays: one row for each city."""

    def __init__(self, cities):
        themes = sorted({theme for city in cities for theme in (*city.needs, *city.offers)})
        self.needs = _table(cities, themes, lambda city: city.needs)
        self.offers = _table(cities, themes, lambda city: city.offers)
        languages = sorted({language for city in cities for language in city.languages})
        self.languages = np.array([[each in city.languages for each in languages] for city in cities], dtype=bool)
        self.languages = self.languages.reshape(len(cities), len(languages))
        self.countries = _numbered([city.country for city in cities])
        self.regions = _numbered([city.region for city in cities])
        self.capacity = np.array([city.capacity for city in cities], dtype=np.int64)
        self.sizes = [set(city.sizes) for city in cities]
        self.agree = np.ones((len(cities), len(cities)), dtype=bool)
        for (one, first), (two, second) in pairs_of(enumerate(cities), 2):
            if second.code in first.vetoes or first.code in second.vetoes:
                self.agree[one, two] = self.agree[two, one] = False

    def is_group(self, rows):
        """Which rows have two countries, and only cities that accept their size."""
        if not len(rows):
            return np.empty(0, dtype=bool)
        size = rows.shape[1]
        accepts = np.array([size in sizes for sizes in self.sizes], dtype=bool)
        countries = self.countries[rows]
        return accepts[rows].all(axis=1) & (countries != countries[:, :1]).any(axis=1)

    def scores(self, rows, weights):
        """The total of each row; 0 for one in which a city learns nothing or scores below 1."""
        size = rows.shape[1]
        regions = self.regions[rows]
        needs = self.needs[rows[:, 0]]
        languages = self.languages[rows[:, 0]]
        for place in range(1, size):
            needs = np.minimum(needs, self.needs[rows[:, place]])
            languages = languages & self.languages[rows[:, place]]
        common = (
            weights.shared * needs.sum(axis=1, dtype=np.int64)
            + weights.capacity * self.capacity[rows].min(axis=1)
            + weights.language * languages.any(axis=1).astype(np.int64)
            + weights.regions * (regions != regions[:, :1]).any(axis=1).astype(np.int64)
            - weights.size * (size - 2)
        )
        total, fits = size * common, np.ones(len(rows), dtype=bool)
        for place in range(size):
            lessons = self._lessons(rows, place)
            points = weights.learn * lessons
            fits &= (lessons >= 1) & (points + common >= 1)
            total = total + points
        return np.where(fits, total, 0)

    def _lessons(self, rows, place):
        """What the city at this place of each row learns from the others."""
        best = None
        for other in range(rows.shape[1]):
            if other != place:
                offers = self.offers[rows[:, other]]
                best = offers if best is None else np.maximum(best, offers)
        return np.einsum("ij,ij->i", self.needs[rows[:, place]], best, dtype=np.int64)


def _table(cities, themes, levels):
    rows = [[levels(city).get(theme, 0) for theme in themes] for city in cities]
    return np.array(rows, dtype=np.int16).reshape(len(cities), len(themes))


def _numbered(words):
    number_of = {word: number for number, word in enumerate(sorted(set(words)))}
    return np.array([number_of[word] for word in words], dtype=np.int16)
