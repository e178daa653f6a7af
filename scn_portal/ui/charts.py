"""Charts drawn by the server: bars, stacked bars and lines. The table of the same numbers belongs to each.

Geometry stands in attributes, in percent, so that a chart is as wide as its place and its words keep their size.
"""

from typing import NamedTuple

from django.utils.translation import get_language_bidi

MOST_SERIES = 6
_LETTERS = "ABCDEF"
_TICKS = 4
_PAIRED = 14  # pixels for each bar of a pair
_LABEL_GAP = 9  # percent of the height that two labels of lines keep from each other


class Series(NamedTuple):
    """A row of numbers with one name; a number that is not known is None."""

    name: str
    values: list


class Bar(NamedTuple):
    """A piece of a bar: where it begins and how long it is, in percent from the left; which series it belongs to."""

    x: str
    width: str
    series: int
    letter: str
    has_room: bool
    y: int = 0  # pixels from the top of its row

    @property
    def middle(self):
        return f"{float(self.x[:-1]) + float(self.width[:-1]) / 2:.2f}%"


class Row(NamedTuple):
    label: str
    values: list
    bars: list
    height: int = 24


class Line(NamedTuple):
    """A line in a box of 100 by 100, and the height at which its name stands."""

    name: str
    series: int
    path: str
    label_y: str


class Chart(NamedTuple):
    """What the template draws. `kind` is bars, stacked, paired or line."""

    kind: str
    title: str
    description: str
    heads: list
    rows: list
    lines: list
    ticks: list
    unit: str
    source: str
    csv_url: str


def bars(title, labels, series, *, description="", unit="", source="", csv_url="", written=None):
    """One bar for each label. All begin at zero and grow from the side where reading begins.

    `written` are the words that stand in place of the numbers, where a source says "80+" and not 80.
    """
    drawn = _barred("bars", title, labels, [series], description, unit, source, csv_url)
    if written is None:
        return drawn
    rows = [row._replace(values=[words]) for row, words in zip(drawn.rows, written, strict=True)]
    return drawn._replace(rows=rows)


def stacked_bars(title, labels, series, *, description="", unit="", source="", csv_url=""):
    """For each label the series one behind the other; letters tell them apart, not colour alone."""
    return _barred("stacked", title, labels, series, description, unit, source, csv_url)


def paired_bars(title, labels, series, *, shown=None, description="", unit="", source="", csv_url=""):
    """For each label the series one below the other, to be compared. `shown` are the words for its cells, if others."""
    _check(labels, series)
    longest = max((value or 0 for each in series for value in each.values), default=0) or 1
    rows = [
        Row(label, (shown or _by_label(series))[at], _below_each_other(series, at, longest), _PAIRED * len(series))
        for at, label in enumerate(labels)
    ]
    heads = [each.name for each in series]
    return Chart("paired", title, description, heads, rows, [], [], unit, source, csv_url)


def _by_label(series):
    return [list(values) for values in zip(*(each.values for each in series), strict=True)]


def _below_each_other(series, at, longest):
    pieces = []
    for number, each in enumerate(series, 1):
        width = 100 * (each.values[at] or 0) / longest
        x = 100 - width if get_language_bidi() else 0.0
        if width:
            place = _PAIRED * (number - 1)
            pieces.append(Bar(f"{x:.2f}%", f"{width:.2f}%", number, _LETTERS[number - 1], False, place))
    return pieces


def line(title, labels, series, *, description="", unit="", source="", csv_url=""):
    """Lines over time, which runs from left to right in every language. What is not known leaves a gap."""
    _check(labels, series)
    top, step = _scale(max((value for each in series for value in each.values if value is not None), default=0))
    paths = [_path(each.values, top) for each in series]
    heights = _apart([_last(each.values, top) for each in series])
    return Chart(
        kind="line",
        title=title,
        description=description,
        heads=[each.name for each in series],
        rows=[Row(label, [each.values[at] for each in series], []) for at, label in enumerate(labels)],
        lines=[
            Line(each.name, number, path, f"{height:.1f}%")
            for number, (each, path, height) in enumerate(zip(series, paths, heights, strict=True), 1)
        ],
        ticks=[(step * number, f"{100 - 100 * step * number / top:.1f}%") for number in range(_TICKS + 1)],
        unit=unit,
        source=source,
        csv_url=csv_url,
    )


def _barred(kind, title, labels, series, description, unit, source, csv_url):
    _check(labels, series)
    known = [[each.values[at] for each in series] for at in range(len(labels))]
    longest = max((sum(value or 0 for value in values) for values in known), default=0) or 1
    rows = [Row(label, values, _pieces(values, longest)) for label, values in zip(labels, known, strict=True)]
    heads = [each.name for each in series]
    return Chart(kind, title, description, heads, rows, [], [], unit, source, csv_url)


def _pieces(values, longest):
    """The bars of one row, one behind the other; mirrored where the language reads from the right."""
    begin, pieces = 0.0, []
    for number, value in enumerate(values, 1):
        width = 100 * (value or 0) / longest
        x = 100 - begin - width if get_language_bidi() else begin
        if width:
            pieces.append(Bar(f"{x:.2f}%", f"{width:.2f}%", number, _LETTERS[number - 1], width >= 12))
        begin += width
    return pieces


def _check(labels, series):
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"A chart holds 1 to {MOST_SERIES} series, not {len(series)}.")
    for each in series:
        if len(each.values) != len(labels):
            raise ValueError(f"The series {each.name} has {len(each.values)} numbers for {len(labels)} labels.")
        if any(value is not None and value < 0 for value in each.values):
            raise ValueError(f"The series {each.name} has a number below zero; charts begin at zero.")


def _scale(most):
    """A round number at or above `most`, and the step between the ticks."""
    step = 1
    while step * _TICKS < most:
        step = {"1": step * 2, "2": step * 5 // 2, "5": step * 2}[str(step)[0]]
    return step * _TICKS, step


def _points(values, top):
    """(x, y) in a box of 100 by 100 for each number that is known, else None."""
    apart = 100 / max(len(values) - 1, 1)
    return [None if value is None else (at * apart, 100 - 100 * value / top) for at, value in enumerate(values)]


def _path(values, top):
    parts, pen_down = [], False
    for point in _points(values, top):
        if point:
            parts.append(f"{'L' if pen_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        pen_down = point is not None
    return "".join(parts)


def _last(values, top):
    known = [point for point in _points(values, top) if point]
    return known[-1][1] if known else 100.0


def _apart(heights):
    """The heights of the names, moved just so far that no two stand on each other."""
    placed, before = {}, -_LABEL_GAP
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        before = placed[at] = max(heights[at], before + _LABEL_GAP)
    too_low = max(0.0, before - 100)
    return [placed[at] - too_low for at in range(len(heights))]
