"""What may be shown of a vote by groups: cell suppression, audited before anything is published.

The method is that of official statistics (primary and complementary cell suppression with an audit by linear
programming; see Hundepool and others, "Statistical Disclosure Control", 2012, chapter 4). With one fact per table the
unknown cells form a transportation problem: its corners are whole numbers, so the audit is exact and not a bound.

Everything here is pure: tables of whole numbers in, tables out. Nothing is read and nothing is written.
"""

import logging
import time
from collections import deque
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)
OTHER = "other"
SECONDS = 8.0


class Doubt(Exception):  # noqa: N818 -- not an error: the answer is "withheld"
    """The audit could not be finished, or its two halves differ."""


@dataclass
class Group:
    """One row: who answered, `size` of them, `cells[j]` of them for option j. `hidden` are the options not shown."""

    label: str
    size: int
    cells: list
    hidden: set = field(default_factory=set)

    @property
    def is_unanimous(self):
        """Everybody in the group gave one and the same answer."""
        return self.size in self.cells

    def is_too_telling(self, k):
        return self.size < k or self.is_unanimous

    def joined_by(self, other):
        cells = [mine + theirs for mine, theirs in zip(self.cells, other.cells, strict=True)]
        return Group(OTHER, self.size + other.size, cells)

    def as_shown(self):
        """The row as it is published: None stands for a cell that is hidden."""
        cells = [None if at in self.hidden else count for at, count in enumerate(self.cells)]
        return {"label": self.label, "size": self.size, "cells": cells}


def break_down(groups, k, *, most=1, seconds=SECONDS):
    """The rows of a breakdown that may be published, or None where it is withheld.

    `groups`: pairs of {label: (size, [count of each option])}; a size is the number of people who answered, counts are
    whole numbers. `most` is how many options one person could choose (1: the counts of a group add up to its size).
    Returns a list of {"label", "size", "cells"} in the order given, "other" last. Any doubt, error or more than
    `seconds` means None.
    """
    try:
        deadline = time.monotonic() + seconds
        rows = [Group(label, size, list(cells)) for label, (size, cells) in groups.items() if size]
        _check(rows, most)
        found = _protect(rows, k, most, deadline)
        if found and not is_safe(found, k, most, deadline):
            raise Doubt("the second audit does not agree with the first")
    except Exception as error:  # noqa: BLE001 -- whatever went wrong, nothing is shown
        logger.warning("a breakdown was withheld", extra={"rule": type(error).__name__})
        return None
    return [each.as_shown() for each in found] if found else None


def will_join(sizes, k):
    """From how many people each group has: the labels that will surely stand in "Other", and whether anything is left.

    `sizes`: {label: people}. Returns (set of labels, bool). Fewer answers than people only ever join more.
    """
    small = {label for label, size in sizes.items() if size < k or label == OTHER}
    others = sum(sizes[label] for label in small)
    left = sorted((size, label) for label, size in sizes.items() if label not in small)
    while small and others < k and left:
        size, label = left.pop(0)
        small.add(label)
        others += size
    return small, len(left) + bool(others) >= 2


def _check(rows, most):
    for each in rows:
        fits = sum(each.cells) == each.size if most == 1 else each.size <= sum(each.cells) <= most * each.size
        if not fits or any(not 0 <= count <= each.size for count in each.cells):
            raise ValueError(f"the group {each.label!r} has {each.cells} of {each.size} people, at most {most} each")


def _protect(rows, k, most, deadline):
    """Join, hide, audit and hide further until the audit is content; an empty list where it never is."""
    while len(rows := _join(rows, k)) >= 2:
        for each in rows:
            each.hidden = {at for at, count in enumerate(each.cells) if 1 <= count < k}
        if _hide_enough(rows, k, most, deadline):
            return rows
        rows = _join_smallest(rows)
    return []


def _join(rows, k):
    """Groups that are too small or of one mind go into "Other", with the smallest of the rest as long as it needs."""
    others = [each for each in rows if each.label == OTHER or each.is_too_telling(k)]
    rest = [each for each in rows if each not in others]
    joined = _sum(others)
    while joined and joined.is_too_telling(k) and rest:
        smallest = min(rest, key=lambda each: each.size)
        rest.remove(smallest)
        joined = joined.joined_by(smallest)
    if joined and joined.is_too_telling(k):
        return []
    return [*rest, joined] if joined else rest


def _join_smallest(rows):
    """The smallest named group becomes part of "Other"; without one yet, the two smallest do."""
    named = sorted((each for each in rows if each.label != OTHER), key=lambda each: each.size)
    going = named[: 1 if len(named) < len(rows) else 2]
    others = [each for each in rows if each.label == OTHER] + going
    return [each for each in rows if each not in others] + [_sum(others)]


def _sum(groups):
    joined = None
    for each in groups:
        joined = joined.joined_by(each) if joined else Group(OTHER, each.size, list(each.cells))
    return joined


def _hide_enough(rows, k, most, deadline):
    """Hide further cells until no small one can be narrowed down. False where no cell is left to hide.

    Hiding more only widens what is possible, so a cell that is protected stays so.
    """
    for row, at in _small_cells(rows, k):
        while True:
            least, greatest = span(rows, row, at, most, deadline)
            if greatest >= k and greatest - least >= k:
                break
            if not _hide_cheapest(rows, row, at, most):
                return False
    return True


def _small_cells(rows, k):
    return [(row, at) for row, each in enumerate(rows) for at, count in enumerate(each.cells) if 1 <= count < k]


