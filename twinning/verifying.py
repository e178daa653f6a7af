"""Nothing is believed of a solver: every number of an answer is recomputed in plain whole numbers before it is kept."""

from .allowing import is_allowed
from .scoring import terms


class Wrong(Exception):  # noqa: N818 -- an answer: this result is refused
    """The answer does not hold; the text says what does not, for the log."""


def verify(result, cities, weights, largest, *, locked=(), forbidden=None):
    """Raise Wrong unless each group is allowed, no city is in two, locks are kept, and scores and sums are right."""
    by_code = {city.code: city for city in cities}
    codes = [code for group in result.groups for code in group]
    _ask(set(codes) <= set(by_code), "a group names a city that does not take part")
    _ask(len(codes) == len(set(codes)), "a city is in two groups")
    _ask({tuple(sorted(group)) for group in locked} <= set(result.groups), "a group that was kept together is missing")
    _ask(len(result.totals) == len(result.groups), "a group has no total")
    for group, total in zip(result.groups, result.totals, strict=True):
        members = [by_code[code] for code in group]
        _ask(is_allowed(members, weights, largest, forbidden), "a group is not allowed")
        scores = {code: each.score for code, each in terms(members, weights).items()}
        _ask(all(result.scores.get(code) == score for code, score in scores.items()), "the score of a city is wrong")
        _ask(sum(scores.values()) == total, "the total of a group is wrong")
    _ask(set(result.scores) == set(codes), "a score belongs to no group")
    _ask(result.matched == len(codes), "the number of matched cities is wrong")
    _ask(result.total == sum(result.totals), "the sum of all totals is wrong")


def _ask(holds, otherwise):
    if not holds:
        raise Wrong(otherwise)
