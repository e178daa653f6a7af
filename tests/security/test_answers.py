"""Cookies, hosts and failures: what the portal gives away, and to whom it does not even speak."""

from django.conf import settings

from tests.cast import PASSWORD

from .test_every_page import POLICY, policy_of


def test_every_cookie_is_bound_to_this_host_and_hidden_from_scripts(client, ana):
    client.post("/language/", {"language": "fr", "next": "/"})
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    assert names | {"__Host-device"} == set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        kept = (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        assert kept == (True, True, "Lax", "/", ""), name


def test_a_nul_is_answered_with_400_and_a_foreign_host_too(client):
    assert client.get("/?q=%00").status_code == 400
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_page_that_fails_tells_nothing(client, db, monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError("select secret from settings")

    client.raise_request_exception = False
    monkeypatch.setattr("scn_portal.jobs.views.health.findings", fails)
    answer = client.get("/status/?asked=in-vain")
    assert answer.status_code == 500
    for word in (b"RuntimeError", b"secret", b"Traceback", b"jobs", b"in-vain"):
        assert word not in answer.content
    assert policy_of(answer) == POLICY
