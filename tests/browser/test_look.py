"""The pages of sign-in, the style guide and the error pages look and behave as the portal does."""

import pytest

from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways

SCHEMES = [
    ("wide", {}),
    ("narrow", {"viewport": NARROW}),
    ("dark", {"color_scheme": "dark"}),
    ("arabic", {"locale": "ar"}),
]


@pytest.mark.parametrize(("name", "options"), SCHEMES)
@pytest.mark.parametrize(("page_name", "address"), [("login", "/accounts/login/"), ("missing", "/no-such-page/")])
def test_a_page_for_everybody_is_accessible(visit, name, options, page_name, address):
    page = visit(**options)
    assert page.goto(address).status < 500
    picture(page, f"{page_name}-{name}")
    axe(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(("name", "options"), SCHEMES)
def test_the_style_guide_shows_every_part_accessibly(signed_in, dev, name, options):
    page = signed_in(dev, **options)
    assert page.goto("/styleguide/").status == 200
    picture(page, f"styleguide-{name}")
    axe(page)
    assert not scrolls_sideways(page)
