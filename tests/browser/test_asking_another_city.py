"""A city says what it needs, asks another from a practice in two clicks, is answered, and both go on."""

import pytest
from django.urls import reverse

from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.factories.hub import a_resource
from tests.factories.twinning import a_profile, a_theme
from twinning.models import Interest, Profile


@pytest.fixture
def practice(transactional_db, porto, malmo):
    for code in ("youth", "families", "schools"):
        a_theme(code)
    practice = a_resource(malmo)
    a_profile(malmo, needs={"families": 3}, offers={"youth": 2})
    return practice


def looks(page, name, script):
    picture(page, f"{name}-{script}")
    assert not scrolls_sideways(page)
    if script:
        axe(page)


def says_what_it_needs(page, script):
    page.goto(reverse("twinning:profile"))
    assert "Families" in page.locator("main").inner_text()  # what cities near ask for
    looks(page, "needs-empty", script)
    page.locator("main a.button").click()
    page.select_option("[name=need_youth]", "3")
    page.select_option("[name=offer_families]", "3")
    page.fill("[name=contact_office]", "Office for prevention")
    page.get_by_role("button", name="Save and confirm").click()
    page.wait_for_selector(".problems")
    looks(page, "needs-refused", script)
    assert page.locator("[name=offer_families]").input_value() == "2"
    page.get_by_role("button", name="Save and confirm").click()
    page.wait_for_url("**/twinning/profile/")
    looks(page, "needs-written", script)
    page.get_by_role("link", name="See which cities fit").click()
    page.wait_for_url("**/discover/**")
    assert "You fit both ways" in page.locator("main").inner_text()
    looks(page, "fits", script)


def asks_in_two_clicks(page, practice, script):
    page.goto(practice.get_absolute_url())
    page.get_by_role("link", name="Ask this city").first.click()
    page.wait_for_url("**/interests/new/**")
    looks(page, "interest-form", script)
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url(lambda address: "/interests/" in address and "new" not in address)
    looks(page, "interest-sent", script)


def says_yes(page, interest, script):
    page.goto(reverse("twinning:interest_list"))
    looks(page, "inbox", script)
    page.get_by_role("link", name="Porto").click()
    page.get_by_role("link", name="Say yes").click()
    page.fill("[name=answer]", "Gladly.")
    page.get_by_role("button", name="Say yes").click()
    page.wait_for_url(f"**{interest.get_absolute_url()}")
    looks(page, "interest-accepted", script)


@pytest.mark.parametrize("script", [True, False])
def test_from_needs_to_a_yes(signed_in, practice, porto, ana, linn, script):
    page = signed_in(ana, viewport=NARROW, java_script_enabled=script)
    says_what_it_needs(page, script)
    assert Profile.objects.get(city=porto).theme_entries.count() == 2
    asks_in_two_clicks(page, practice, script)
    interest = Interest.objects.get()
    assert (interest.from_city, interest.resource) == (porto, practice)
    says_yes(signed_in(linn, viewport=NARROW, java_script_enabled=script), interest, script)
    page.reload()
    assert "Gladly." in page.locator("main").inner_text()
    page.get_by_role("link", name="Plan a visit or a call").click()
    page.wait_for_url("**/visits/new/**")


def test_in_arabic_and_dark_nothing_scrolls_sideways(signed_in, practice, porto, ana):
    a_profile(porto, needs={"youth": 2}, offers={"families": 2})
    ana.language = "ar"
    ana.save()
    page = signed_in(ana, viewport=NARROW, locale="ar", color_scheme="dark")
    for name in ("profile", "profile_edit", "discover", "interest_list"):
        page.goto(reverse(f"twinning:{name}"))
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert not scrolls_sideways(page)
        picture(page, f"ar-{name}")
        axe(page)
