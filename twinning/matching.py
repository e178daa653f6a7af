"""The best groups of a round, with proof: most cities, then most points, then lowest ranks, then first by rank.

One 0/1 variable for each allowed group, one row "at most one" for each city. Prices of the cities, from the linear
relaxation, give an upper bound and say of each group how much it would cost to use it; with a good answer at hand all
groups that cost more than what separates it from the bound fall away, provably. What is left is solved in whole
numbers.
"""

import time
from dataclasses import dataclass, field

import numpy as np
from scipy import __version__ as scipy_version
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, vstack

from .columns import Columns, list_groups
from .scoring import terms

SOLVER = f"HiGHS, SciPy {scipy_version}"
FIRST_CUT = 3000  # groups of lowest cost among which a good answer is looked for
OPTIONS = {"mip_rel_gap": 0}  # the usual gap of 0.0001 would hide points behind the worth of a city
TIME_LIMIT = 120  # seconds
SLACK = 1e-6
ALMOST = 1e-3  # of a point: prices that are so near to the best ones are good enough for a bound
PRICED, PRICED_EACH = 1500, 20  # groups that join the linear problem at once; for each city at its beginning
ROUNDS_OF_PRICING = 60


class Cancelled(Exception):  # noqa: N818 -- an answer, not an error
    """The search was asked to stop, and did between two of its stages."""


class _OutOfTime(Exception):  # noqa: N818 -- the answer found so far stands, without proof
    pass


@dataclass(frozen=True)
class Result:
    """The groups, and what is known about them. `value` and `bound` count a city as `worth` points."""

    groups: tuple  # of tuples of codes, locked ones among them
    totals: tuple
    scores: dict  # by code of city
    matched: int
    total: int
    proven: bool
    value: int
    bound: float
    worth: int
    allowed: int
    survivors: int
    columns: Columns = field(repr=False)

    @property
    def percent_below(self):
        """How far below the best possible this answer is at most."""
        return 0.0 if self.bound <= self.value else 100 * (self.bound - self.value) / self.bound


def solve(cities, weights, largest, *, locked=(), forbidden=None, on_stage=None, cancelled=None, first_cut=FIRST_CUT):
    """The best set of disjoint allowed groups.

    Cities of `locked` groups leave the problem before it begins; `forbidden` is an allowing.Forbidden.
    `on_stage(stage, figures)` is told as each stage begins; `cancelled()` is asked then.
    """

    def enter(stage, **figures):
        if cancelled and cancelled():
            raise Cancelled
        if on_stage:
            on_stage(stage, figures)

    enter("listing")
    held = {code for group in locked for code in group}
    columns = list_groups([city for city in cities if city.code not in held], weights, largest, forbidden)
    search = Search(columns, time.monotonic() + TIME_LIMIT)
    enter("bounding", groups=len(columns), worth=search.worth)
    search.find_bound()
    enter("solving", bound=search.bound)
    search.find_good(first_cut)
    enter("proving", best=search.value, survivors=len(search.survivors()))
    is_proven = search.prove()
    return _result(search, is_proven, cities, weights, locked)


def _result(search, is_proven, cities, weights, locked):
    by_code = {city.code: city for city in cities}
    columns, found = search.columns, {}
    for group in locked:
        codes = tuple(sorted(group))
        found[codes] = sum(each.score for each in terms([by_code[code] for code in codes], weights).values())
    found |= {columns.group(column): int(columns.totals[column]) for column in search.best}
    scores = {}
    for codes in found:
        scores |= {code: each.score for code, each in terms([by_code[code] for code in codes], weights).items()}
    return Result(
        groups=tuple(sorted(found)),
        totals=tuple(found[codes] for codes in sorted(found)),
        scores=scores,
        matched=len(scores),
        total=sum(found.values()),
        proven=is_proven,
        value=search.value,
        bound=float(search.value) if search.is_best else search.bound,
        worth=search.worth,
        allowed=len(columns),
        survivors=len(search.survivors()),
        columns=columns,
    )


