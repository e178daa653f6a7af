"""The yearly check: on one page, in one click, in parts, and after an election with a question of its own."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from cities.lifecycle.profile import profile_of, write
from cities.models import City, Confirmation, Election
from cities.status import months_after
from scn_portal.notifications.models import OutboxMail
from tests.factories.cities import a_representative
from tests.factories.people import a_handover
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/cities/porto/confirm/"
EVERYTHING = ["contacts", "political_lead", "profile", "domains"]


def last_said(city):
    return Confirmation.objects.filter(membership__city=city).order_by("-id").first()


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_the_page_shows_what_is_held_and_who_confirmed_last(client, ana, paulo, porto):
    text = words(sign_in(client, ana).get(PAGE))
    for shown in ("Ana", "ana@porto.example", "Paulo", "Mayor", "porto.example", "The earlier register"):
        assert shown in text
    assert "Nothing is due" in text


@pytest.mark.parametrize("who", ["ana", "paulo", "dora"])
def test_one_click_confirms_everything(client, request, porto, ana, who):
    user = request.getfixturevalue(who)
    answer = sign_in(client, user).post(PAGE, {"all": "1"}, follow=True)
    assert "Thank you. The next check is due after" in words(answer)
    said = last_said(porto)
    assert (said.by, said.items, said.basis, said.on) == (user, EVERYTHING, "representative", timezone.now().date())


def test_some_of_it_can_be_confirmed(client, ana, porto):
    sign_in(client, ana).post(PAGE, {"items": ["profile", "domains"]})
    assert last_said(porto).items == ["profile", "domains"]


@pytest.mark.parametrize("bad", [{}, {"items": ["nonsense"]}])
def test_nothing_ticked_is_told_and_writes_nothing(client, ana, porto, bad):
    before = last_said(porto)
    answer = sign_in(client, ana).post(PAGE, bad)
    assert answer.status_code == 422 and "There is a problem" in words(answer)
    assert last_said(porto) == before


def test_what_was_ticked_stays_ticked(client, ana, porto):
    Election.objects.create(city=porto, on=timezone.now().date() - timedelta(days=40))
    answer = sign_in(client, ana).post(PAGE, {"items": ["political_lead", "contacts", "domains"]})
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 2


def test_a_practitioner_is_told_who_may_and_others_find_nothing(client, ana, pia, linn, dev, porto):
    for somebody, status in ((pia, 403), (linn, 404), (dev, 404)):
        sign_in(client, somebody)
        assert [client.get(PAGE).status_code, client.post(PAGE, {"all": "1"}).status_code] == [status, status]
    assert Client().post(PAGE, {"all": "1"}).status_code == 302
    assert Confirmation.objects.filter(by__isnull=False).count() == 0


def test_the_same_click_sent_twice_is_one_confirmation(client, ana, porto):
    sign_in(client, ana)
    for _click in range(2):
        client.post(PAGE, {"all": "1", "submission_key": "b" * 32})
    assert Confirmation.objects.filter(by=ana).count() == 1


# After an election


@pytest.fixture
def election(porto):
    return Election.objects.create(city=porto, on=timezone.now().date() - timedelta(days=40))


def test_after_an_election_the_political_lead_is_asked_for_by_name(client, ana, paulo, porto, election):
    sign_in(client, ana)
    assert "Paulo is still our political lead" in words(client.get(PAGE))
    answer = client.post(PAGE, {"all": "1"})
    assert answer.status_code == 422
    assert "There was an election: say whether the political lead is still the same." in words(answer)
    assert client.post(PAGE, {"all": "1", "still_lead": "on"}).status_code == 302
    assert last_said(porto).items == EVERYTHING
    assert "There was an election" not in words(client.get(PAGE))


def test_the_answer_about_the_election_is_a_confirmation_of_its_own(client, ana, paulo, porto, election):
    assert sign_in(client, ana).post(PAGE, {"still_lead": "on"}).status_code == 302
    assert last_said(porto).items == ["political_lead"]


def test_the_rest_can_be_confirmed_without_an_answer_about_the_election(client, ana, paulo, porto, election):
    assert sign_in(client, ana).post(PAGE, {"items": ["contacts"]}).status_code == 302
    assert "There was an election" in words(client.get(PAGE))


def test_an_election_that_is_still_to_come_asks_nothing(client, ana, paulo, porto):
    Election.objects.create(city=porto, on=timezone.now().date() + timedelta(days=1))
    assert "There was an election" not in words(sign_in(client, ana).get(PAGE))


def test_a_political_lead_who_came_after_the_election_answers_it(client, ana, porto, election):
    a_representative(porto, role="political_lead", since=timezone.now() - timedelta(days=1))
    assert "There was an election" not in words(sign_in(client, ana).get(PAGE))


# When it is due

DUE, ON_HOLD = 390, 600  # days from now; Porto was confirmed a month ago


def test_when_it_is_due_every_page_of_the_city_says_until_when(client, ana, pia, porto):
    with later(DUE):
        for page in ("people/", "history/", ""):
            text = words(sign_in(client, ana).get(f"/cities/porto/{page}"))
            assert "The yearly check of your city is due." in text, page
            assert "Do the yearly check" in text
        text = words(sign_in(client, pia).get("/cities/porto/people/"))
        assert "Your lead contact, a deputy or the political lead can do it." in text
        assert "yearly check of your city" not in words(Client().get("/cities/porto/"))


def test_on_hold_the_city_confirms_and_runs_again(client, ana, porto):
    with later(ON_HOLD):
        sign_in(client, ana)
        assert "Your membership is on hold" in words(client.get("/cities/porto/people/"))
        assert client.post(PAGE, {"all": "1"}).status_code == 302
        assert "on hold" not in words(client.get("/cities/porto/people/"))
        assert City.objects.with_status().get(pk=porto.pk).status == "active"


def test_what_is_due_waits_on_the_dashboard_with_its_date(client, ana, pia, porto):
    until = date_format(months_after(last_said(porto).on, 15), "j M Y")
    with later(DUE):
        page = sign_in(client, ana).get("/me/")
        assert PAGE in page.content.decode() and f"Do the yearly check Porto until {until}" in words(page)
        assert "Do the yearly check" not in words(sign_in(client, pia).get("/me/"))


def test_a_handover_waits_for_the_successor_and_for_the_city(client, ana, linn, pia, porto):
    handover = a_handover(porto, email="LINN@malmo.example")
    assert f"/handovers/{handover.code}/accept/" in sign_in(client, linn).get("/me/").content.decode()
    page = sign_in(client, ana).get("/me/")
    assert f"/handovers/{handover.code}/" in page.content.decode() and "has not answered yet" in words(page)
    assert handover.code not in sign_in(client, pia).get("/me/").content.decode()


def test_a_forced_handover_waits_for_everybody_of_the_city_until_the_time_to_object_is_over(client, ana, pia, porto):
    soon = timezone.now() + timedelta(days=7)
    handover = a_handover(porto, way="forced", objection_until=soon)
    for somebody in (ana, pia):
        assert "Is that right?" in words(sign_in(client, somebody).get("/me/"))
    with later(8):
        assert handover.code not in sign_in(client, pia).get("/me/").content.decode()


QUERIES = 13


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_few_queries_with_one_row_as_with_thirty(client, ana, porto, rows, django_assert_num_queries):
    for number in range(rows):
        a_representative(porto, role="practitioner")
        texts = {"summary": f"Version {number}", "background": "", "approach": ""}
        write(profile_of(porto), by=ana, language="en", seen=number, **texts)
        Confirmation.objects.create(membership=porto.memberships.get(), on=date(2020, 1, 1), basis="register")
    sign_in(client, ana).get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_looking_sends_nothing(client, ana, porto):
    sign_in(client, ana).get(PAGE)
    assert not OutboxMail.objects.exists() and Confirmation.objects.count() == 1
