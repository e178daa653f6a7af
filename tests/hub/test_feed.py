"""The Atom feed: public items only, valid, with the list's own parameters."""

from datetime import datetime

import pytest
from defusedxml.ElementTree import fromstring

from scn_portal.sharing import Sharing
from tests.factories.hub import a_content, a_findable
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
FEED = "/hub/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_at(client, query=""):
    response = client.get(FEED + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)


def titles_in(feed):
    return [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")]


def test_the_feed_is_valid_atom(client, porto, settings):
    item = a_findable(porto, content=a_content("Mentors & “friends” <b>\x0b"))
    feed = feed_at(client, "?theme=youth")
    assert feed.tag == f"{ATOM}feed"
    here = f"{settings.BASE_URL}{FEED}?theme=youth"
    assert feed.findtext(f"{ATOM}id") == here
    links = {(each.get("rel"), each.get("href")) for each in feed.findall(f"{ATOM}link")}
    assert links == {("self", here), ("alternate", f"{settings.BASE_URL}/hub/resources/?theme=youth")}
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Strong Cities Network"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Mentors & “friends” <b>"
    assert entry.findtext(f"{ATOM}id") == f"{settings.BASE_URL}/hub/resources/{item.code}/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Porto"
    for moment in (feed.findtext(f"{ATOM}updated"), entry.findtext(f"{ATOM}updated")):
        assert datetime.fromisoformat(moment).tzinfo


def test_the_feed_holds_what_is_public_whoever_asks(client, porto, ana):
    a_findable(porto, content=a_content("For all"))
    a_findable(porto, content=a_content("For members"), sharing=Sharing.GREEN)
    assert titles_in(feed_at(client)) == titles_in(feed_at(sign_in(client, ana))) == ["For all"]


def test_the_feed_takes_the_parameters_of_the_list(client, porto):
    a_findable(porto, content=a_content("Schools", theme_main=["schools"]))
    a_findable(porto, content=a_content("Youth"))
    assert titles_in(feed_at(client, "?theme=schools")) == ["Schools"]
    assert titles_in(feed_at(client, "?sort=title")) == ["Schools", "Youth"]


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("?theme=zauberei", "multi_agency"),
        ("?sort=size", "newest"),
        ("?colour=red", "evidence"),
        ("?year=MMXX", "1900"),
        ("?sharing=green", "clear"),
        ("?page=26", "1–25"),
    ],
)
def test_what_the_feed_does_not_know_is_refused_with_what_it_knows(client, porto, query, known):
    a_findable(porto)
    response = client.get(FEED + query)
    assert response.status_code == 400
    assert known in response.content.decode()


def test_an_unchanged_feed_is_not_sent_again(client, porto):
    a_findable(porto)
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    a_findable(porto)
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_list_leads_to_its_feed(client, porto):
    a_findable(porto)
    page = client.get("/hub/resources/?theme=youth").content.decode()
    assert 'type="application/atom+xml"' in page
    assert page.count(f'href="{FEED}?theme=youth"') == 2
