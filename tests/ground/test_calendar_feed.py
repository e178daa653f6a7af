"""The address for a person's own calendar: given on request, ended by the next, never guessed."""

import pytest
from django.contrib.auth import get_user_model

from scn_portal.notifications import calendar_feed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/calendar/"


def path_of(person):
    return calendar_feed.address_of(calendar_feed.of(person)).partition("//")[2].partition("/")[2]


def test_nobody_has_an_address_before_asking_and_looking_makes_none(client, ana):
    page = sign_in(client, ana).get(PAGE).content.decode()
    assert calendar_feed.of(ana) is None
    assert "/calendar/" not in page.replace(PAGE, "")
    client.post(PAGE)
    assert path_of(ana) in client.get(PAGE).content.decode()


def test_a_program_without_a_login_reads_it(client, ana):
    calendar_feed.make_new(ana)
    answer = client.get("/" + path_of(ana))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    again = client.get("/" + path_of(ana), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_address_ends_the_one_before_which_says_so(client, ana):
    calendar_feed.make_new(ana)
    before = path_of(ana)
    calendar_feed.make_new(ana)
    assert path_of(ana) != before
    answer = client.get("/" + before)
    assert (answer.status_code, b"BEGIN" in answer.content) == (410, False)
    assert client.get("/" + path_of(ana)).status_code == 200


def test_an_address_of_somebody_who_left_has_ended(client, ana):
    calendar_feed.make_new(ana)
    get_user_model().objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/" + path_of(ana)).status_code == 410


def test_a_guessed_address_is_a_wrong_one(client, ana, bo):
    wrong = client.get("/calendar/zzzzzzzzzz.ics").content
    own, other = calendar_feed.make_new(ana), calendar_feed.make_new(bo)
    guesses = [
        f"{own.code}-{calendar_feed.token_of(other).partition('-')[2]}",
        f"{own.code}-{'a' * 43}",
        own.code,
        calendar_feed.token_of(own, issue=2),
    ]
    for guess in guesses:
        answer = client.get(f"/calendar/{guess}.ics")
        assert (answer.status_code, answer.content) == (404, wrong)
