"""One's own registration: what the page says, what its buttons do, and to whom it is a wrong address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import needs
from events.lifecycle import seats as steps
from events.models import AccessNeed, Pool, Registration, Seat
from scn_portal.codes import token_for
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(porto):
    return an_event("Meeting of bridges", host=porto)


@pytest.fixture
def pool(event):
    return a_pool(event.stops.get(), 5, "guest")


@pytest.fixture
def jo(event):
    return a_registration(event, "Jo Okafor", email="jo@elsewhere.example")


def link_of(registration):
    token = token_for("events.registration", registration.code, registration.link_issue)
    return reverse("events:registration_open", args=[registration.event.slug, registration.code, token])


def opened(client, registration):
    """A browser that followed the mailed link."""
    client.post(link_of(registration))
    return client


def act(verb, seat):
    registration = seat.registration
    return reverse(f"events:seat_{verb}", args=[registration.event.slug, registration.code, seat.stop.code])


# Coming in


def test_only_the_button_behind_the_mailed_link_takes_a_number(client, event, pool):
    given = {"status": "unverified", "wanted": [pool.pk]}
    guest = a_registration(event, "Jo Okafor", **given)
    assert client.get(link_of(guest)).status_code == 200
    assert not Seat.objects.exists()
    answer = client.post(link_of(guest))
    guest.refresh_from_db()
    assert (answer.url, guest.status, guest.seats.get().status) == (guest.get_absolute_url(), "active", "confirmed")
    assert client.get(answer.url).status_code == 200
    client.post(link_of(guest))
    assert Seat.objects.count() == 1


def test_an_old_a_mistyped_and_a_foreign_link_are_wrong_addresses(client, event, jo):
    wrong = client.get("/no-such-page/").content
    old = link_of(jo)
    Registration.objects.filter(pk=jo.pk).update(link_issue=2)
    for address in (old, old[:-5] + "xxxx/", link_of(a_registration(an_event()))[:-50] + "y" * 43 + "/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, wrong)


def test_the_page_is_a_wrong_address_to_everybody_else(client, event, jo, ana, mia):
    assert client.get(jo.get_absolute_url()).status_code == 404
    for person in (ana, mia):
        assert sign_in(client, person).get(jo.get_absolute_url()).status_code == 404


def test_a_guest_of_an_event_for_members_sees_the_own_page_and_no_link_to_the_event(client, porto):
    event = an_event("Closed meeting", sharing=Sharing.GREEN, host=porto)
    guest = a_registration(event)
    a_seat(guest, a_pool(event.stops.get()))
    page = opened(client, guest).get(guest.get_absolute_url())
    assert page.status_code == 200
    assert f'href="{event.get_absolute_url()}"' not in page.content.decode()
    assert client.get(event.get_absolute_url()).status_code == 404


# What it says


def test_the_place_in_the_queue_is_a_range(client, event, jo, pool):
    Pool.objects.filter(pk=pool.pk).update(capacity=0)
    for _number in range(11):
        a_seat(a_registration(event), pool, "waitlisted")
    a_seat(jo, pool, "waitlisted")
    page = opened(client, jo).get(jo.get_absolute_url())
    assert "Your place in the queue: 11 to 20." in page.content.decode()


def test_a_postponed_event_asks_whether_to_keep_the_seat(client, event, jo, pool):
    seat = a_seat(jo, pool)
    type(event).objects.filter(pk=event.pk).update(status="postponed", reason="Snow on the bridges.")
    page = opened(client, jo).get(jo.get_absolute_url()).content.decode()
    assert "Snow on the bridges." in page
    assert "Do nothing to keep it." in page
    assert act("cancel", seat) in page


# What its buttons do


def test_a_seat_is_given_up_after_a_page_that_names_the_effect(client, event, jo, pool):
    seat = a_seat(jo, pool)
    page = opened(client, jo).get(act("cancel", seat))
    assert "Town hall" in page.content.decode()
    assert client.post(act("cancel", seat)).url == jo.get_absolute_url()
    seat.refresh_from_db()
    assert seat.status == "cancelled"
    assert client.post(act("cancel", seat)).status_code == 409


def test_an_offer_is_accepted_and_a_second_click_gets_the_same_answer(client, event, jo, pool):
    seat = a_seat(jo, pool, "offered")
    first, second = (opened(client, jo).post(act("accept", seat)) for _ in range(2))
    seat.refresh_from_db()
    assert (first.status_code, first.url, seat.status) == (302, jo.get_absolute_url(), "confirmed")
    assert (second.status_code, second.url) == (first.status_code, first.url)


def test_an_offer_that_ran_out_is_gone_and_one_can_queue_again(client, event, jo, pool):
    Pool.objects.filter(pk=pool.pk).update(capacity=1)
    seat = a_seat(jo, pool, "offered")
    Seat.objects.filter(pk=seat.pk).update(offer_expires_at=timezone.now() - timedelta(minutes=1))
    browser = opened(client, jo)
    assert browser.post(act("accept", seat)).status_code == 410
    steps.expire(seat, by=SYSTEM)
    a_seat(a_registration(event), pool)
    assert browser.post(act("accept", seat)).status_code == 410
    again = reverse("events:seat_take", args=[event.slug, jo.code])
    assert again in browser.get(jo.get_absolute_url()).content.decode()
    option = f"{seat.stop.code}-guest"
    assert browser.post(again, {"places": [option]}).url == jo.get_absolute_url()
    assert [each.status for each in jo.seats.order_by("pk")] == ["expired", "waitlisted"]


def test_an_offer_is_left_to_the_next_in_the_queue(client, event, jo, pool):
    Pool.objects.filter(pk=pool.pk).update(capacity=1, offer_hours=24)
    seat = a_seat(jo, pool, "offered")
    following = a_seat(a_registration(event), pool, "waitlisted")
    opened(client, jo).post(act("decline", seat))
    following.refresh_from_db()
    assert following.status == "offered"


def test_who_waits_leaves_the_queue(client, event, jo, pool):
    Pool.objects.filter(pk=pool.pk).update(capacity=0)
    seat = a_seat(jo, pool, "waitlisted")
    opened(client, jo).post(act("withdraw", seat))
    seat.refresh_from_db()
    assert seat.status == "withdrawn"


def test_details_are_put_right_and_a_consent_stays_as_it_was(client, event, jo):
    Registration.objects.filter(pk=jo.pk).update(listed="public", photo_consent=True)
    page = reverse("events:registration_edit", args=[event.slug, jo.code])
    form = opened(client, jo).get(page).context["form"]
    assert (form["listed"].value(), form["photo_consent"].value()) == ("public", True)
    client.post(page, {"name": "Jo Adaeze Okafor", "listed": "public", "photo_consent": "on"})
    jo.refresh_from_db()
    assert (jo.name, jo.listed, jo.photo_consent) == ("Jo Adaeze Okafor", "public", True)


def test_needs_are_changed_and_taken_back(client, event, jo):
    page = reverse("events:needs_edit", args=[event.slug, jo.code])
    browser = opened(client, jo)
    browser.post(page, {"access": "A ramp", "needs_consent": "on"})
    assert needs.unsealed(AccessNeed.objects.get()) == {"access": "A ramp"}
    assert browser.get(page).context["form"]["access"].value() == "A ramp"
    browser.post(page, {"access": ""})
    assert not AccessNeed.objects.exists()


def test_a_coordinator_opens_the_page_of_a_delegate_but_not_the_consents(client, event, ana, porto, pool):
    delegation = a_delegation(event, porto, pool, status="accepted")
    driver = a_registration(event, "Rui", email="", delegation=delegation, city=porto, listed="nobody")
    browser = sign_in(client, ana)
    assert browser.get(driver.get_absolute_url()).status_code == 200
    page = reverse("events:registration_edit", args=[event.slug, driver.code])
    assert set(browser.get(page).context["form"].fields) == {"name", "office", "organisation"}
    browser.post(page, {"name": "Rui Lima", "listed": "public"})
    driver.refresh_from_db()
    assert (driver.name, driver.listed) == ("Rui Lima", "nobody")


def test_what_a_delegate_needs_is_not_read_by_the_coordinator(client, event, ana, porto, pool):
    delegation = a_delegation(event, porto, pool, status="accepted")
    pia = a_registration(event, "Pia", delegation=delegation, city=porto)
    needs.keep(pia, {"access": "A ramp"})
    browser, page = sign_in(client, ana), reverse("events:needs_edit", args=[event.slug, pia.code])
    assert "A ramp" not in browser.get(page).content.decode()
    browser.post(page, {})
    assert needs.unsealed(AccessNeed.objects.get()) == {"access": "A ramp"}


@pytest.mark.parametrize("stops", [1, 30])
def test_the_page_asks_as_often_for_thirty_stops_as_for_one(client, porto, ana, django_assert_num_queries, stops):
    event = an_event(host=porto, stops=stops)
    own = a_registration(event, user=ana, city=porto)
    for stop in event.stops.all():
        a_seat(own, a_pool(stop))
    browser = sign_in(client, ana)
    browser.get(own.get_absolute_url())
    with django_assert_num_queries(SEAT_PAGE_QUERIES):
        browser.get(own.get_absolute_url())


SEAT_PAGE_QUERIES = 17