def _hide_cheapest(rows, row, at, most):
    """Hide the smallest shown, non-empty cell of the same column, or of the same row where its counts add up."""
    same_column = [(each.cells[at], number, at) for number, each in enumerate(rows)]
    same_row = [(count, row, option) for option, count in enumerate(rows[row].cells)] if most == 1 else []
    open_ones = [each for each in same_column + same_row if each[0] and each[2] not in rows[each[1]].hidden]
    if not open_ones:
        return False
    _count, number, option = min(open_ones)
    rows[number].hidden.add(option)
    return True


def span(rows, row, at, most, deadline):
    """The least and the greatest number that a reader must allow for a hidden cell, by linear programming (HiGHS).

    Unknown are the hidden cells, each from 1 (an empty cell is never hidden, and readers know it) to the size of its
    group. Known are all that is shown: the total of each option and the size of each group. One person chooses
    between one and `most` options, so a row adds up to its size, or lies between its size and `most` times that.
    """
    from scipy.optimize import linprog  # here, because it is slow to load and only sealing needs it

    unknown = [(number, option) for number, each in enumerate(rows) for option in sorted(each.hidden)]
    columns = sorted({option for _number, option in unknown})
    lines = sorted({number for number, _option in unknown})
    by_column = [[float(option == column) for _number, option in unknown] for column in columns]
    sums = [float(sum(rows[number].cells[option] for number, option in unknown if option == c)) for c in columns]
    by_row = [[float(number == line) for number, _option in unknown] for line in lines]
    shown = [_shown(rows[line]) for line in lines]
    least = [rows[line].size - known for line, known in zip(lines, shown, strict=True)]
    if most == 1:
        limits = {"A_eq": by_column + by_row, "b_eq": sums + [float(each) for each in least]}
    else:
        greatest = [most * rows[line].size - known for line, known in zip(lines, shown, strict=True)]
        below = [[-one for one in line] for line in by_row]
        limits = {"A_eq": by_column, "b_eq": sums, "A_ub": by_row + below, "b_ub": greatest + [-n for n in least]}
    bounds = [(1.0, float(rows[number].size)) for number, _option in unknown]
    wanted = [float(each == (row, at)) for each in unknown]
    ends = []
    for sign in (1.0, -1.0):
        left = deadline - time.monotonic()
        if left <= 0:
            raise Doubt("the time is over")
        goal = [sign * one for one in wanted]
        found = linprog(goal, **limits, bounds=bounds, method="highs", options={"time_limit": left})
        if found.status != 0:
            raise Doubt(found.message)
        ends.append(round(sign * found.fun, 6))
    return ends[0], ends[1]


def _shown(row):
    return sum(count for at, count in enumerate(row.cells) if at not in row.hidden)


# The second audit: another way, without a solver. What a reader must allow for a cell is what can be moved along
# circles of hidden cells: the greatest flow through the graph of groups and options, in whole numbers.


def is_safe(rows, k, most, deadline=float("inf")):
    """Whether the table keeps every promise: no group under k or of one mind, no small cell shown or narrower than k.

    Asks anew, from the finished table, and by greatest flows instead of linear programs.
    """
    if len(rows) < 2 or any(each.is_too_telling(k) for each in rows):
        return False
    for row, at in _small_cells(rows, k):
        if time.monotonic() > deadline or at not in rows[row].hidden:
            return False
        room = _room(rows, most)
        count, size = rows[row].cells[at], rows[row].size
        greatest = count + min(size - count, _greatest_flow(room, ("option", at), ("group", row), (row, at)))
        least = count - min(count - 1, _greatest_flow(room, ("group", row), ("option", at), (row, at)))
        if greatest < k or greatest - least < k:
            return False
    return all(count for each in rows for at, count in enumerate(each.cells) if at in each.hidden)


def _room(rows, most):
    """How far each hidden cell can rise (group to option) or fall (option to group) beside the true table."""
    room = {}
    for row, each in enumerate(rows):
        for at in each.hidden:
            room[("group", row), ("option", at)] = each.size - each.cells[at]
            room[("option", at), ("group", row)] = each.cells[at] - 1
        if most > 1:
            room["slack", ("group", row)] = most * each.size - sum(each.cells)
            room[("group", row), "slack"] = sum(each.cells) - each.size
    return room


def _greatest_flow(room, source, sink, but):
    """Ford and Fulkerson with shortest ways; the cell itself takes no part."""
    group, option = ("group", but[0]), ("option", but[1])
    left = {edge: width for edge, width in room.items() if set(edge) != {group, option}}
    beside = {}
    for start, end in list(left):
        left.setdefault((end, start), 0)
        beside.setdefault(start, set()).add(end)
        beside.setdefault(end, set()).add(start)
    flow = 0
    while way := _shortest_way(left, beside, source, sink):
        width = min(left[edge] for edge in way)
        for start, end in way:
            left[start, end] -= width
            left[end, start] += width
        flow += width
    return flow


def _shortest_way(left, beside, source, sink):
    came_from, waiting = {source: None}, deque([source])
    while waiting and sink not in came_from:
        at = waiting.popleft()
        for then in beside.get(at, ()):
            if then not in came_from and left[at, then] > 0:
                came_from[then] = at
                waiting.append(then)
    way = []
    while sink in came_from and came_from[sink] is not None:
        way.append((came_from[sink], sink))
        sink = came_from[sink]
    return way
