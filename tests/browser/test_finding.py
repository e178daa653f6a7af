"""The list of the library in Chromium: typing, ticking, going back, and all of it without a script."""

import pytest

from tests.browser.conftest import axe, scrolls_sideways
from tests.factories.cities import a_member
from tests.factories.hub import a_content, a_findable

LIST = "/hub/resources/"


@pytest.fixture
def library(transactional_db):
    porto = a_member("Porto")
    a_findable(porto, content=a_content("Mentors for young people"))
    a_findable(porto, content=a_content("School visits", theme_main=["schools"]))


def titles(page):
    return page.locator("article.result h3").all_inner_texts()


def test_a_city_officer_types_ticks_and_goes_back(visit, library):
    page = visit()
    page.goto(LIST)
    page.locator("#q").press_sequentially("ment", delay=30)
    offered = page.locator("#suggestions a")
    offered.first.wait_for()
    assert offered.all_inner_texts() == ["Mentors for young people"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Mentors for young people"
    page.locator("h1").click()
    page.wait_for_url(f"**{LIST}?q=ment")
    page.goto(LIST)
    page.locator("#theme-schools").check()
    page.wait_for_url(f"**{LIST}?theme=schools")
    page.get_by_text("1 result", exact=True).first.wait_for()
    assert titles(page) == ["School visits"]
    assert page.evaluate("document.activeElement.id") == "theme-schools"
    axe(page)
    page.go_back()
    page.wait_for_url(f"**{LIST}")
    page.get_by_text("2 results", exact=True).first.wait_for()
    assert sorted(titles(page)) == ["Mentors for young people", "School visits"]
    assert page.locator("header.masthead").count() == 1


def test_without_a_script_and_on_a_telephone_the_same_is_found(visit, library):
    page = visit(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page.goto(LIST)
    assert not page.locator("#theme-schools").is_visible()
    page.get_by_text("Narrow down").click()
    page.locator("#theme-schools").check()
    page.get_by_role("button", name="Show these items").click()
    assert titles(page) == ["School visits"]
    assert not scrolls_sideways(page)
