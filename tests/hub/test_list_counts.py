"""Every count of a filter is the length of the list that a click on it gives, for any question and any reader."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.filters import FACETS, ResourceFilter, reads_more
from hub.finding import facet_counts, find
from hub.readers import reader_of
from tests.factories.hub import LISTS, a_content, a_findable

pytestmark = pytest.mark.django_db
WORDS = [
    "mentors",
    "schools",
    "dialogue",
    "quiet",
    '"quiet dialogue"',
    "-schools",
    "mentors OR dialogue",
    "mentros",
    "zzyzx",
]
TITLES = ["Mentors for schools", "Quiet dialogue", "Schools and mentors", "A quiet street", "Dialogue of neighbours"]


@pytest.fixture
def library(porto, malmo):
    """Thirty items of every level, with terms that differ."""
    for number in range(30):
        themes = LISTS["theme"]
        content = a_content(
            f"{TITLES[number % 5]} {number}",
            theme_main=[themes[number % 5]],
            theme_other=[themes[(number + 2) % 5]],
            motivation_scope=["all_forms"] if number % 3 else [LISTS["motivation_scope"][1 + number % 4]],
            prevention_level=LISTS["prevention_level"][: 1 + number % 3],
            audience=[LISTS["audience"][number % 3]],
            evidence_level=LISTS["evidence_level"][number % 2],
            started=str(2010 + number % 4),
            need="They are quiet." if number % 2 else "They are loud.",
        )
        a_findable(
            (porto, malmo)[number % 2], content=content, sharing=number % 3, stricter={"need": 1} if number % 4 else {}
        )
    return 30


@st.composite
def questions(draw):
    asked = [("q", draw(st.sampled_from(["", *WORDS])))]
    asked += [("theme", each) for each in draw(st.sets(st.sampled_from(LISTS["theme"]), max_size=2))]
    asked += [("motivation", each) for each in draw(st.sets(st.sampled_from(LISTS["motivation_scope"]), max_size=2))]
    asked += [("country", each) for each in draw(st.sets(st.sampled_from(["PT", "SE"]), max_size=1))]
    asked += [("year", each) for each in draw(st.sets(st.sampled_from(["2010", "2011"]), max_size=2))]
    return urlencode([pair for pair in asked if pair[1]])


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_count_is_the_length_of_the_list_after_the_click(library, eve, linn, ana, mia, data):
    reader = reader_of(data.draw(st.sampled_from([None, eve, linn, ana, mia])))
    asked = ResourceFilter(QueryDict(data.draw(questions())), reader)
    counts = facet_counts(reader, asked.question)
    facet = data.draw(st.sampled_from([each for each in FACETS if each != "sharing" or reads_more(reader)]))
    for value, number in counts[facet].items():
        clicked = ResourceFilter(QueryDict(asked.address(**{facet: [value]})), reader)
        assert clicked.left_out == []
        assert find(reader, clicked.question).total == number, (facet, value)
    assert set(counts) <= set(FACETS)
