"""What holds on every address: headers and cookies (S32), tokens of forms (S18), queries that nobody expects (HQ)."""

import pytest
from django.test import Client

from .matrix import entries, routes
from .test_matrix import address
from .world import undone

pytestmark = pytest.mark.django_db
ROUTES = {each.key: each for each in routes()}
KNOWN = [each for key, each in entries().items() if key in ROUTES]
POLICY = {
    **{"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:"},
    **{"font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'"},
    **{"frame-ancestors": "'none'", "object-src": "'none'", "report-uri": "/csp-report/"},
}
STRICTER_REFERRER = {"events:join_open": "no-referrer"}  # the provider of a meeting does not learn whence one comes
OWN_POLICY = {"files:file_detail", "notifications:kept_mail_html"}
TAKES_POSTS_WITHOUT_A_TOKEN = {"ui:csp_report", "notifications:unsubscribe"}
PASSKEYS = {"account_login", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
QUERIES = [
    *("page=0", "page=-1", "page=abc", "page=99999999999999999999", "page=%00", "page=1&page=2", "page=last"),
    *("q=%25%5F%27%22%5C", "q=" + "a" * 5000, "q=%F0%9F%8F%99%FE%0F", "q=%ED%A0%80", "order=password", "sort=-secret"),
    *("country=%27%3B--", "country=XX", "region=__proto__", "status=1e400", "next=//evil.example", "language=xx"),
    *("id__in=1,2", "o=-9.8.7", "e=1", "_popup=1", "all=", "csrfmiddlewaretoken=x", "=", "%", "&&&", "%FF=%FE"),
]


def ids(entry):
    return entry.key


def ask(world, principal, entry, query="", method="get"):
    arguments = world.arguments(entry.maker) if entry.maker else {}
    return getattr(world.browser_of(principal), method)(address(entry, arguments) + query)


def policy_of(answer):
    parts = (each.strip().partition(" ") for each in answer["Content-Security-Policy"].split(";") if each.strip())
    return {name: sources for name, _, sources in parts}


def principals_for(entry):
    """Somebody who sees the page, and somebody who does not."""
    return ["lead", "administrator", "anon"]


@pytest.mark.parametrize("entry", KNOWN, ids=ids)
def test_every_answer_carries_the_headers(entry, world):
    for principal in principals_for(entry):
        with undone():
            answer = ask(world, principal, entry)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] in ("same-origin", STRICTER_REFERRER.get(entry.key))
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Request-ID"]
        assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
        if answer.get("Content-Type", "").startswith("text/"):
            assert "charset=" in answer["Content-Type"].lower()
        if not (entry.key in OWN_POLICY and answer.status_code == 200):
            assert policy_of(answer) == POLICY
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert_grants_nothing_else(entry, answer)


def assert_grants_nothing_else(entry, answer):
    granted = {each.strip() for each in answer["Permissions-Policy"].split(",") if not each.strip().endswith("=()")}
    own = {"publickey-credentials-get=(self)"} if entry.key in PASSKEYS | {"mfa_login_webauthn"} else set()
    assert granted == ({"publickey-credentials-create=(self)"} if entry.key == "mfa_add_webauthn" else own)


@pytest.mark.parametrize("entry", KNOWN, ids=ids)
def test_every_page_of_a_person_is_kept_by_no_cache(entry, world):
    with undone():
        answer = ask(world, "lead", entry)
    if answer.get("Content-Type", "").startswith("text/html"):
        assert {"no-store", "private"} <= {each.strip() for each in answer["Cache-Control"].split(",")}
        assert {"Cookie", "Accept-Language"} <= {each.strip() for each in answer["Vary"].split(",")}


@pytest.mark.parametrize("entry", [each for each in KNOWN if "POST" in each.methods], ids=ids)
def test_every_post_needs_the_token_of_its_own_form(entry, world):
    """Without a token, and with one that belongs to another browser."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies.load(world.cookies["lead"].replace("Set-Cookie: ", ""))
    with undone():
        place = address(entry, world.arguments(entry.maker) if entry.maker else {})
        for data in ({}, {"csrfmiddlewaretoken": "x" * 64}):
            status = strict.post(place, data).status_code
            assert (status == 403) is (entry.key not in TAKES_POSTS_WITHOUT_A_TOKEN), status


@pytest.mark.parametrize("principal", ["anon", pytest.param("administrator", marks=pytest.mark.nightly)])
@pytest.mark.parametrize("entry", [each for each in KNOWN if "GET" in each.methods], ids=ids)
def test_no_query_breaks_a_page_or_shows_more_of_it(entry, principal, world):
    with undone():
        arguments = world.arguments(entry.maker) if entry.maker else {}
        place, browser = address(entry, arguments), world.browser_of(principal)
        plain = browser.get(place).status_code
        for query in QUERIES if plain == 200 else QUERIES[:1]:  # a closed door reads no query
            with undone():
                status = browser.get(f"{place}?{query}").status_code
            assert status < 500, query
            assert plain == 200 or status != 200 or principal == "administrator", query


@pytest.mark.parametrize(
    "path", ["/" + "a" * 9000, "/%00", "/cities/%00/", "/..%2f..%2fetc/passwd", "/%c0%ae", "/\ud800"]
)
def test_no_path_breaks_the_portal(path, world):
    path = path.encode("utf-8", "surrogatepass").decode("latin-1")
    assert 400 <= world.browser_of("lead").get(path).status_code < 500
