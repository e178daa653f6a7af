"""Every state of a request and of an invitation, as the person behind the link meets it: axe, no sideways scrolling."""

import pytest
from django.core.cache import cache

from cities import lifecycle
from cities.models import JoinRequest
from cities.notifications import link_to_invitation, link_to_request
from tests.browser.conftest import NARROW, WIDE, axe, picture, scrolls_sideways
from tests.factories.cities import a_country, a_term
from tests.factories.joining import a_draft, a_request_held_by, a_submitted_request, an_invitation
from tests.factories.places import small_gazetteer

WHY = "Please send a letter of your mayor. It should name you and your role."
VARIANTS = {
    "English, wide": {"locale": "en-GB", "viewport": WIDE},
    "Arabic, narrow, dark": {"locale": "ar", "viewport": NARROW, "color_scheme": "dark"},
}


@pytest.fixture
def pages(transactional_db, dev, rita, porto, ana):
    """Name, the link that opens the row, and the page to see."""
    cache.clear()
    small_gazetteer()
    a_country("ES", "ESP")
    a_term(code="county", label="County")
    draft = a_draft(proposed_type=porto.type, proposed_country=porto.country, proposed_name="Porto")
    asked = lifecycle.ask(a_request_held_by(dev), by=dev, asked_for=WHY)
    refused = a_request_held_by(dev)
    lifecycle.refuse(refused, by=dev, reason_code="not_proven", reason_text=WHY)
    checked = an_invitation(porto, by=ana, email="ines@mail.example")
    newcomer = an_invitation(porto, by=ana, email="ines@porto.example")
    known = an_invitation(porto, by=dev, email=rita.email)
    return [
        ("own-place", draft, "city/?own=on"),
        ("same-name", draft, "city/?q=cordoba"),
        ("nothing-found", draft, "city/?q=xqzwv"),
        ("member", draft, "city/member/"),
        ("no-authority", draft, "city/ngo/"),
        ("check-incomplete", draft, "check/"),
        ("withdraw", draft, "withdraw/"),
        ("received", a_submitted_request(), ""),
        ("asked", asked, ""),
        ("answer", asked, "answer/"),
        ("refused", refused, ""),
        ("second-look", refused, "second-look/"),
        ("invitation-newcomer", newcomer, ""),
        ("invitation-checked", checked, ""),
        ("invitation-known", known, ""),
        ("invitation-decline", newcomer, "refuse/"),
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_state_is_readable(pages, visit, live_server, settings, variant):
    settings.BASE_URL = live_server.url
    page = visit(**VARIANTS[variant])
    for name, row, address in pages:
        is_request = isinstance(row, JoinRequest)
        page.goto(link_to_request(row) if is_request else link_to_invitation(row))
        with page.expect_navigation():
            page.locator("main form button").first.click()
        page.goto(f"/{'join' if is_request else 'invitations'}/{row.code}/{address}")
        picture(page, f"state-{name}-{variant.replace(', ', '-')}")
        assert not scrolls_sideways(page), name
        axe(page)
