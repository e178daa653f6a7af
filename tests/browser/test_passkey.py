"""A passkey in Chromium: added on the security pages, then used to sign in without a password."""

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import PASSWORD


@pytest.fixture
def key(browser_page):
    """A key with a fingerprint reader, as the browser simulates it."""
    tools = browser_page.context.new_cdp_session(browser_page)
    tools.send("WebAuthn.enable")
    features = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    features |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return tools.send("WebAuthn.addVirtualAuthenticator", {"options": features})


def sign_in_with_password(page, person):
    page.goto("/accounts/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_a_passkey_is_added_and_then_signs_in(browser_page, key, ana):
    page = browser_page
    sign_in_with_password(page, ana)
    page.goto("/accounts/2fa/webauthn/add/")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    assert Authenticator.objects.filter(user=ana, type="webauthn").count() == 1
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    page.goto("/me/security/")
    assert page.url.endswith("/me/security/")
