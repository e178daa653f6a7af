"""A role passes on: proposing somebody, following how it stands, taking it back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import Handover
from tests.cities.handing_over import (
    GIVEN,
    holder,
    link_of,
    page_of,
    start_page,
    status_of,
)
from tests.factories.people import a_handover
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover(porto, ana):
    return a_handover(porto, email="nela@porto.example")


# Proposing somebody


def test_the_start_page_says_what_happens_and_changes_nothing(client, ana):
    text = words(sign_in(client, ana).get(start_page()))
    assert "You hold this role now." in text and "Until then you keep the role." in text
    assert not Handover.objects.exists()


def test_the_lead_contact_proposes_a_successor_and_keeps_the_role(client, ana, porto):
    answer = sign_in(client, ana).post(start_page(), GIVEN, follow=True)
    handover = Handover.objects.get()
    assert answer.redirect_chain[-1][0] == page_of(handover)
    assert "The mail to Nela Next is on its way." in words(answer)
    assert (handover.role, handover.way, handover.outgoing.user) == ("lead_contact", "holder", ana)
    assert holder(porto) == ana


def test_the_political_lead_hands_over_both_roles(client, ana, paulo, porto):
    sign_in(client, paulo)
    assert "Ana holds this role now." in words(client.get(start_page()))
    for role in ("lead_contact", "political_lead"):
        assert client.post(start_page(role), GIVEN).status_code == 302
    ways = Handover.objects.order_by("role").values_list("role", "way")
    assert list(ways) == [("lead_contact", "political_lead"), ("political_lead", "holder")]


def test_a_political_lead_s_successor_is_told_to_be_checked(client, paulo, ana):
    text = words(sign_in(client, paulo).get(start_page("political_lead")))
    assert "our staff check it by telephone with your city hall, and ask for a letter" in text


@pytest.mark.parametrize("who, role", [("dora", "lead_contact"), ("pia", "lead_contact"), ("ana", "political_lead")])
def test_nobody_else_starts_a_handover(client, request, ana, paulo, who, role):
    sign_in(client, request.getfixturevalue(who))
    assert [client.get(start_page(role)).status_code, client.post(start_page(role), GIVEN).status_code] == [403, 403]
    assert not Handover.objects.exists()


def test_other_cities_and_other_roles_find_no_such_page(client, linn, ana):
    assert sign_in(client, linn).get(start_page()).status_code == 404
    assert sign_in(client, ana).get(start_page("deputy")).status_code == 404


def test_an_old_login_proves_itself_before_a_role_is_handed_over(client, ana):
    sign_in(client, ana, ago=3600)
    for answer in (client.get(start_page()), client.post(start_page(), GIVEN)):
        assert answer.status_code == 302 and "/accounts/reauthenticate/" in answer.url
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    "bad, problem",
    [
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"name": ""}, "Fill in “Name of the successor”."),
        ({"office": ""}, "Fill in “Office or post”."),
        ({"email": "ana@porto.example"}, "This person already holds this role."),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, ana, bad, problem):
    answer = sign_in(client, ana).post(start_page(), GIVEN | bad)
    assert answer.status_code == 422 and problem in words(answer)
    kept = (GIVEN | bad)["email"]
    assert f'value="{kept}"' in answer.content.decode()
    assert not Handover.objects.exists()


def test_a_second_handover_of_the_role_leads_to_the_first(client, ana, handover):
    sign_in(client, ana)
    page = client.get(start_page())
    assert page_of(handover) in page.content.decode() and "is under way already" in words(page)
    answer = client.post(start_page(), GIVEN | {"email": "other@porto.example"})
    assert answer.status_code == 409 and page_of(handover) in answer.content.decode()
    assert Handover.objects.count() == 1


def test_the_same_form_sent_twice_is_one_handover(client, ana):
    key = {"submission_key": "a" * 32}
    sign_in(client, ana)
    places = {client.post(start_page(), GIVEN | key).url for _ in range(2)}
    assert places == {page_of(Handover.objects.get())}


# Following it

STATES = {
    "open": "We have written to Nela Next; the answer is open.",
    "to_check": "Nela Next has accepted. Our staff are checking it.",
    "refused": "It ended without a change: it was declined, or did not pass the check.",
    "cancelled": "It was taken back. The role stays where it is.",
    "expired": "It has expired: Nela Next did not answer in time.",
}


@pytest.mark.parametrize("status", STATES)
def test_every_state_says_how_it_stands(client, ana, porto, status):
    handover = a_handover(porto, status=status)
    text = words(sign_in(client, ana).get(page_of(handover)))
    assert STATES[status] in text
    assert ("Propose somebody else" in text) == (status in {"refused", "cancelled", "expired"})
    assert ("Take the handover back" in text) == (status == "open")
    assert ("Send the mail again" in text) == (status in {"open", "expired"} or "Send the mail again, or" in text)


def test_it_reads_as_expired_before_the_clock_has_noted_it(client, ana, porto):
    handover = a_handover(porto, expires_at=timezone.now() - timedelta(seconds=1))
    assert "It has expired" in words(sign_in(client, ana).get(page_of(handover)))


def test_only_the_city_and_whoever_started_it_find_the_page(client, request, ana, dora, pia, linn, eve, dev, handover):
    for who, status in (("ana", 200), ("dora", 200), ("pia", 200), ("linn", 404), ("eve", 404), ("dev", 404)):
        assert sign_in(client, request.getfixturevalue(who)).get(page_of(handover)).status_code == status, who
    assert Client().get(page_of(handover)).status_code == 302


def test_a_practitioner_reads_no_address_of_the_successor(client, ana, pia, handover):
    assert "nela@porto.example" in words(sign_in(client, ana).get(page_of(handover)))
    assert "nela@porto.example" not in words(sign_in(client, pia).get(page_of(handover)))


def test_taking_it_back_asks_once_more(client, ana, handover):
    sign_in(client, ana)
    assert "Take the handover back?" in words(client.get(page_of(handover, "cancel/")))
    assert status_of(handover) == "open"
    assert "has been taken back" in words(client.post(page_of(handover, "cancel/"), follow=True))
    assert status_of(handover) == "cancelled"
    assert client.post(page_of(handover, "cancel/")).status_code == 409


def test_a_deputy_takes_nothing_back_and_sends_nothing_again(client, ana, dora, handover):
    sign_in(client, dora)
    acts = [client.get(page_of(handover, "cancel/")), client.post(page_of(handover, "cancel/"))]
    acts.append(client.post(page_of(handover, "renew/")))
    assert [each.status_code for each in acts] == [403, 403, 403]
    assert status_of(handover) == "open"


def test_a_new_mail_kills_the_earlier_link(client, ana, handover):
    old = link_of(handover)
    answer = sign_in(client, ana).post(page_of(handover, "renew/"), follow=True)
    assert "A new mail is on its way." in words(answer)
    handover.refresh_from_db()
    assert [Client().get(old).status_code, Client().get(link_of(handover)).status_code] == [404, 200]


@pytest.mark.parametrize("earlier", [1, 30])
def test_the_page_asks_as_few_queries_after_many_handovers(client, ana, porto, earlier, django_assert_num_queries):
    for _each in range(earlier):
        a_handover(porto, status="cancelled")
    handover = a_handover(porto)
    sign_in(client, ana).get(page_of(handover))
    with django_assert_num_queries(6):
        client.get(page_of(handover))
