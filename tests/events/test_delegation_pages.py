"""The page of a city's coordinators: the answer, names, the next name too many, and other cities."""

import pytest
from django.urls import reverse

from events.models import Registration
from tests.factories.events import a_delegation, a_pool, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(malmo):
    return an_event("Meeting of bridges", host=malmo)


@pytest.fixture
def delegation(event, porto):
    return a_delegation(event, porto, a_pool(event.stops.get(), 5), seats=1)


def page_of(delegation, name="delegation_detail", *more):
    return reverse(f"events:{name}", args=[delegation.event.slug, *more])


def names(browser, delegation, name, **more):
    seats = [f"{each.pool.stop.code}-{each.pool.category}" for each in delegation.allotments.all()]
    given = {"name": name, "language": "en", "seats": seats} | more
    return browser.post(page_of(delegation, "delegate_create"), given)


def test_the_coordinator_accepts_and_names(client, delegation, ana):
    browser = sign_in(client, ana)
    page = browser.get(page_of(delegation)).content.decode()
    assert "0 of 1 have a name" in page
    assert browser.post(page_of(delegation, "delegation_accept")).url == page_of(delegation)
    assert names(browser, delegation, "Pia Reis", email="pia@porto.example").url == page_of(delegation)
    person = Registration.objects.get()
    assert (person.city, person.delegation, person.seats.get().status) == (delegation.city, delegation, "confirmed")
    page = browser.get(page_of(delegation)).content.decode()
    assert "Pia Reis" in page
    assert "1 of 1 have a name" in page


def test_one_name_more_than_seats_is_refused_in_words(client, delegation, ana):
    browser = sign_in(client, ana)
    browser.post(page_of(delegation, "delegation_accept"))
    names(browser, delegation, "Pia Reis")
    answer = names(browser, delegation, "Rui Reis")
    assert answer.status_code == 409
    assert "All seats of this delegation have a name." in answer.content.decode()
    assert Registration.objects.count() == 1


def test_somebody_else_takes_over_the_seat(client, delegation, ana):
    browser = sign_in(client, ana)
    browser.post(page_of(delegation, "delegation_accept"))
    names(browser, delegation, "Pia Reis")
    first = Registration.objects.get()
    address = page_of(delegation, "delegate_replace", first.code)
    assert "Pia Reis" in browser.get(address).content.decode()
    browser.post(address, {"name": "Rui Reis", "language": "en"})
    second = Registration.objects.exclude(pk=first.pk).get()
    assert (second.name, second.seats.get().status) == ("Rui Reis", "confirmed")
    assert first.seats.get().status == "replaced"


def test_declining_is_asked_once_more_and_gives_the_seats_back(client, delegation, ana):
    browser = sign_in(client, ana)
    assert browser.get(page_of(delegation, "delegation_decline")).status_code == 200
    browser.post(page_of(delegation, "delegation_decline"))
    delegation.refresh_from_db()
    assert (delegation.status, delegation.allotments.get().seats) == ("declined", 0)
    assert browser.post(page_of(delegation, "delegation_accept")).status_code == 409


@pytest.mark.parametrize("who", ["linn", "pia", "eve", "mia"])
@pytest.mark.parametrize("name", ["delegation_detail", "delegation_decline", "delegate_create"])
def test_it_is_a_wrong_address_to_others(client, delegation, ana, who, name, request):
    browser = sign_in(client, request.getfixturevalue(who))
    wrong = browser.get("/no-such-page/")
    assert browser.get(page_of(delegation, name)).status_code == wrong.status_code == 404
    assert browser.post(page_of(delegation, name)).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_asks_as_often_for_thirty_names_as_for_one(
    client, event, ana, porto, django_assert_num_queries, people
):
    delegation = a_delegation(event, porto, a_pool(event.stops.get(), 40), seats=31, status="accepted")
    browser = sign_in(client, ana)
    for number in range(people):
        names(browser, delegation, f"Person {number}")
    with django_assert_num_queries(DELEGATION_QUERIES):
        browser.get(page_of(delegation))


DELEGATION_QUERIES = 16
