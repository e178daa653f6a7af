"""Every page of the portal in Chromium, asked for by somebody who may see it: axe finds nothing, the policy blocks
nothing, one heading says where one is, and nothing scrolls sideways on a telephone."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Error

from cities.site_texts import seed_texts
from tests.browser.conftest import NARROW, WIDE, axe, by_night, scrolls_sideways
from tests.security.matrix import entries, routes
from tests.security.test_matrix import address
from tests.security.world import World

ENTRIES = entries()
KNOWN = [ENTRIES[route.key] for route in routes()]
# Whoever sees most of a page; the first that may open it does.
READERS = ["lead", "administrator", "registrar", "moderator", "holder", "anon"]
# Another's bytes in a sandbox of their own, and a part of a page that only a script asks for.
NO_PAGE = {
    "files:file_detail",
    "notifications:kept_mail_html",
    "hub:suggestions",
    "admin:cities_seatterm_preview",
}
WAYS = {
    "wide": {"viewport": WIDE},
    "narrow, Arabic, dark": {"viewport": NARROW, "locale": "ar", "color_scheme": "dark"},
}


def reader_of(entry):
    """Who opens this page, or None where nobody gets a page."""
    is_page = "GET" in entry.methods and entry.key not in NO_PAGE
    return next((who for who in READERS if is_page and entry.expected(who) == "page"), None)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.KEEP_MAIL = tmp_path, True
    cache.clear()
    seed_texts()
    return World()


@pytest.fixture
def page_of(visit, world, live_server):
    """`page_of("lead", **way)` is a browser with the cookies of that principal."""

    def open_page(principal, **way):
        page = visit(**way)
        for cookie in world.browser_of(principal).cookies.values():
            here = {"url": live_server.url.replace("http:", "https:"), "secure": True}
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value} | here])
        return page

    return open_page


def opened(page, path):
    """What the portal answers to one request; the browser shows it where it is a page, not a file or a feed."""
    answers = []

    def show(route):
        answers.append(route.fetch())
        if is_page(answers[0]):
            route.fulfill(response=answers[0])
        else:
            route.abort()

    page.route(lambda url: url.endswith(path), show, times=1)
    try:
        page.goto(path)
    except Error:
        if not answers or is_page(answers[0]):
            raise
    return answers[0]


def is_page(answer):
    return answer.headers.get("content-type", "").startswith("text/html")


def troubles_of(page, path):
    """What is wrong with the page at this address, in one sentence, or None. Files and feeds are no pages."""
    answer = opened(page, path)
    if not is_page(answer):
        return None
    if answer.status != 200:
        return f"answers {answer.status}"
    if page.locator("h1").count() != 1 and "/styleguide/" not in path:
        return f"has {page.locator('h1').count()} main headings"
    if scrolls_sideways(page):
        return "scrolls sideways"
    try:
        axe(page)
    except AssertionError as found:
        return f"axe: {str(found)[:600]}"
    return None


@pytest.mark.parametrize("way", [pytest.param(way, marks=pytest.mark.nightly if "dark" in way else ()) for way in WAYS])
@pytest.mark.parametrize("reader", by_night(READERS, "administrator"))
def test_every_page_is_accessible_and_in_order(reader, way, world, page_of):
    page, troubles = page_of(reader, **WAYS[way]), {}
    for entry in KNOWN:
        if reader_of(entry) == reader and entry.maker != "passkey":
            path = address(entry, world.arguments(entry.maker) if entry.maker else {})
            if trouble := troubles_of(page, path):
                troubles[path] = trouble
    assert troubles == {}
