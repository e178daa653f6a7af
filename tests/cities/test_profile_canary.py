"""Words that a city shares with members alone never come out to anybody else, on whatever page or list."""

import pytest
from django.urls import reverse

from cities.lifecycle import strategies, teams
from cities.lifecycle.profile import profile_of
from scn_portal.sharing import Sharing
from tests.factories.cities import a_term
from tests.factories.profile import a_strategy, a_target, a_training, a_version
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WORDS = [
    "Kestrelteam",
    "Kestrelabout",
    "Kestreltraining",
    "Kestreltarget",
    "Kestrelplan",
    "kestrelslug",  # the searches below are typed in small letters: what is asked for may be repeated
    "Kestreldraft",
]


@pytest.fixture
def canaries(porto, ana):
    """Porto with a team and a plan for members, and a draft of a public plan; written by the lifecycle itself."""
    words = {"name": "Kestrelteam", "about": "Kestrelabout", "sharing": Sharing.GREEN}
    team = teams.create(by=ana, within=porto, sectors=[a_term("team_sector", "health", "Health care")], **words)
    a_training(team, "Kestreltraining")
    a_target(team, "Kestreltarget")
    plan = a_strategy(porto, "Kestrelplan", Sharing.GREEN, slug="kestrelslug")
    a_version(a_strategy(porto, "Open plan"), number=2, status="draft", framework="Kestreldraft", period=None)
    strategies.narrow(plan, by=ana)
    profile_of(porto)
    return porto


def surfaces(city):
    slug = city.slug
    yield from ("/", "/cities/", "/cities/?team=1", "/cities/?strategy=1", "/cities/?team=1&strategy=1&silent=1")
    yield from ("/cities/?q=kestrelteam", "/cities/cities.csv", "/cities/cities.csv?team=1", "/sitemap.xml")
    yield from ("/search/?q=kestrelteam", "/search/?q=kestrelplan", "/search/?q=porto", "/sitemap/")
    yield from (f"/cities/{slug}/", f"/cities/{slug}/history/", f"/cities/{slug}/strategies/open-plan/")
    yield from (reverse("cities:credits"), "/cities/places/?q=kestrel")


@pytest.mark.parametrize("who", ["visitor", "eve", "rui"])
def test_none_of_it_comes_out_to_who_is_no_member(client, request, canaries, who):
    if who != "visitor":
        sign_in(client, request.getfixturevalue(who))
    for address in surfaces(canaries):
        text = client.get(address).content.decode()
        found = [word for word in WORDS if word in text]
        assert found == [], (address, found)


def test_the_same_pages_show_it_to_members_so_that_the_search_above_can_fail(client, canaries, linn):
    page = sign_in(client, linn).get(canaries.get_absolute_url()).content.decode()
    assert [word for word in WORDS if word not in page] == ["Kestreldraft"]


def test_no_number_tells_that_a_team_is_there(client, canaries):
    with_team = client.get("/cities/?team=1").content.decode()
    nobody = client.get("/cities/?team=1&q=nobody-of-that-name").content.decode()
    assert "No member city fits all of this" in with_team
    assert "No member city fits all of this" in nobody
    assert client.get("/cities/cities.csv?team=1").content.decode("utf-8-sig").count("\n") == 2
