"""Chromium over the live server: with and without JavaScript, axe, pictures, and nothing that the policy blocks."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cities.models import Term
from cities.site_texts import seed_texts
from tests.factories.cities import a_country, a_member, a_term
from tests.factories.places import small_gazetteer
from tests.signing_in import sign_in

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PICTURES = Path(__file__).resolve().parents[2] / "pictures"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    """All in this folder drive Chromium. Where it is missing they say so; in continuous integration they fail."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _static_files_where_they_lie():
    """The live server starts once, before the settings of a single test apply."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed; `apt-get install chromium` brings it.")
        pytest.skip("Chromium is not installed; `apt-get install chromium` brings it.")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; the live server's own threads do the queries of the pages.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visit:
    """A fresh browser context, which remembers what went wrong on its pages."""

    def __init__(self, browser, base_url, **options):
        options = {"viewport": WIDE, "base_url": base_url, "locale": "en-GB", "reduced_motion": "reduce"} | options
        self.context, self.troubles = browser.new_context(**options), []
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))

    def _note(self, message):
        # Chromium reports each answer of 400 and more as an error; refused forms answer 422 by design.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")


@pytest.fixture
def visit(chromium, live_server, transactional_db):
    """`visit(java_script_enabled=False, locale="ar", color_scheme="dark", viewport=NARROW)` opens a page."""
    visits = []

    def open_page(**options):
        visits.append(Visit(chromium, live_server.url, **options))
        return visits[-1].page

    yield open_page
    troubles = [trouble for each in visits for trouble in each.troubles]
    for each in visits:
        each.context.close()
    assert not troubles, troubles


@pytest.fixture
def browser_page(visit):
    return visit()


@pytest.fixture
def nojs_page(visit):
    return visit(java_script_enabled=False)


@pytest.fixture
def signed_in(visit, live_server):
    """`signed_in(ana, viewport=NARROW)` opens pages as Ana; staff have proven their second factor."""

    def open_page(person, **options):
        page = visit(**options)
        cookie = sign_in(Client(), person).cookies["__Host-session"]
        kept = {
            "name": cookie.key,
            "value": cookie.value,
            "url": live_server.url.replace("http:", "https:"),
            "secure": True,
        }
        page.context.add_cookies([kept])
        return page

    return open_page


@pytest.fixture
def joining_world(transactional_db, settings, tmp_path):
    """What a city meets that asks to join: a gazetteer, kinds of authority, the texts, and a first member."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # holds the limits, and is no table that a flush knows
    small_gazetteer()
    a_country("ES", "ESP")
    for code, label in [("city", "City or town"), ("municipality", "Municipality"), ("county", "County")]:
        a_term(code=code, label=label)
    a_member("Porto", type=Term.objects.get(code="city"))
    seed_texts()


def by_night(variants, *late):
    """Variants as parameters; the `late` ones run by night only, since those left cover most of their ways."""
    return [pytest.param(each, marks=pytest.mark.nightly if each in late else (), id=str(each)) for each in variants]


def axe(page):
    """No violation of WCAG A and AA up to 2.2, nor of the best practices."""
    from axe_playwright_python.sync_playwright import Axe

    # Without `preload` axe copies no style sheet into the page, which the policy would stop.
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "preload": False})
    found = [
        (each["id"], each["help"], [node["html"][:160] for node in each["nodes"][:4]])
        for each in results.response["violations"]
    ]
    assert not found, found


def picture(page, name, *, full_page=True):
    """A picture for people to look at, in a folder that is not committed."""
    PICTURES.mkdir(exist_ok=True)
    # Hiding the caret would leave a `style` at each input, which htmx takes over and the policy then stops.
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full_page, caret="initial")


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
