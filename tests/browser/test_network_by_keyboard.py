"""The network in Chromium: every line of the drawing is reached by keyboard and says what it is; no script needed."""

import pytest

from scn_portal.sharing import Sharing
from tests.browser.conftest import axe, scrolls_sideways
from tests.factories.cities import a_country, a_member
from tests.factories.twinning import a_partnership, a_visit

ADDRESS = "/twinning/network/"


@pytest.fixture
def network(transactional_db):
    porto = a_member("Porto")
    malmo = a_member("Malmö", country=a_country("SE", "SWE", subregion="Northern Europe"))
    kwale = a_member("Kwale", country=a_country("KE", "KEN", "Africa", "Eastern Africa", "002"))
    a_partnership([porto, malmo], sharing=Sharing.CLEAR, title="Open doors")
    a_partnership([malmo, kwale], sharing=Sharing.CLEAR, title="Libraries")
    a_visit([porto], [malmo, kwale], "reported", is_recorded=True, source="A page.", title="Learning together")


def test_each_line_takes_the_focus_and_is_named(visit, network):
    page = visit(java_script_enabled=False)
    page.goto(ADDRESS)
    lines = page.locator(".graph g[data-kind] a")
    assert lines.count() == page.locator("table tbody tr").count() == 3
    reached = set()
    for _step in range(80):
        page.keyboard.press("Tab")
        name = page.locator(".graph g[data-kind] a:focus title")
        if name.count():
            reached.add(name.text_content())
    assert len(reached) == 3
    assert any("Porto – Malmö – Kwale: Exchange" in words for words in reached)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_clean_and_fits(visit, network, width):
    page = visit(viewport={"width": width, "height": 780})
    page.goto(ADDRESS)
    axe(page)
    assert not scrolls_sideways(page)
    page.goto("/twinning/compare/?city=porto&city=malmo")
    axe(page)
    assert not scrolls_sideways(page)