class Search:
    """The steps of the search over the columns of a round, in order: find_bound, find_good, prove."""

    def __init__(self, columns, until):
        self.columns, self.until = columns, until
        self.number = len(columns.codes)
        sizes, totals = columns.sizes.astype(np.int64), columns.totals
        self.worth = 1 + max((self.number * totals // sizes).tolist(), default=0)  # one more city outweighs all totals
        self.values = totals + self.worth * sizes
        self.ranks = np.arange(1, len(columns) + 1)
        self.best, self.is_best = np.empty(0, dtype=np.int64), False

    @property
    def value(self):
        return int(self.values[self.best].sum())

    def find_bound(self):
        """Prices of the cities at which no group is worth more than its cities: their sum bounds every answer.

        The linear problem is solved over some groups; those that are worth more than their price then join it.
        """
        inside = self._cheap_start()
        prices, costs = np.zeros(self.number), -self.values.astype(float)
        for _ in range(ROUNDS_OF_PRICING if len(self.columns) else 0):
            prices = self._prices(inside)
            costs = self._costs(prices)
            if costs.min() >= -ALMOST:
                break
            inside = np.union1d(inside, _lowest(costs, PRICED))
        prices = prices + max(0.0, -float(costs.min(initial=0.0))) / 2  # two cities or more pay what is missing
        self.costs, self.bound = self._costs(prices), float(prices.sum())

    def _cheap_start(self):
        """The groups of highest value per city, over all and for each city."""
        order = np.argsort(-(self.values / self.columns.sizes), kind="stable")
        members = self.columns.members[order]
        by_city = np.argsort(members, axis=None, kind="stable") // members.shape[1]
        begins = np.cumsum(np.bincount(members.ravel() + 1, minlength=self.number + 1))[:-1]
        of_each = [by_city[begin : begin + PRICED_EACH] for begin in begins]  # some reach into the next city's: no harm
        return np.unique(order[np.concatenate([np.arange(min(PRICED, len(order))), *of_each])])

    def _prices(self, inside):
        answer = linprog(
            -self.values[inside], A_ub=self._rows(inside), b_ub=np.ones(self.number), bounds=(0, None), method="highs"
        )
        return np.maximum(-answer.ineqlin.marginals, 0)

    def _costs(self, prices):
        """What the cities of each group pay above its value."""
        return np.append(prices, 0.0)[self.columns.members].sum(axis=1) - self.values

    def _rows(self, picked):
        """One row for each city: the picked groups that hold it."""
        members = self.columns.members[picked]
        ends = np.concatenate([[0], np.cumsum(self.columns.sizes[picked])])
        inside = members[members >= 0]
        return csc_array((np.ones(len(inside)), inside, ends), shape=(self.number, len(picked)))

    def find_good(self, first_cut):
        """The best answer within the groups of lowest cost."""
        self.inside = _lowest(self.costs, first_cut)
        self._improve(self.inside)

    def survivors(self):
        """The groups that can be in an answer as good as the one at hand; no other can."""
        return np.flatnonzero(self.costs <= self.bound - self.value + SLACK)

    def prove(self):
        """All four goals over the survivors. Whether time sufficed."""
        try:
            left = self.survivors()
            self.is_best = self.bound - self.value < 1 - SLACK or (self.is_best and np.isin(left, self.inside).all())
            if not self.is_best:
                self._improve(left)
            if self.is_best and len(self.best):
                self.best = _Ties(self).first()
        except _OutOfTime:
            return False
        return bool(self.is_best)

    def _improve(self, picked):
        """The best answer over the picked groups, if it is better than the one at hand."""
        found, self.is_best = self.answer(picked, -self.values[picked])
        if found is not None and self.values[found].sum() > self.value:
            self.best = found

    def answer(self, picked, costs, *rows):
        """(groups of lowest cost or None where nothing fits, whether that is certain), within further rows."""
        left = self.until - time.monotonic()
        if left <= 0:
            return None, False
        if not len(picked):
            return picked, True
        matrix = vstack([self._rows(picked), *(csc_array(row[None, picked].astype(float)) for row, *_ in rows)])
        lowest = [*[-np.inf] * self.number, *(low for _, low, _ in rows)]
        highest = [*[1] * self.number, *(high for *_, high in rows)]
        answer = milp(
            costs,
            integrality=np.ones(len(picked)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, lowest, highest),
            options=OPTIONS | {"time_limit": left},
        )
        if answer.x is None:
            return None, answer.status == 2  # there is none
        found = picked[np.round(answer.x) == 1]
        return (found, answer.status == 0) if self._keeps(found, rows) else (None, False)

    def _keeps(self, found, rows):
        """The solver calculates with fractions; what it says is asked again in whole numbers."""
        members = self.columns.members[found]
        members = members[members >= 0]
        return len(set(members)) == len(members) and all(low <= row[found].sum() <= high for row, low, high in rows)


def _lowest(costs, number):
    """The columns of lowest cost, in their order."""
    if len(costs) > number:
        return np.sort(np.argpartition(costs, number)[:number])
    return np.arange(len(costs))


class _Ties:
    """Of all answers with as many cities and points the one of lowest ranks, and of those the first."""

    def __init__(self, search):
        self.search, self.left = search, search.survivors()
        sizes, totals = search.columns.sizes, search.columns.totals
        self.rows = [_exactly(sizes, sizes[search.best].sum()), _exactly(totals, totals[search.best].sum())]

    def first(self):
        ranks = self.search.ranks
        best = self._ask(ranks[self.left])
        if best is None:
            raise _OutOfTime
        self.rows.append(_exactly(ranks, ranks[best].sum()))
        other = self._ask(np.zeros(len(self.left)), (self._marks(best), -np.inf, len(best) - 1))
        return best if other is None else self._first_by_rank(min(best, other, key=tuple))

    def _first_by_rank(self, best):
        """Group after group: is there an answer with an earlier one in this place? Else it is fixed."""
        place = 0
        while place < len(best):
            fixed = self._marks(best[:place])
            earlier = np.zeros(len(fixed), dtype=int)
            earlier[best[place - 1] + 1 if place else 0 : best[place]] = 1
            kept = [(fixed, place, place)] if place else []
            found = (
                self._ask(np.zeros(len(self.left)), *kept, (earlier, 1, np.inf)) if earlier[self.left].any() else None
            )
            if found is None:
                place += 1
            else:
                best = found
        return best

    def _ask(self, costs, *rows):
        found, is_certain = self.search.answer(self.left, costs, *self.rows, *rows)
        if not is_certain:
            raise _OutOfTime
        return found

    def _marks(self, columns):
        marks = np.zeros(len(self.search.columns), dtype=int)
        marks[columns] = 1
        return marks


def _exactly(amounts, number):
    return amounts, number, number
