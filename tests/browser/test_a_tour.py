"""A tour of six stops: a member asks for three of them, one is full, one is called off."""

import pytest
from django.urls import reverse

from events.lifecycle import stops
from events.models import Event, Pool, Seat
from tests.browser.conftest import NARROW, axe, picture
from tests.factories.events import a_pool, a_registration, a_seat, an_event


@pytest.fixture
def tour(transactional_db, porto):
    tour = an_event("Tour of the bridges", kind="tour", stops=6, host=porto)
    for stop in tour.stops.all():
        a_pool(stop, 1 if stop.position == 2 else 20)
    a_seat(a_registration(tour), Pool.objects.get(stop__event=tour, stop__position=2))
    return tour


def at(tour, position):
    return tour.stops.get(position=position)


@pytest.mark.parametrize("script", [True, False])
def test_a_member_follows_a_tour_of_which_one_stop_is_full_and_one_called_off(signed_in, tour, linn, mia, script):
    page = signed_in(linn, viewport=NARROW, java_script_enabled=script)
    page.goto(reverse("events:registration_create", args=[tour.slug]))
    for position in (1, 2, 4):
        page.locator("main [name=places]").nth(position - 1).check()
    page.locator("main [name=together][value=each]").check()
    page.fill("[name=office]", "Bridge office")
    picture(page, f"tour-form-{script}")
    page.locator("main form button[name=stage]").first.click()
    page.locator("main form button[name=stage][value=confirm]").click()
    page.wait_for_url("**/seat/**")
    seats = Seat.objects.filter(registration__user=linn).order_by("stop__position")
    assert list(seats.values_list("stop__position", "status")) == [
        (1, "confirmed"),
        (2, "waitlisted"),
        (4, "confirmed"),
    ]
    seat_page = page.url
    if script:
        axe(page)
    stops.cancel(at(tour, 4), by=mia, reason="The hall burnt.")
    page.goto(seat_page)
    assert "The hall burnt." in page.locator("main").inner_text()
    picture(page, f"tour-seat-{script}")
    assert at(tour, 4).status == "cancelled"
    assert Event.objects.get(pk=tour.pk).status == "open"
    feed = page.request.get(reverse("events:event_calendar", args=[tour.slug])).text()
    assert (feed.count("BEGIN:VEVENT"), feed.count("STATUS:CANCELLED")) == (6, 1)
