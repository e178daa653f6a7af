"""The public site in Chromium: light, reachable by everybody, and whole without JavaScript."""

import brotli
import pytest

from cities import demo
from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways

PAGES = {
    "home": "/",
    "cities": "/cities/",
    "cities-none": "/cities/?region=009&country=KE",
    "city": "/cities/junik/",
    "about": "/about/",
    "objectives": "/about/objectives/",
    "principles": "/about/principles/",
    "host": "/about/isd/",
    "credits": "/about/credits/",
    "contact": "/about/contact/",
    "news": "/about/news/",
    "news-of-nobody": "/about/news/?city=nowhere",
    "news-item": "/about/news/demonstration-open-door-of-a-youth-club/",
    "partners": "/about/partners/",
    "regions": "/about/regions/",
    "growth": "/about/growth/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "security": "/security/",
    "site-map": "/sitemap/",
}
LOOKS = {
    "wide": {},
    "narrow": {"viewport": NARROW},
    "arabic-dark": {"locale": "ar", "viewport": NARROW, "color_scheme": "dark"},
}
NIGHTLY = {"wide"}  # at each commit in test_every_page.py


@pytest.fixture
def network(transactional_db):
    demo.seed()


@pytest.mark.parametrize(
    "look", [pytest.param(look, marks=pytest.mark.nightly if look in NIGHTLY else ()) for look in LOOKS]
)
def test_every_public_page_is_accessible_and_fits_the_screen(visit, network, look):
    page = visit(**LOOKS[look])
    for name, address in PAGES.items():
        assert page.goto(address).status == 200, address
        picture(page, f"public-{name}-{look}")
        axe(page)
        assert not scrolls_sideways(page), address
        assert page.locator("h1").count() == 1, address


def test_the_first_view_of_home_stays_within_60_kilobytes_and_8_requests(visit, network):
    page, answers = visit(), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    weight = sum(len(brotli.compress(answer.body(), quality=5)) for answer in answers)
    assert len(answers) <= 8, [answer.url for answer in answers]
    assert weight <= 60 * 1024, weight


def test_a_city_is_found_without_javascript(visit, network):
    page = visit(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Find a city").click()
    page.get_by_label("Name of a city").fill("beyrouth")
    page.get_by_role("button", name="Search").click()
    page.locator("tbody").get_by_role("link", name="Beirut").click()
    assert page.locator("h1").inner_text() == "Beirut"


def test_a_filter_shortens_the_list_at_once_and_stands_in_the_address(visit, network):
    page = visit()
    page.goto("/cities/")
    page.get_by_role("checkbox", name="Oceania").check()
    page.wait_for_url("**/cities/?*region=009*")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Remove this filter").click()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 91")


def test_a_visitor_writes_without_javascript(visit, network):
    page = visit(java_script_enabled=False)
    page.goto("/about/contact/")
    page.get_by_role("button", name="Send message").click()
    assert page.title().startswith("Error: ")
    page.get_by_label("Your name").fill("Lea")
    page.get_by_label("E-mail address").fill("lea@town.example")
    page.get_by_label("Message").fill("Hello")
    page.get_by_role("button", name="Send message").click()
    assert page.locator("h1").inner_text() == "Thank you"
