"""News and stories: who reads what, in which language, from when to when; the list, the feed, the other pages."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from cities.lifecycle import news
from cities.models import NewsItem
from cities.site_texts import seed_texts
from tests.factories.cities import a_city, a_member
from tests.factories.site import a_news_item, an_organisation
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_database_publishes_nothing_without_a_text():
    item = NewsItem.objects.create(slug="empty")
    with pytest.raises(InternalError, match="at least one text"), transaction.atomic():
        NewsItem.objects.filter(pk=item.pk).update(status="published")


def test_an_item_is_written_published_and_taken_off(mia, porto):
    words = {"language": "en", "title": "A new bridge", "text": "It opened today."}
    item = news.write(by=mia, cities=[porto], **words)
    assert (item.slug, item.status, item.texts.get().title) == ("a-new-bridge", "draft", "A new bridge")
    assert news.write(by=mia, **words).slug == "a-new-bridge-2"
    assert news.publish(item, by=mia) in NewsItem.objects.shown()
    assert news.retire(item, by=mia) not in NewsItem.objects.shown()


def test_an_item_is_shown_from_its_day_until_its_end_only(client):
    now = timezone.now()
    early, late = a_news_item(days_ago=-1), a_news_item(days_ago=5, until=now - timedelta(days=1))
    running = a_news_item(days_ago=5, until=now + timedelta(days=1))
    draft = a_news_item(status="draft")
    assert set(NewsItem.objects.shown()) == {running}
    answers = [client.get(each.get_absolute_url()).status_code for each in (running, early, late, draft)]
    assert answers == [200, 404, 404, 404]


def test_a_language_that_is_missing_shows_english_marked_as_such(client):
    both = a_news_item(texts={"en": "Bridge", "fr": "Pont"})
    a_news_item(texts={"en": "Tunnel"})
    page = client.get("/about/news/", headers={"Accept-Language": "fr"}).content.decode()
    assert ">Pont</a>" in page and ">Bridge</a>" not in page
    assert re.search(r'<div[^>]* lang="en" dir="auto">\s*<h2[^>]*><a [^>]*>Tunnel</a>', page)
    detail = client.get(both.get_absolute_url(), headers={"Accept-Language": "fr"}).content.decode()
    assert '<h1 lang="fr" dir="ltr">Pont</h1>' in detail


def test_news_of_one_city_are_asked_for_by_its_name(client):
    porto, braga = a_member("Porto"), a_member("Braga")
    a_news_item("Bridge", cities=[porto])
    a_news_item("Tunnel", cities=[braga])
    page = client.get("/about/news/?city=porto").content.decode()
    assert ">Bridge</a>" in page and ">Tunnel</a>" not in page
    assert ">Tunnel</a>" in client.get("/about/news/?city=nowhere&page=x").content.decode()


def test_a_city_that_was_never_a_member_stands_by_name_without_a_link(client):
    a_news_item(cities=[a_city("Beja"), a_member("Porto")])
    page = client.get("/about/news/").content.decode()
    assert "<bdi>Beja</bdi>" in page
    assert "/cities/beja/" not in page and "/cities/porto/" in page


def test_without_news_the_page_says_so(client):
    assert "No news yet" in client.get("/about/news/").content.decode()


def test_one_item_and_thirty_ask_as_many_questions(client, django_assert_num_queries):
    seed_texts()
    porto = a_member("Porto")
    a_news_item(cities=[porto])
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/about/news/")
    for _ in range(29):
        a_news_item(cities=[porto])
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/about/news/")


LIST_QUERIES = 6  # texts of the site, cities to choose from, number, items, their texts, their cities


def test_the_feed_is_atom_with_the_newest_first_and_dates_with_zones(client):
    porto = a_member("Porto")
    old, new = a_news_item("Old & <b>grey</b>", cities=[porto], days_ago=9), a_news_item("New", days_ago=1)
    answer = client.get("/about/news/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert {each.tag for each in feed} >= {f"{ATOM}{name}" for name in ("title", "id", "updated", "author", "link")}
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["New", "Old & <b>grey</b>"]
    for entry, item in zip(entries, [new, old], strict=True):
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).utcoffset() is not None
        assert entry.findtext(f"{ATOM}id").endswith(item.get_absolute_url())
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == 2
    of_porto = ElementTree.fromstring(client.get("/about/news/feed.atom?city=porto").content)
    assert len(of_porto.findall(f"{ATOM}entry")) == 1
    again = client.get("/about/news/feed.atom", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_home_city_page_and_sitemap_show_the_news(client):
    porto, braga = a_member("Porto"), a_member("Braga")
    item = a_news_item("Bridge", cities=[porto])
    assert item.get_absolute_url() in client.get("/").content.decode()
    assert item.get_absolute_url() in client.get("/cities/porto/").content.decode()
    assert item.get_absolute_url() not in client.get(braga.get_absolute_url()).content.decode()
    assert item.get_absolute_url() in client.get("/sitemap.xml").content.decode()
    data = client.get(f"{item.get_absolute_url()}item.jsonld").json()
    assert (data["headline"], data["about"][0]["name"]) == ("Bridge", "Porto")


def test_moderators_write_in_the_admin_and_see_which_languages_are_missing(client, mia, porto):
    sign_in(client, mia)
    facts = {"language": "en", "title": "Bridge", "text": "Open.", "kind": "story", "cities": porto.pk}
    address = reverse("admin:cities_newsitem_make", args=["write"])
    wrong = client.post(address, facts | {"publish_at": "2026-01-02T10:00", "until": "2026-01-01T10:00"})
    assert wrong.status_code == 422 and "The end comes after the beginning" in wrong.content.decode()
    assert client.post(address, facts | {"publish_at": "2026-01-02T10:00"}).status_code == 302
    assert "fr, es, ar" in client.get(reverse("admin:cities_newsitem_changelist")).content.decode()

    def act(verb, **data):
        data = {f"{verb}-{name}": value for name, value in data.items()}
        return client.post(reverse("admin:cities_newsitem_act", args=["bridge", verb]), data).status_code

    assert act("set_text", language="fr", title="Pont", text="Ouvert.", needs_check="on") == 302
    assert act("publish") == 302
    item = NewsItem.objects.get()
    assert (item.status, item.texts.get(language="fr").needs_check, item.cities.get()) == ("published", True, porto)


def test_news_and_organisations_are_found_by_the_search(client):
    item = a_news_item(texts={"en": "Bridge", "fr": "Passerelle"})
    a_news_item(texts={"en": "Bridge of drafts"}, status="draft")
    an_organisation("Bridge Builders")
    page = client.get("/search/?q=bridge").content.decode()
    assert item.get_absolute_url() in page and "Bridge of drafts" not in page and "Bridge Builders" in page
    assert item.get_absolute_url() in client.get("/search/?q=passerelle").content.decode()
