"""One box over everything that can be found."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from scn_portal.search import sources
from scn_portal.search.sources import Source

pytestmark = pytest.mark.django_db
ODD = [
    "🙂",
    "%",
    "_",
    "' OR 1=1 --",
    "\\",
    "<script>",
    "a" * 5000,
    "word " * 1000,
    "{{ 7*7 }}",
    "עִיר",
    "\u202e",
    "\t",
    "‍",
]


@pytest.fixture
def things(monkeypatch, tmp_path, settings):
    """Two sources: one with twelve things, one that is broken. Returns what was asked of the first."""
    (tmp_path / "hit.html").write_text("<p>{{ hit }}</p>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    asked = []

    def find(user, query, limit):
        asked.append((user, query, limit))
        return ([f"Thing {number}" for number in range(limit)], 12) if query == "thing" else ([], 0)

    def broken(user, query, limit):
        raise RuntimeError

    label = gettext_lazy("Things")
    found = {
        "things": Source("things", label, find, "hit.html", lambda query: f"/things/?q={query}"),
        "broken": Source("broken", label, broken, "hit.html", lambda query: "/broken/"),
    }
    monkeypatch.setattr(sources, "_registered", found)
    return asked


def search(client, text):
    return client.get(reverse("search:search"), {"q": text})


def test_each_source_shows_its_best_and_how_many_there_are(client, things, caplog):
    response = search(client, "  thing ")
    page = response.content.decode()
    assert [group.total for group in response.context["groups"]] == [12]
    assert "Thing 4" in page and "Thing 5" not in page
    assert 'href="/things/?q=thing"' in page
    assert "12 results" in page


def test_a_source_is_asked_as_the_reader(client, things, reader, caplog):
    client.force_login(reader)
    search(client, "thing")
    assert things[0][0] == reader


def test_nothing_found_says_what_to_try(client, things, caplog):
    page = search(client, "zzz").content.decode()
    assert "Nothing found for" in page
    assert 'href="/things/?q="' in page


def test_without_a_question_nothing_is_asked(client, things):
    assert search(client, "   ").status_code == 200
    assert things == []


@pytest.mark.parametrize("text", ODD)
def test_any_text_gets_an_answer(client, things, text, caplog):
    response = search(client, text)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().partition("<main")[2].partition("</main")[0]
    assert all(len(query) <= 200 for _, query, _ in things)


def test_a_nul_is_a_bad_request(client, things):
    assert search(client, "a\0b").status_code == 400


@pytest.mark.parametrize("query", ["q=a&q=b", "other=1", "q", "q[]=1", "page=abc"])
def test_any_query_string_gets_an_answer(client, things, query, caplog):
    assert client.get(f"/search/?{query}").status_code == 200
