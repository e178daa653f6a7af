"""The pages of the door: a QR that opens a person, and the field into which codes and names are typed."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import CheckIn
from tests.factories.door import a_guest, an_event_today
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(porto):
    return an_event_today(porto)


@pytest.fixture
def guest(event):
    return a_guest(event)


def door_of(event):
    return reverse("events:desk_check_in", args=[event.slug])


def typed(client, event, text, **more):
    given = {"typed": text, "nonce": uuid4().hex, "stop": event.stops.first().code}
    return client.post(door_of(event), given | more, follow=True)


def test_a_typed_code_is_answered_in_large_letters_with_the_hour(client, ana, event, guest):
    sign_in(client, ana)
    page = typed(client, event, f" {guest.code.upper()} ").content.decode()
    hour = CheckIn.objects.get().scanned_at.strftime("%H:%M")
    assert f"<h2>Checked in, {hour}</h2>" in page and 'data-tone="good"' in page and "Amina Diallo" in page
    again = typed(client, event, guest.code).content.decode()
    assert f"<h2>Already, {hour}</h2>" in again and 'data-tone="warn"' in again


def test_a_scanned_address_is_a_code(client, ana, event, guest):
    sign_in(client, ana)
    assert "Checked in" in typed(client, event, f"https://x.example/events/q/{guest.code}/").content.decode()


def test_the_form_sent_twice_is_one_check_in(client, ana, event, guest):
    sign_in(client, ana)
    nonce = uuid4().hex
    pages = [typed(client, event, guest.code, nonce=nonce).content.decode() for _ in range(2)]
    assert CheckIn.objects.count() == 1 and all("Checked in" in page for page in pages)


def test_a_code_of_another_meeting_is_red_names_nobody_and_is_kept(client, ana, event):
    stranger = a_guest(name="Bao Tran")
    sign_in(client, ana)
    page = typed(client, event, stranger.code).content.decode()
    assert "This code is for another meeting." in page and 'data-tone="bad"' in page
    assert "Bao Tran" not in page
    assert CheckIn.objects.get().why == "other_event"


def test_what_is_no_code_and_no_name_is_red_and_nothing_is_kept(client, ana, event, guest):
    sign_in(client, ana)
    assert "Nobody found" in typed(client, event, "zzzzzzzz").content.decode()
    assert not CheckIn.objects.exists()


def test_a_name_leads_to_the_person_with_one_button(client, ana, event, guest):
    sign_in(client, ana)
    page = typed(client, event, "amina").content.decode()
    address = reverse("events:check_in", args=[guest.code])
    assert address in page and not CheckIn.objects.exists()
    assert "Amina Diallo" in client.get(address).content.decode()
    done = client.post(address, {"nonce": uuid4().hex}, follow=True).content.decode()
    assert "Checked in, " in done
    assert "Already, " in client.get(address).content.decode()


def test_a_form_without_words_or_with_a_made_up_nonce_is_refused(client, ana, event, guest):
    sign_in(client, ana)
    assert typed(client, event, "").status_code == 422
    assert typed(client, event, guest.code, nonce="'; drop table").status_code == 422
    assert not CheckIn.objects.exists()


def test_the_code_is_a_wrong_address_for_all_who_may_not_check_in(client, event, guest, bo, dev, eve):
    wrong, right = reverse("events:check_in", args=["zzzzzzzz"]), reverse("events:check_in", args=[guest.code])
    for person in (None, bo, dev, eve):
        if person:
            sign_in(client, person)
        answers = [client.get(each) for each in (wrong, right)] + [client.post(each) for each in (wrong, right)]
        assert {each.status_code for each in answers} == {404}
        assert answers[0].content == answers[1].content
        assert answers[0].headers.keys() == answers[1].headers.keys()
    assert not CheckIn.objects.exists()


def test_the_list_costs_the_same_with_one_and_with_thirty_people(client, ana, event, guest):
    sign_in(client, ana)
    client.get(door_of(event))

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(door_of(event)).content.decode()
        return len(asked), page.count("/events/q/")

    assert cost() == (QUERIES, 1)
    for number in range(29):
        a_guest(event, f"Person {number}")
    assert cost() == (QUERIES, 30)


QUERIES = 15
