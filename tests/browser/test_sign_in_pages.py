"""Every page of sign-in and of the second factor: our look, accessible, and nothing that the policy blocks."""

import pytest

from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways

OPEN = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/logout/",
]
STAFF = ["/accounts/2fa/recovery-codes/", "/accounts/2fa/totp/deactivate/", "/me/security/", "/me/settings/"]
NAMES = {address: "-".join(address.strip("/").split("/")) for address in [*OPEN, *OWN, *STAFF]}


def look_at(page, address, name):
    assert page.goto(address).status == 200, address
    picture(page, f"{NAMES[address]}-{name}")
    axe(page)
    assert not scrolls_sideways(page), address
    assert page.locator("h1").count() == 1, address
    assert page.locator("html").get_attribute("lang") in {"en", "ar"}


@pytest.mark.parametrize(("name", "options"), [("wide", {}), ("arabic", {"locale": "ar", "viewport": NARROW})])
def test_the_open_pages_of_sign_in(visit, name, options):
    page = visit(**options)
    for address in OPEN:
        look_at(page, address, name)


@pytest.mark.parametrize(("name", "options"), [("wide", {}), ("narrow", {"viewport": NARROW})])
def test_the_pages_of_a_persons_own_account(signed_in, ana, name, options):
    page = signed_in(ana, **options)
    for address in OWN:
        look_at(page, address, name)


def test_the_pages_of_somebody_with_a_second_factor(signed_in, dev):
    page = signed_in(dev)
    for address in STAFF:
        look_at(page, address, "staff")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refused_sign_in_names_the_problem_first(visit, scripts):
    page = visit(java_script_enabled=scripts)
    page.goto("/accounts/login/")
    page.locator("main button.button").first.click()
    page.wait_for_selector("[data-problems]")
    assert page.title().startswith("Error: ")
    for link in page.locator("[data-problems] a").all():
        assert page.locator(link.get_attribute("href")).count() == 1
    if scripts:
        assert page.evaluate("document.activeElement.hasAttribute('data-problems')")
        page.locator("[data-problems] a").first.click()
        assert page.evaluate("document.activeElement.id") == "id_login"
        axe(page)


def test_the_language_is_changed_without_javascript_and_the_page_stays(nojs_page):
    nojs_page.goto("/accounts/password/reset/")
    nojs_page.locator(".tools details.dropdown summary").first.click()
    nojs_page.locator(".tools button[lang='ar']").click()
    assert nojs_page.url.endswith("/accounts/password/reset/")
    assert nojs_page.locator("html").get_attribute("dir") == "rtl"


def test_a_narrow_screen_opens_its_menu_without_javascript(visit):
    page = visit(java_script_enabled=False, viewport=NARROW)
    page.goto("/accounts/login/")
    assert not page.locator(".nav").first.is_visible()
    page.locator("details.menu > summary").click()
    assert page.locator("details.menu nav a").first.is_visible()
    picture(page, "menu-narrow")


def test_the_keyboard_reaches_the_main_part_by_the_skip_link(browser_page):
    browser_page.goto("/accounts/login/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"
