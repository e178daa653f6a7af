"""Tables of an existing register as people bring them: separators, workbooks, headings, dates, values."""

import io
from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook

from cities.register import reading
from cities.register.reading import Unreadable, rows_of
from cities.register.values import Understood
from cities.register.words import PROBLEMS, in_words
from cities.status import today


def csv_of(text):
    return io.BytesIO(text.encode())


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_each_usual_separator_is_found(sign):
    file = csv_of(sign.join(["name", "country", "type"]) + "\r\n" + sign.join(["Porto", "PT", "city"]))
    assert list(rows_of(file, "cities")) == [(2, {"name": "Porto", "country": "PT", "type": "city"})]


def test_headings_may_stand_in_any_order_and_other_columns_are_left_out():
    file = csv_of("\ufeffTLP:AMBER\n\nCountry code,Mayor,Member since,NAME,Type\nPT,Rui,2016-05,Porto,city\n,,,,\n")
    assert list(rows_of(file, "cities")) == [
        (4, {"name": "Porto", "country": "PT", "type": "city", "joined": "2016-05"})
    ]


def test_a_workbook_gives_numbers_days_and_words():
    joined = datetime(2016, 5, 31)
    file = workbook(
        ["name", "country", "type", "population", "joined"],
        ["Porto", "PT", "city", 231800.0, joined],
        [None] * 5,
        ["=1+1", "PT", "city", None, date(2016, 5, 1)],
    )
    rows = dict(rows_of(file, "cities"))
    assert rows[2]["population"] == "231800" and rows[2]["joined"] == "2016-05-31"
    assert set(rows) == {2, 4} and rows[4]["joined"] == "2016-05-01"
    assert rows[4].get("name", "") == ""  # the result of a formula that no program has computed


def test_a_table_that_we_wrote_ourselves_comes_back_as_it_was():
    file = csv_of("TLP:AMBER\nname,country,type,slug\n'=Odd,PT,city,odd\n")
    assert list(rows_of(file, "cities"))[0][1] == {"name": "=Odd", "country": "PT", "type": "city", "same_as": "odd"}


@pytest.mark.parametrize(
    "file, trouble",
    [
        (csv_of("name,type\nPorto,city"), ["columns", "country"]),
        (csv_of("name,country,type\n"), ["nothing", ""]),
        (csv_of(""), ["nothing", ""]),
        (io.BytesIO(b"PK\x03\x04 and nothing else"), ["damaged", ""]),
    ],
)
def test_a_file_without_rows_says_why(file, trouble):
    with pytest.raises(Unreadable) as unreadable:
        list(rows_of(file, "cities"))
    assert unreadable.value.trouble == trouble
    assert in_words(trouble)


def test_more_rows_than_can_be_taken_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="rows"):
        list(rows_of(csv_of("name,country,type\n" + "Porto,PT,city\n" * 3), "cities"))


@pytest.mark.parametrize(
    "text, day, precision",
    [
        ("2016", "2016-01-01", "year"),
        ("2016-5", "2016-05-01", "month"),
        ("2016-05-31", "2016-05-31", "day"),
        ("", None, "unknown"),
    ],
)
def test_a_day_is_kept_as_exactly_as_it_is_known(text, day, precision):
    each = Understood({"joined": text})
    each.day("joined")
    assert (each.values["joined"], each.values["precision"], each.problems) == (day, precision, [])


@pytest.mark.parametrize("text", ["31.05.2016", "2016-13", "2016-02-30", "soon", "20160531"])
def test_what_is_no_date_is_said(text):
    each = Understood({"joined": text})
    each.day("joined")
    assert each.problems == [["date", text]]


def test_a_day_that_lies_ahead_is_said():
    ahead = (today() + timedelta(days=1)).isoformat()
    each = Understood({"joined": ahead})
    each.day("joined")
    assert each.problems == [["future", ahead]]


@pytest.mark.parametrize(
    "column, text, problem",
    [
        ("population", "0", "number"),
        ("population", "-4", "number"),
        ("population", "many", "number"),
        ("population", "231 800", None),
        ("website", "javascript:alert(1)", "website"),
        ("website", "www.porto.example", None),
        ("domain", "not a domain", "domain"),
        ("domain", "porto.example", None),
    ],
)
def test_numbers_addresses_and_domains_are_checked(column, text, problem):
    each = Understood({column: text, "website": "https://porto.example"} | {column: text})
    each.number("population", 60_000_000)
    each.website()
    each.domain()
    assert [word for word, _value in each.problems] == ([problem] if problem else [])


@pytest.mark.parametrize("cells", [{"lat": "41"}, {"lat": "91", "lon": "0"}, {"lat": "north", "lon": "0"}])
def test_half_a_point_is_no_point(cells):
    each = Understood(cells)
    each.point()
    assert each.problems == [["point", ""]] and each.values["lat"] is None


def test_every_problem_has_words():
    for word in PROBLEMS:
        assert in_words([word, "x"])
