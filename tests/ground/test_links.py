"""Signed links: a GET changes nothing, a button gives this browser the right, and what does not fit is one 404 page."""

import re

import pytest
from django.test import Client, RequestFactory

from cities.models import JoinRequest
from scn_portal.accounts import links
from scn_portal.codes import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return JoinRequest.objects.create(email="clerk@porto.example")


def link_to(draft, issue=None, purpose="cities.joinrequest"):
    return f"/join/{draft.code}/open/{token_for(purpose, draft.code, issue or draft.link_issue)}/"


def asks(client):
    request = RequestFactory().get("/")
    request.session = client.session
    return request


def test_opening_the_link_changes_nothing_until_the_button_is_pressed(client, draft):
    for _ in range(3):
        assert client.get(link_to(draft)).status_code == 200
    assert links.holder(asks(client), f"cities.joinrequest:{draft.code}") is None
    answer = client.post(link_to(draft))
    assert (answer.status_code, answer.url) == (302, f"/join/{draft.code}/")
    assert links.holder(asks(client), f"cities.joinrequest:{draft.code}").opens == f"cities.joinrequest:{draft.code}"


def test_the_page_of_the_link_is_kept_by_no_cache_and_tells_no_other_site_where_it_came_from(client, draft):
    answer = client.get(link_to(draft))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_right_holds_in_one_browser_for_one_row(client, draft):
    other = JoinRequest.objects.create(email="clerk@malmo.example")
    client.post(link_to(draft))
    assert client.get(f"/join/{draft.code}/").status_code == 200
    assert client.get(f"/join/{other.code}/").status_code == 404
    assert Client().get(f"/join/{draft.code}/").status_code == 404


def test_a_newer_link_ends_the_older_one_and_the_right_it_gave(client, draft):
    client.post(link_to(draft))
    JoinRequest.objects.update(link_issue=2)
    assert client.get(link_to(draft, issue=1)).status_code == 404
    assert client.get(f"/join/{draft.code}/").status_code == 404
    assert client.get(link_to(draft, issue=2)).status_code == 200


def test_old_foreign_and_mistyped_links_get_the_same_page(client, draft):
    other = JoinRequest.objects.create(email="clerk@malmo.example")
    wrong = [
        "/join/nothing234/open/abc/",
        link_to(draft)[:-2] + "x/",
        link_to(draft, issue=7),
        link_to(draft, purpose="cities.invitation"),
        link_to(other).replace(other.code, draft.code),
        f"/join/{draft.code}/you/",
        "/no/such/page/",
    ]
    pages = {re.sub(rb'value="\w{64}"', b"", client.get(address).content) for address in wrong}
    assert len(pages) == 1
    assert {client.post(address).status_code for address in wrong} == {404}


def test_a_new_login_key_comes_with_the_right(client, draft):
    client.get("/join/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["__Host-session"] = session.session_key
    before = session.session_key
    client.post(link_to(draft))
    assert client.cookies["__Host-session"].value != before


def test_closing_takes_the_right_back(client, draft):
    client.post(link_to(draft))
    assert client.post(f"/join/{draft.code}/leave/").status_code == 302
    assert client.get(f"/join/{draft.code}/").status_code == 404


def test_a_browser_keeps_the_last_twenty_rights(client):
    drafts = [JoinRequest.objects.create(email=f"clerk{number}@porto.example") for number in range(21)]
    for draft in drafts:
        client.post(link_to(draft))
    assert client.get(f"/join/{drafts[0].code}/").status_code == 404
    assert client.get(f"/join/{drafts[1].code}/").status_code == 200


def test_the_token_is_in_no_log(client, draft, caplog, capfd):
    link = link_to(draft)
    client.get(link)
    client.post(link)
    client.get(link_to(draft, issue=9))
    token = link.split("/")[-2]
    out = capfd.readouterr()
    assert token not in caplog.text + out.out + out.err
