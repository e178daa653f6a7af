"""What a result shows of its text: the paragraph in which the words stand, marked and escaped."""

import pytest

from tests.factories.hub import a_content, a_findable

pytestmark = pytest.mark.django_db


def excerpt(client, words):
    html = client.get("/hub/resources/", {"q": words}).content.decode()
    return html.partition("</h3>")[2].partition("<p")[2].partition(">")[2].partition("</p>")[0].strip()


def test_an_excerpt_ends_with_the_paragraph_of_its_last_match(client, porto):
    content = a_content("Walks", summary="Officers walk with neighbours each week.", need="Nobody said hello.")
    a_findable(porto, content=content)
    assert excerpt(client, "neighbours") == "Officers walk with <mark>neighbours</mark> each week. …"
    assert excerpt(client, "walks") == "Officers <mark>walk</mark> with neighbours each week. …"
    assert "<mark>hello</mark>" in excerpt(client, "hello")


def test_an_excerpt_shows_signs_as_signs(client, porto):
    a_findable(porto, content=a_content("Walks", summary="Officers walk <b>with</b> neighbours & friends each week."))
    assert "&lt;b&gt;with&lt;/b&gt; neighbours &amp; <mark>friends</mark>" in excerpt(client, "friends")
