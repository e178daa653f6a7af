"""A role passes on: the proposed person answers the mail, and the people of the city may object."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Handover, HandoverNotice, JoinRequest, Representative
from scn_portal.accounts.models import User
from tests.cast import PASSWORD, person
from tests.cities.handing_over import (
    CHOSEN,
    GIVEN,
    NEW,
    holder,
    link_of,
    noticed,
    opened,
    page_of,
    status_of,
)
from tests.factories.people import a_forced_handover, a_handover
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover(porto, ana):
    return a_handover(porto, email="nela@porto.example")


@pytest.fixture
def forced(porto, ana, dev, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_forced_handover(porto, dev)


# Answering it


def test_opening_the_link_changes_nothing(client, handover):
    for _robot in range(2):
        assert client.get(link_of(handover)).status_code == 200
    assert status_of(handover) == "open" and "opened_by_link" not in client.session


def test_a_newcomer_reads_who_hands_over_what_chooses_a_password_and_has_the_role(client, ana, handover, porto):
    page = opened(client, handover)
    text = words(client.get(page))
    assert "Become lead contact of Porto" in text and "From Ana" in text and "To Nela Next" in text
    answer = client.post(page, CHOSEN)
    assert (answer.status_code, answer.url) == (302, "/me/")
    nela = User.objects.get(email="nela@porto.example")
    assert nela.check_password(NEW) and int(client.session["_auth_user_id"]) == nela.pk
    before = Representative.objects.get(user=ana)
    after = Representative.objects.get(user=nela)
    assert before.until == after.since and holder(porto) == nela
    assert status_of(handover) == "done"


def test_the_old_lead_s_open_browser_is_refused_at_the_next_click(client, ana, handover):
    old = Client()
    sign_in(old, ana)
    assert old.get("/cities/porto/people/").status_code == 200
    client.post(opened(client, handover), CHOSEN)
    assert old.get("/cities/porto/people/").status_code == 404
    assert old.post("/cities/porto/people/invite/", GIVEN | {"role": "practitioner"}).status_code == 403
    assert "Done: Nela Next has taken over the role." in words(old.get(page_of(handover)))


@pytest.mark.parametrize(
    "given, problem",
    [
        (CHOSEN | {"password": "heron7", "repeated": "heron7"}, "too short"),
        (CHOSEN | {"repeated": "something-else-here"}, "The two passwords are not the same."),
        (CHOSEN | {"name": ""}, "Give your name."),
    ],
)
def test_a_refused_password_keeps_the_name_and_the_role_where_it_is(client, ana, handover, porto, given, problem):
    answer = client.post(opened(client, handover), given)
    assert answer.status_code == 422 and problem in words(answer)
    assert given["password"] not in answer.content.decode()
    assert holder(porto) == ana and not User.objects.filter(email="nela@porto.example").exists()


def test_who_has_an_account_signs_in_first(client, ana, handover, porto):
    nela = person("Nela", "nela@porto.example")
    page = opened(client, handover)
    assert "Sign in to accept" in words(client.get(page))
    assert client.post(page, CHOSEN).url == f"/accounts/login/?next={page}"
    assert nela.check_password(PASSWORD)
    answer = sign_in(client, nela).post(page, follow=True)
    assert "Welcome. You are now lead contact of Porto." in words(answer)
    assert holder(porto) == nela


def test_a_signed_in_successor_is_led_from_the_city_s_page_to_the_own_one(client, ana, handover):
    nela = person("Nela", "nela@porto.example")
    assert sign_in(client, nela).get(page_of(handover)).url == page_of(handover, "accept/")


def test_another_account_is_told_why_not_and_learns_no_address(client, ana, handover, eve):
    page = opened(sign_in(client, eve), handover)
    for answer in (client.get(page), client.post(page, CHOSEN), client.post(page_of(handover, "refuse/"))):
        assert answer.status_code == 403
        assert "This handover is for another address" in words(answer)
        assert "nela@porto.example" not in answer.content.decode()
    assert status_of(handover) == "open"


def test_without_the_link_there_is_nothing_to_answer(client, ana, handover, eve):
    for visitor in (Client(), sign_in(client, eve), sign_in(Client(), ana)):
        for act in ("accept/", "refuse/"):
            assert visitor.get(page_of(handover, act)).status_code == 404
            assert visitor.post(page_of(handover, act), CHOSEN).status_code == 404
    assert status_of(handover) == "open"


def test_a_political_lead_is_checked_by_staff_first(client, porto, ana, paulo):
    handover = a_handover(porto, "political_lead")
    page = opened(client, handover)
    assert "a person of our team looks first" in words(client.get(page))
    assert client.post(page).url == page
    assert "We are checking it" in words(client.get(page))
    assert status_of(handover) == "to_check" and holder(porto, "political_lead") == paulo
    assert JoinRequest.objects.get().handover == handover


def test_declining_asks_once_more_and_is_final(client, ana, handover, porto):
    page = opened(client, handover)
    assert "The role stays where it is." in words(client.get(page_of(handover, "refuse/")))
    assert status_of(handover) == "open"
    assert "You have declined." in words(client.post(page_of(handover, "refuse/"), follow=True))
    assert status_of(handover) == "refused"
    assert client.post(page, CHOSEN).status_code == 409
    assert holder(porto) == ana


@pytest.mark.parametrize("values", [{"status": "cancelled"}, {"status": "expired"}, {"expires_at": timezone.now()}])
def test_a_link_that_is_over_is_a_wrong_address(client, ana, handover, values):
    Handover.objects.update(**values)
    assert client.get(link_of(handover)).status_code == 404


def test_two_browsers_with_one_link_take_the_role_over_once(client, ana, handover, porto):
    other = Client()
    page = opened(client, handover)
    opened(other, handover)
    assert client.post(page, CHOSEN).status_code == 302
    assert other.post(
        page, CHOSEN | {"password": "other-quiet-river", "repeated": "other-quiet-river"}
    ).status_code in (
        302,
        409,
    )
    assert holder(porto).check_password(NEW) and "_auth_user_id" not in other.session


# Objecting to it


def test_the_people_of_the_city_object_and_nothing_changes(client, ana, pia, forced, porto):
    sign_in(client, pia)
    page = client.get(page_of(forced))
    assert "with a letter of your authority" in words(page) and page_of(forced, "object/") in page.content.decode()
    answer = client.post(page_of(forced, "object/"), {"objection": "Ana is here and well."}, follow=True)
    assert "Your objection is on record." in words(answer)
    assert status_of(forced) == "objected" and holder(porto) == ana
    assert "Ana is here and well." in words(sign_in(client, ana).get(page_of(forced)))


def test_who_was_told_by_mail_objects_by_the_link(client, ana, forced):
    answer = noticed(client, forced)
    assert (answer.status_code, answer.url) == (302, page_of(forced, "object/"))
    assert "Object to the handover" in words(client.get(answer.url))
    assert client.post(answer.url, {"objection": "Not so."}).status_code == 302
    assert status_of(forced) == "objected"
    assert client.get(page_of(forced, "accept/")).status_code == 404


def test_an_objection_needs_words_and_keeps_them_within_bounds(client, ana, forced):
    sign_in(client, ana)
    for bad in ("", "   ", "x" * 1001):
        answer = client.post(page_of(forced, "object/"), {"objection": bad})
        assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert status_of(forced) == "open"


def test_strangers_the_successor_and_a_handover_by_the_holder_know_no_objection(client, ana, forced, eve, linn):
    nela = person("Nela", forced.email)
    for somebody in (eve, linn, nela):
        assert sign_in(client, somebody).get(page_of(forced, "object/")).status_code == 404
    assert Client().post(page_of(forced, "object/"), {"objection": "No."}).status_code == 404
    own = a_handover(forced.city, "political_lead", by=ana)
    assert sign_in(client, ana).get(page_of(own, "object/")).status_code == 404


def test_the_successor_waits_until_the_time_to_object_is_over(client, ana, forced, porto):
    page = opened(client, forced)
    text = words(client.get(page))
    assert "The people of the city may still object." in text and "Choose a password" not in text
    assert client.post(page, CHOSEN).status_code == 409
    Handover.objects.update(objection_until=timezone.now() - timedelta(seconds=1))
    assert client.post(page, CHOSEN).status_code == 302
    assert holder(porto).email == forced.email


def test_the_link_to_object_dies_with_the_handover(client, ana, forced):
    Handover.objects.update(status="cancelled")
    assert noticed(client, HandoverNotice.objects.get(pk=forced.pk)).status_code == 404


def test_inviting_to_the_role_of_a_lead_shows_the_way(client, ana, porto, paulo):
    given = GIVEN | {"role": "political_lead"}
    answer = sign_in(client, ana).post(reverse("cities:invitation_create", args=["porto"]), given)
    assert answer.status_code == 409
