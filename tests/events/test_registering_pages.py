"""Registering through the pages: members, others with an account, guests; and what closed events answer."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from events import people
from events.models import AccessNeed, Answer, Question, Registration, Seat
from events.registering import overlap
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, a_seat, an_event
from tests.security.conftest import without_secrets
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(porto):
    event = an_event("Meeting of bridges", host=porto)
    stop = event.stops.get()
    a_pool(stop, 5, "delegate")
    a_pool(stop, 5, "guest")
    return event


def page_of(event):
    return reverse("events:registration_create", args=[event.slug])


def places_of(event, category="delegate"):
    return [f"{stop.code}-{category}" for stop in event.stops.all()]


def answers(event, category="delegate", **more):
    given = {"name": "Ana Lima", "sector": "municipal", "listed": "nobody", "key": "a" * 32, "stage": "confirm"}
    return given | {"places": places_of(event, category)} | more


def registers(client, event, city, **more):
    return client.post(page_of(event), answers(event, city=city.pk, **more))


def test_a_member_registers_and_sees_the_own_page(client, event, ana, porto):
    browser = sign_in(client, ana)
    answer = registers(browser, event, porto)
    registration = Registration.objects.get()
    assert (answer.status_code, answer.url) == (302, registration.get_absolute_url())
    assert (registration.user, registration.city, registration.name) == (ana, porto, "Ana Lima")
    assert registration.seats.get().status == "confirmed"
    page = browser.get(answer.url).content.decode()
    assert registration.code in page
    assert "Meeting of bridges" in page


def test_the_form_is_filled_in_from_the_profile_and_the_address_is_fixed(client, event, ana, pia):
    page = sign_in(client, pia).get(page_of(event))
    form = page.context["form"]
    assert (form["name"].value(), form["email"].value(), form["office"].value()) == ("Pia", pia.email, "Youth office")
    assert form.fields["email"].disabled


def test_all_answers_are_shown_before_anything_is_kept(client, event, ana, porto):
    answer = registers(sign_in(client, ana), event, porto, stage="check", office="The <b>Bridge</b> office")
    assert answer.status_code == 200
    assert "The &lt;b&gt;Bridge&lt;/b&gt; office" in answer.content.decode()
    assert not Registration.objects.exists()


def test_what_was_typed_is_there_again_when_one_goes_back(client, event, ana, porto):
    typed = {"office": "Bridges", "dietary": "No nuts", "needs_consent": "on"}
    answer = registers(sign_in(client, ana), event, porto, stage="change", **typed)
    form = answer.context["form"]
    assert (form["office"].value(), form["dietary"].value(), form.errors) == ("Bridges", "No nuts", {})


def test_a_double_click_is_one_registration(client, event, ana, porto):
    browser = sign_in(client, ana)
    first, second = (registers(browser, event, porto, submission_key="b" * 32) for _ in range(2))
    assert first.url == second.url
    assert (Registration.objects.count(), Seat.objects.count()) == (1, 1)


def test_a_second_window_leads_to_the_same_seat(client, event, ana, porto):
    browser = sign_in(client, ana)
    first, second = registers(browser, event, porto), registers(browser, event, porto, key="c" * 32)
    assert first.url == second.url
    assert Seat.objects.count() == 1
    assert browser.get(page_of(event)).url == first.url


def test_needs_are_kept_sealed_and_only_with_consent(client, event, ana, porto):
    browser = sign_in(client, ana)
    refused = registers(browser, event, porto, dietary="No nuts")
    assert refused.status_code == 422
    assert not Registration.objects.exists()
    registers(browser, event, porto, dietary="No nuts", needs_consent="on")
    assert "No nuts" not in AccessNeed.objects.get().dietary


def test_the_questions_of_the_organisers_say_what_for_and_are_kept(client, event, ana, porto):
    about = {"purpose": "To order buses", "required": True, "keep_days": 10}
    Question.objects.create(event=event, label="Do you come by train?", kind="choice", choices=["yes", "no"], **about)
    browser = sign_in(client, ana)
    page = browser.get(page_of(event)).content.decode()
    assert "To order buses" in page
    assert "Deleted 10 days after the event." in page
    assert registers(browser, event, porto).status_code == 422
    assert registers(browser, event, porto, question_1="perhaps").status_code == 422
    registers(browser, event, porto, question_1="no")
    assert Answer.objects.get().value == "no"


def test_somebody_with_an_account_but_no_city_comes_as_a_guest(client, event, eve):
    browser = sign_in(client, eve)
    answer = browser.post(page_of(event), answers(event, "guest", organisation="Bridges United"))
    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    assert (registration.user, registration.seats.get().band) == (eve, 1)


# Guests


def as_guest(client, event, email, **more):
    return client.post(page_of(event), answers(event, "guest", email=email, **more))


def test_a_guest_is_led_to_the_mail_and_has_no_number_before_it(client, event):
    answer = as_guest(client, event, "jo@elsewhere.example")
    assert answer.url == reverse("events:registration_started", args=[event.slug])
    assert Registration.objects.get().status == "unverified"
    assert not Seat.objects.exists()


def test_a_known_and_an_unknown_address_get_the_same_bytes(client, event, ana):
    a_seat(a_registration(event, email="known@elsewhere.example"), event.stops.get().pools.get(category="guest"))
    answers_of = []
    for number, email in enumerate(["known@elsewhere.example", "new@elsewhere.example", ana.email]):
        answer = as_guest(client, event, email, key=f"{number}" * 32)
        answers_of.append(
            (answer.status_code, answer.url, without_secrets(answer), without_secrets(client.get(answer.url)))
        )
    assert len(set(answers_of)) == 1


@pytest.mark.parametrize(
    ("email", "typed"),
    [("jo@elsewhere.example", "JO@Elsewhere.Example"), ("jo@m\u00fcnchen.example", "jo@mu\u0308nchen.example")],
)
def test_the_same_address_written_otherwise_leads_to_the_same_seat(client, event, mailbox, email, typed):
    known = a_registration(event, "Jo Okafor", email=email)
    type(known).objects.filter(pk=known.pk).update(address_key=people.address_key(email))
    a_seat(known, event.stops.get().pools.get(category="guest"))
    as_guest(client, event, typed)
    path = mailbox.link_to(Registration.objects.latest("pk").email)
    assert f"/seat/{known.code}/open/" in path
    assert client.post(path).url == known.get_absolute_url()
    assert Seat.objects.count() == 1


def test_an_event_for_members_is_a_wrong_address_to_visitors(client, porto):
    event = an_event(sharing=Sharing.GREEN, host=porto)
    hidden, wrong = client.get(page_of(event)), client.get("/no-such-page/")
    assert (hidden.status_code, hidden.content) == (404, wrong.content)


@pytest.mark.parametrize("stops", [1, 30])
def test_the_form_asks_as_often_for_thirty_stops_as_for_one(client, ana, porto, django_assert_num_queries, stops):
    event = an_event(host=porto, stops=stops)
    for stop in event.stops.all():
        a_pool(stop, 5, "delegate")
    browser = sign_in(client, ana)
    browser.get(page_of(event))
    with django_assert_num_queries(FORM_QUERIES):
        browser.get(page_of(event))


FORM_QUERIES = 17


# What does not work, and what it says


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"status": "cancelled", "reason": "The hall burnt."}, "cancelled"),
        ({"status": "postponed", "reason": "Snow."}, "postponed"),
        ({"status": "closed"}, "closed"),
        ({"status": "ended"}, "over"),
        ({"closes_at": -timedelta(hours=1)}, "closed"),
        ({"guests_from": timedelta(days=2)}, "not_yet"),
        ({"guests_from": None}, "by_invitation"),
        ({"status": "announced"}, "not_yet"),
    ],
    ids=str,
)
def test_what_cannot_be_registered_for_says_why(client, event, change, word):
    moments = {name: timezone.now() + each for name, each in change.items() if isinstance(each, timedelta)}
    type(event).objects.filter(pk=event.pk).update(**change | moments)
    page = client.get(page_of(event))
    assert (page.status_code, page.context["standing"].word) == (200, word)
    assert as_guest(client, event, "jo@elsewhere.example").status_code == 409
    assert not Registration.objects.exists()


def test_members_are_told_their_own_moment(client, event, ana):
    soon = timezone.now() + timedelta(days=3)
    type(event).objects.filter(pk=event.pk).update(members_from=soon, guests_from=soon + timedelta(days=4))
    assert sign_in(client, ana).get(page_of(event)).context["standing"].opens_at == soon


def test_members_register_where_an_officer_opened_it_and_set_no_moment(client, event, ana, porto):
    type(event).objects.filter(pk=event.pk).update(members_from=None, guests_from=None)
    browser = sign_in(client, ana)
    assert browser.get(page_of(event)).status_code == 200
    assert registers(browser, event, porto).url == Registration.objects.get().get_absolute_url()


def test_full_without_a_waiting_list_is_said_before_and_after(client, event, ana, porto):
    for pool in event.stops.get().pools.all():
        type(pool).objects.filter(pk=pool.pk).update(capacity=0, keeps_waiting_list=False)
    browser = sign_in(client, ana)
    assert browser.get(page_of(event)).context["standing"].word == "full"
    assert registers(browser, event, porto).status_code == 409


def test_one_full_stop_of_a_tour_is_named_and_the_others_stay(client, ana, porto):
    event = an_event(host=porto, stops=2)
    first, second = event.stops.order_by("position")
    type(first).objects.filter(pk=first.pk).update(place="Old mill")
    a_pool(first, 0, keeps_waiting_list=False)
    a_pool(second, 5)
    browser = sign_in(client, ana)
    refused = registers(browser, event, porto, together="all")
    assert refused.status_code == 409
    assert "Old mill" in refused.content.decode()
    assert not Seat.objects.exists()
    registers(browser, event, porto, together="each")
    assert Seat.objects.get().stop == second


@pytest.mark.parametrize("places", [[], ["zzzz-delegate"], "other", "begun", "twice"])
def test_stops_that_cannot_be_chosen_are_a_fault_of_the_form(client, event, ana, porto, places):
    other = an_event()
    a_pool(other.stops.get(), 5)
    stop = event.stops.get()
    if places == "begun":
        an_hour_ago = timezone.now() - timedelta(hours=1)
        later = an_hour_ago + timedelta(hours=8)
        type(stop).objects.filter(pk=stop.pk).update(starts_at=an_hour_ago, ends_at=later)
        a_pool(stop, 5, "online")
        places = places_of(event)
        a_later_one = an_event(host=porto)  # keeps the form open
        type(stop).objects.filter(event=a_later_one).update(event=event, position=2)
        a_pool(event.stops.get(position=2), 5)
    elif places == "other":
        places = places_of(other)
    elif places == "twice":
        places = [f"{stop.code}-delegate", f"{stop.code}-guest"]
    answer = registers(sign_in(client, ana), event, porto, places=places)
    assert answer.status_code == 422
    assert not Registration.objects.exists()


def test_stops_at_the_same_time_cannot_both_be_chosen():
    morning = SimpleNamespace(starts_at=9, ends_at=12)
    assert overlap([morning, SimpleNamespace(starts_at=11, ends_at=14)])
    assert not overlap([SimpleNamespace(starts_at=12, ends_at=14), morning, SimpleNamespace(starts_at=None)])


@pytest.mark.parametrize("name", ["Æ", "Ngũgĩ wa Thiong’o", "محمد", "𠮷" * 200])
def test_names_of_any_script_are_kept_and_shown(client, event, ana, porto, name):
    answer = registers(browser := sign_in(client, ana), event, porto, name=name)
    assert name in browser.get(answer.url).content.decode()


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 201])
def test_names_that_are_none_are_refused(client, event, ana, porto, name):
    assert registers(sign_in(client, ana), event, porto, name=name).status_code == 422
    assert not Registration.objects.exists()
