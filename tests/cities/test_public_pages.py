"""The public pages open for everybody, in four languages, and the contact form keeps its word."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.lifecycle import site, testimonials
from cities.models import ContactMessage, SiteText
from cities.site_texts import seed_texts
from scn_portal.notifications.models import OutboxMail
from tests.factories.cities import a_member
from tests.factories.site import a_news_item, a_testimonial, an_organisation

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/about/", "/about/objectives/", "/about/principles/", "/about/isd/", "/about/credits/", "/about/contact/",
    "/about/contact/sent/", "/accessibility/", "/privacy/", "/security/", "/sitemap/", "/cities/",
    "/about/news/", "/about/partners/", "/about/regions/", "/about/growth/",
]  # fmt: skip
ANSWERS = {"name": "Lea", "email": "lea@town.example", "topic": "other", "text": "See https://example.com now"}


@pytest.fixture
def texts(db):
    seed_texts()
    a_member("Porto")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_opens_in_every_language(client, texts, page, language):
    answer = client.get(page, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_without_any_french_text_every_page_still_opens_and_says_that_it_shows_english(client, texts, page):
    SiteText.objects.filter(language="fr").update(status="retired")
    assert client.get(page, headers={"Accept-Language": "fr"}).status_code == 200


def test_a_missing_text_stands_in_english_marked_as_such(client, texts):
    SiteText.objects.filter(language="ar").update(status="retired")
    page = client.get("/about/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<div class="text" lang="en" dir="auto">' in page


def test_all_texts_of_a_page_are_one_query(client, texts, django_assert_num_queries):
    client.get("/about/objectives/")
    with django_assert_num_queries(1):
        client.get("/about/objectives/")


def test_the_host_is_named_with_its_numbers(client, texts):
    page = client.get("/about/isd/").content.decode()
    assert "06581421" in page
    assert "1141069" in page


def test_a_page_that_staff_added_has_its_own_address(client, texts, mia):
    site.publish(site.write(by=mia, key="page.history", language="en", title="History", body="Long."), by=mia)
    assert "Long." in client.get("/about/history/").content.decode()
    assert client.get("/about/unknown/").status_code == 404


def test_the_sitemap_and_the_robots_file_name_only_public_pages(client, texts):
    listed = client.get("/sitemap.xml").content.decode()
    assert "/cities/porto/" in listed
    assert "/me/" not in listed
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()


def write(client, **changes):
    page = client.get("/about/contact/").content.decode()
    key = re.search(r'name="submission_key" value="(\w+)"', page)[1]
    return key, client.post("/about/contact/", ANSWERS | {"submission_key": key} | changes)


def test_a_visitor_writes_and_gets_a_number_and_a_copy(client, texts, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, answer = write(client)
    assert answer.status_code == 302
    message = ContactMessage.objects.get()
    assert message.number in client.get("/about/contact/sent/").content.decode()
    assert OutboxMail.objects.get(kind="cities.contact_received").address == "lea@town.example"


def test_a_form_that_is_sent_twice_is_one_message(client, texts):
    key, _ = write(client)
    assert client.post("/about/contact/", ANSWERS | {"submission_key": key}).status_code == 302
    assert ContactMessage.objects.count() == 1


def test_the_fourth_message_of_a_day_gets_429_and_keeps_what_was_typed(client, texts):
    for _ in range(3):
        write(client)
    _, answer = write(client, text="One more word")
    assert answer.status_code == 429
    assert "One more word" in answer.content.decode()


def test_a_message_without_an_address_is_asked_for_again(client, texts):
    _, answer = write(client, email="")
    assert answer.status_code == 422
    assert not ContactMessage.objects.exists()


def test_home_asks_as_many_questions_for_thirty_of_everything_as_for_one(client, mia, django_assert_max_num_queries):
    seed_texts()

    def add():
        city = a_member()
        a_news_item(cities=[city])
        testimonials.publish(a_testimonial(city=city), by=mia)
        an_organisation().roles.create(role="host")

    add()
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    for _ in range(29):
        add()
    with django_assert_max_num_queries(len(asked)):
        client.get("/")
    assert len(asked) <= HOME_QUERIES


HOME_QUERIES = 25
