"""Which groups are allowed under the rules of a round: the rule word by word, in plain Python."""

from dataclasses import dataclass
from math import comb

from .scoring import SIZES, terms

MOST = 1_000_000  # combinations of cities that are looked at


class TooMany(Exception):  # noqa: N818 -- an answer, not an error
    """Groups of this size are too many to be looked at one by one. `possible` is the largest size that is not."""

    def __init__(self, largest, possible):
        super().__init__(f"groups of up to {largest} are too many; up to {possible} are possible")
        self.largest, self.possible = largest, possible


@dataclass(frozen=True)
class Forbidden:
    """Sets that are no group: `exactly` fallen ones as they were, `together` those that no group may hold whole."""

    exactly: frozenset = frozenset()
    together: frozenset = frozenset()

    @classmethod
    def of(cls, exactly=(), together=()):
        return cls(frozenset(map(frozenset, exactly)), frozenset(map(frozenset, together)))

    def holds(self, codes):
        return codes in self.exactly or any(apart <= codes for apart in self.together)


def is_allowed(group, weights, largest, forbidden=None):
    """Whether these cities may be a group: the rule of a round, word by word."""
    codes = frozenset(city.code for city in group)
    if not 2 <= len(group) <= largest or len(codes) < len(group):
        return False
    if len({city.country for city in group}) < 2 or any(codes & set(city.vetoes) for city in group):
        return False
    if any(len(group) not in city.sizes for city in group) or (forbidden and forbidden.holds(codes)):
        return False
    return all(each.lessons >= 1 and each.score >= 1 for each in terms(group, weights).values())


def possible_size(number):
    """The largest group of at most four for which so many cities give few enough combinations."""
    return max((size for size in SIZES if combinations(number, size) <= MOST), default=1)


def combinations(number, largest):
    """How many sets of two to `largest` there are among so many cities."""
    return sum(comb(number, size) for size in range(2, largest + 1))
