"""Every address of the portal, asked for by everybody: what is shown, to whom, and that looking changes nothing."""

import pytest
from django.urls import NoReverseMatch, reverse

from .conftest import without_secrets
from .matrix import MADE_UP, PRINCIPALS, entries, routes
from .world import undone, written

pytestmark = pytest.mark.django_db
ROUTES = {each.key: each for each in routes()}
ENTRIES = entries()
KNOWN = [ENTRIES[key] for key in ROUTES if key in ENTRIES]
WITH_ARGUMENTS = [each for each in KNOWN if ROUTES[each.key].arguments]
MEMBERS_AND_STAFF = [each for each in PRINCIPALS if each not in {"anon", "suspended", "holder"}]


WRONG_ADDRESS = {}  # by the cookies of a browser


def name_of(entry):
    return entry.key


def address(entry, arguments):
    if "/" not in entry.key:
        return reverse(entry.key, kwargs=arguments)
    start = entry.key.split("<")[0].split("(")[0].removesuffix("^")
    return "/" + start + "/".join(str(each) for each in arguments.values()) + ("" if "url" in arguments else "/")


def outcome(answer, browser):
    """The word of matrix.toml for an answer."""
    status, location = answer.status_code, answer.get("Location", "")
    if status == 302 and location.startswith(("/accounts/login/", "/admin/login/")):
        return "in"
    if status == 404:
        return "hide" if is_as_a_wrong_address(answer, browser) else "404 that tells"
    words = {200: "page", 204: "page", 301: "on", 302: "on", 403: "no", 405: "405"}
    return words.get(status, str(status))


def is_as_a_wrong_address(answer, browser):
    """Byte for byte. What this login read at a wrong address before is asked anew only where it differs."""
    login, found = browser.cookies.output(), without_secrets(answer)
    if WRONG_ADDRESS.get(login) != found:
        WRONG_ADDRESS[login] = without_secrets(browser.get("/no-such-page/"))
    return WRONG_ADDRESS[login] == found


def ask(world, principal, entry, arguments, method="get", data=None):
    """The word for the answer, and what it wrote."""
    browser = world.browser_of(principal)
    before = written()
    answer = getattr(browser, method)(address(entry, arguments), data or {})
    after = written()
    changed = {table for table in after if after[table] != before.get(table, 0)}
    word = outcome(answer, browser)
    if answer.streaming:
        answer.getvalue()  # read to its end, so that the file is closed
    return word, changed - set(entry.writes), answer


# The file and the URLconf say the same
def test_every_route_is_classified():
    assert sorted(set(ROUTES) - set(ENTRIES)) == []


def test_no_entry_speaks_of_a_route_that_is_gone():
    assert sorted(set(ENTRIES) - set(ROUTES)) == []


def test_every_route_with_arguments_names_who_makes_the_object(world):
    assert [each.key for each in WITH_ARGUMENTS if not each.maker] == []


@pytest.mark.parametrize("entry", KNOWN, ids=name_of)
def test_a_page_shows_itself_to_whom_the_matrix_says_and_looking_writes_nothing(entry, world):
    with undone():
        arguments = world.arguments(entry.maker) if entry.maker else {}
        found = {each: ask(world, each, entry, arguments)[:2] for each in PRINCIPALS}
    expected = {each: entry.expected(each) for each in PRINCIPALS}
    if "GET" not in entry.methods:
        expected = {each: word if word in {"in"} else "405" for each, word in expected.items()}
        found = {each: ("405" if word in {"hide", "no"} else word, rows) for each, (word, rows) in found.items()}
    words = {each: word for each, (word, _rows) in found.items()}
    assert {who: f"{words[who]}, not {word}" for who, word in expected.items() if words[who] != word} == {}
    assert {each: rows for each, (_word, rows) in found.items() if rows} == {}


@pytest.mark.parametrize("entry", [each for each in KNOWN if "POST" in each.methods], ids=name_of)
def test_a_post_of_somebody_who_may_not_is_refused_and_writes_nothing(entry, world):
    with undone():
        arguments = world.arguments(entry.maker) if entry.maker else {}
        got = {}
        for principal in PRINCIPALS:
            with undone():
                got[principal] = acted(entry, *ask(world, principal, entry, arguments, "post", entry.payload))
    assert got == {each: entry.expected_of_post(each) for each in PRINCIPALS}


def acted(entry, word, rows, answer):
    """The word for a POST: a refusal that wrote nothing, or "acts"."""
    if word in {"in", "hide", "no", "405"}:
        return f"{word}, and wrote {rows}" if rows and word != entry.post else word
    return "acts" if answer.status_code < 500 else "broke"


@pytest.mark.parametrize("entry", [each for each in KNOWN if "POST" not in each.methods], ids=name_of)
def test_a_page_that_only_shows_takes_no_post(entry, world):
    with undone():
        arguments = world.arguments(entry.maker) if entry.maker else {}
        got = {each: ask(world, each, entry, arguments, "post")[0] for each in PRINCIPALS}
    assert set(got.values()) <= {"405", "in", "hide", "no", "on"}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_route_takes_a_method_that_nobody_listed(method, world):
    for entry in KNOWN:
        with undone():
            arguments = world.arguments(entry.maker) if entry.maker else {}
            assert getattr(world.browser_of("lead"), method)(address(entry, arguments)).status_code == 405, entry.key
    assert world.browser_of("lead").generic("BREW", "/").status_code == 405


@pytest.mark.parametrize("entry", WITH_ARGUMENTS, ids=name_of)
def test_an_object_that_does_not_exist_is_a_wrong_address(entry, world):
    with undone():
        made_up = {name: 0 if name == "pk" else MADE_UP for name in world.arguments(entry.maker)}
        try:
            place = address(entry, made_up)
        except NoReverseMatch:
            return
        browsers = [world.browser_of(each) for each in PRINCIPALS]
        words = {outcome(browser.get(place), browser) for browser in browsers}
    assert words <= {"hide", "in", "405", "page", "on"} if entry.key in TELLS_ON_ITS_PAGE else {"hide", "in", "405"}


# The link in the mail is worn out, or there is no such paper: the page says so, to everybody alike.
TELLS_ON_ITS_PAGE = {"account_confirm_email", "account_reset_password_from_key", "events:certificate_verify"}


def test_there_is_no_route_to_act_as_somebody_else():
    assert [
        key for key in ROUTES if any(word in key.lower() for word in ("imperson", "hijack", "su_", "login_as"))
    ] == []
