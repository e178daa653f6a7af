"""The staff pages: the stock admin in the portal's look, under the same policy, in both schemes and directions."""

import pytest

from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways

SCHEMES = [
    ("wide", {}, "en"),
    ("narrow", {"viewport": NARROW}, "en"),
    ("dark", {"color_scheme": "dark"}, "en"),
    ("arabic", {}, "ar"),
]
PAGES = [("admin-index", "/admin/"), ("admin-cities", "/admin/cities/city/"), ("admin-people", "/admin/accounts/user/")]


@pytest.mark.parametrize(("name", "options", "language"), SCHEMES)
def test_the_staff_pages_are_accessible_and_keep_the_policy(signed_in, dev, porto, name, options, language):
    dev.language = language
    dev.is_superuser = True
    dev.save()
    page = signed_in(dev, **options)
    for page_name, address in PAGES:
        assert page.goto(address).status == 200, address
        picture(page, f"{page_name}-{name}")
        axe(page)
        assert not scrolls_sideways(page), address
