"""One's own events, what waits on the dashboard, and the list of participants."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import waiting
from events.models import Pool
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/me/events/"


def own_seat(person, city, status="confirmed", **more):
    event = an_event(**more)
    registration = a_registration(event, user=person, city=city)
    return a_seat(registration, a_pool(event.stops.get()), status)


def test_upcoming_ones_stand_before_past_ones_and_others_do_not_appear(client, ana, porto, linn, malmo):
    ahead, past = own_seat(ana, porto, title="Ahead"), own_seat(ana, porto, "attended", title="Gone by")
    type(past.stop.event).objects.filter(pk=past.stop.event_id).update(
        ends_on=timezone.now().date() - timedelta(days=9)
    )
    own_seat(linn, malmo, title="Of somebody else")
    values = sign_in(client, ana).get(PAGE).context
    assert [each.event.title for each in values["upcoming"]] == ["Ahead"]
    assert [each.event.title for each in values["past"]] == ["Gone by"]
    assert ahead.registration in values["upcoming"]


def test_the_delegations_that_one_speaks_for_are_there(client, ana, pia, porto):
    event = an_event("Meeting of bridges")
    a_delegation(event, porto, a_pool(event.stops.get()))
    address = reverse("events:delegation_detail", args=[event.slug])
    assert address in sign_in(client, ana).get(PAGE).content.decode()
    assert address not in sign_in(client, pia).get(PAGE).content.decode()


def test_with_nothing_it_says_where_to_look(client, eve):
    assert reverse("events:event_list") in sign_in(client, eve).get(PAGE).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_thirty_as_for_one(client, ana, porto, django_assert_num_queries, number):
    for _number in range(number):
        own_seat(ana, porto)
        a_delegation(event := an_event(), porto, a_pool(event.stops.get()))
    browser = sign_in(client, ana)
    browser.get(PAGE)
    with django_assert_num_queries(OWN_QUERIES):
        browser.get(PAGE)


OWN_QUERIES = 10


# Waiting


def test_an_open_offer_waits_until_its_end(ana, porto):
    seat = own_seat(ana, porto, "offered")
    [item] = waiting.waiting_for(ana)
    assert (item.url, item.due_at) == (seat.registration.get_absolute_url(), seat.offer_expires_at)
    type(seat).objects.filter(pk=seat.pk).update(offer_expires_at=timezone.now() - timedelta(minutes=1))
    assert waiting.waiting_for(ana) == []


def test_a_delegation_waits_for_the_answer_then_for_names_then_no_longer(ana, pia, porto):
    event = an_event()
    delegation = a_delegation(event, porto, a_pool(event.stops.get()))
    assert [each.due_at for each in waiting.waiting_for(ana)] == [delegation.respond_by]
    assert waiting.waiting_for(pia) == []
    type(delegation).objects.update(status="accepted")
    assert [each.due_at for each in waiting.waiting_for(ana)] == [delegation.release_at]
    delegation.allotments.update(claimed=2)
    Pool.objects.update(reserved=0, taken=2)
    assert waiting.waiting_for(ana) == []


# Participants


def listed_at(event):
    pool = a_pool(event.stops.get(), 40)
    for level in ("nobody", "participants", "public"):
        a_seat(a_registration(event, f"Shown to {level}", listed=level), pool)
    a_seat(a_registration(event, "Only waiting", listed="public"), pool, "requested")
    return pool


def names_on(page):
    return [each.name for each in page.context["page_obj"].object_list]


def test_a_person_is_listed_as_far_as_they_agreed(client, ana, porto):
    event = an_event()
    pool = listed_at(event)
    address = reverse("events:participant_list", args=[event.slug])
    visitor = client.get(address)
    assert (names_on(visitor), visitor.context["hidden"]) == (["Shown to public"], 2)
    browser = sign_in(client, ana)
    assert names_on(browser.get(address)) == ["Shown to public"]
    a_seat(a_registration(event, user=ana, city=porto), pool)
    assert names_on(browser.get(address)) == ["Shown to participants", "Shown to public"]


@pytest.mark.parametrize("number", [1, 30])
def test_thirty_participants_cost_as_much_as_one(client, porto, django_assert_num_queries, number):
    event = an_event(host=porto)
    pool = a_pool(event.stops.get(), 40)
    for _number in range(number):
        a_seat(a_registration(event, city=porto, listed="public"), pool)
    address = reverse("events:participant_list", args=[event.slug])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


def test_under_the_chatham_house_rule_there_is_no_list(client):
    event = an_event(chatham_house=True)
    listed_at(event)
    page = client.get(reverse("events:participant_list", args=[event.slug]))
    assert (names_on(page), page.context["hidden"]) == ([], 0)
    assert "Shown to public" not in page.content.decode()
