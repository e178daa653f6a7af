import re

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from scn_portal.ui.charts import Series, bars, line, paired_bars, stacked_bars

REGIONS = ["Africa", "Asia", "Europe"]
CITIES = Series("Cities", [20, 10, 40])
NUMBERS = st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=1, max_size=6)


def render(chart):
    return Template("{% chart drawn %}").render(Context({"drawn": chart}))


def cells(html):
    return [int(re.sub(r"\D", "", cell)) for cell in re.findall(r"<td>([^<]+)</td>", html)]


def test_bars_begin_at_zero_and_are_as_long_as_their_numbers():
    rows = bars("Cities", REGIONS, CITIES).rows
    assert [[(bar.x, bar.width) for bar in row.bars] for row in rows] == [
        [("0.00%", "50.00%")],
        [("0.00%", "25.00%")],
        [("0.00%", "100.00%")],
    ]


def test_bars_grow_from_the_right_where_reading_begins_there():
    with translation.override("ar"):
        rows = stacked_bars("Cities", ["Asia", "Europe"], [Series("a", [1, 3]), Series("b", [1, 1])]).rows
    assert [[(bar.x, bar.width) for bar in row.bars] for row in rows] == [
        [("75.00%", "25.00%"), ("50.00%", "25.00%")],
        [("25.00%", "75.00%"), ("0.00%", "25.00%")],
    ]


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_pieces_of_a_stacked_bar_follow_each_other_and_fit(numbers):
    chart = stacked_bars("x", list("abcd"), [Series(str(at), values) for at, values in enumerate(numbers)])
    for row in chart.rows:
        end = 0.0
        for bar in row.bars:
            assert float(bar.x[:-1]) == pytest.approx(end, abs=0.03)
            end = float(bar.x[:-1]) + float(bar.width[:-1])
        assert end <= 100.05


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_a_line_stays_in_its_box_and_its_names_apart(numbers):
    chart = line("x", list("abcd"), [Series(str(at), values) for at, values in enumerate(numbers)])
    for each in chart.lines:
        points = [tuple(map(float, pair)) for pair in re.findall(r"[ML]([\d.]+) ([\d.]+)", each.path)]
        assert [x for x, _ in points] == [0.0, 33.3, 66.7, 100.0]
        assert all(0 <= y <= 100 for _, y in points)
    heights = sorted(float(each.label_y[:-1]) for each in chart.lines)
    assert all(upper - lower >= 8.8 for lower, upper in zip(heights, heights[1:], strict=False))


@given(st.integers(0, 10**9))
def test_the_scale_is_round_and_holds_the_largest_number(most):
    ticks = [tick for tick, _ in line("x", ["a"], [Series("s", [most])]).ticks]
    assert ticks[0] == 0 and ticks[-1] >= most
    assert str(ticks[1]).rstrip("0") in {"1", "2", "5"}


def test_what_is_not_known_leaves_a_gap_and_says_so():
    chart = line("x", list("abcd"), [Series("s", [0, 4, None, 4])])
    assert chart.lines[0].path == "M0.0 100.0L33.3 0.0M100.0 0.0"
    assert "not known" in render(chart)


@pytest.mark.parametrize("draw", [stacked_bars, line])
@settings(max_examples=15, deadline=None)
@given(numbers=NUMBERS)
def test_the_table_holds_the_same_numbers(draw, numbers):
    html = render(draw("x", list("abcd"), [Series(str(at), values) for at, values in enumerate(numbers)]))
    assert cells(html) == [number for row in zip(*numbers, strict=True) for number in row]


def test_time_runs_left_to_right_in_every_language():
    chart = line("x", ["2015", "2026"], [Series("s", [0, 1])])
    with translation.override("ar"):
        assert line("x", ["2015", "2026"], [Series("s", [0, 1])]) == chart
        assert 'direction="ltr"' in render(chart)


def test_a_chart_is_light_says_where_it_comes_from_and_has_no_inline_style():
    series = [Series(f"Series {at}", list(range(10))) for at in range(6)]
    for draw in (stacked_bars, line):
        html = render(
            draw("Cities", [f"Year {at}" for at in range(10)], series, source="Directory", csv_url="/cities.csv")
        )
        assert sum(len(part.encode()) for part in re.findall(r"<svg.*?</svg>", html, re.S)) < 9_000
        assert "Directory" in html and 'href="/cities.csv"' in html
        assert "style=" not in html
    small = render(bars("Cities", REGIONS, CITIES))
    assert len(small.encode()) < 4_096


def test_too_many_series_uneven_series_and_numbers_below_zero_are_refused():
    with pytest.raises(ValueError, match="1 to 6 series, not 7"):
        stacked_bars("x", ["a"], [Series(str(at), [1]) for at in range(7)])
    with pytest.raises(ValueError, match="Cities has 3 numbers for 2 labels"):
        bars("x", ["a", "b"], CITIES)
    with pytest.raises(ValueError, match="below zero"):
        bars("x", ["a"], Series("s", [-1]))


def test_pairs_stand_below_each_other_on_one_scale_and_their_cells_may_have_other_words():
    shares = [Series("Seats", [50, 25]), Series("Cities", [100, 0])]
    chart = paired_bars("Shares", ["Asia", "Europe"], shares, shown=[["2", "4"], ["1", "0"]])
    assert [[(bar.x, bar.width, bar.y) for bar in row.bars] for row in chart.rows] == [
        [("0.00%", "50.00%", 0), ("0.00%", "100.00%", 14)],
        [("0.00%", "25.00%", 0)],
    ]
    assert cells(render(chart)) == [2, 4, 1, 0]
    assert cells(render(paired_bars("Shares", ["Asia", "Europe"], shares))) == [50, 100, 25, 0]
    with translation.override("ar"):
        assert paired_bars("Shares", ["Asia", "Europe"], shares).rows[0].bars[0].x == "50.00%"
