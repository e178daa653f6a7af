"""The made-up summit and tour: seats in every state, all of them marked, and true to the ledger."""

from collections import Counter
from datetime import date

import pytest

from cities.demo import seed as seed_cities
from events import ledger
from events.demo.summit import SUMMIT, TOUR, next_change_of_clocks, seed_summit
from events.models import Delegation, Event, Pool, Seat, Stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(db):
    seed_cities()
    seed_summit()


def states(**where):
    return Counter(Seat.objects.filter(**where).values_list("status", flat=True))


def test_the_summit_has_delegations_a_waiting_list_of_both_bands_and_an_open_offer(seeded):
    event = Event.objects.get(slug=SUMMIT)
    assert (event.status, event.is_demonstration, "(Demonstration)" in event.title) == ("open", True, True)
    asked = Counter(event.delegations.values_list("status", flat=True))
    assert asked == {"accepted": 7, "declined": 1, "invited": 2}
    seats = {each.seats for each in Delegation.objects.get(event=event, city__slug="aarhus").allotments.all()}
    assert seats <= {1, 2, 3}
    guests = Pool.objects.get(stop__event=event, category="guest")
    assert states(pool=guests) == {"confirmed": 5, "cancelled": 1, "offered": 1, "waitlisted": 3}
    assert set(guests.seats.filter(status="waitlisted").values_list("band", flat=True)) == {0, 1}
    assert guests.seats.get(status="offered").band == 0


def test_the_tour_crosses_a_change_of_clocks_and_has_a_full_a_moved_and_a_cancelled_stop(seeded):
    event = Event.objects.get(slug=TOUR)
    stops = list(event.stops.order_by("position"))
    assert [each.status for each in stops] == ["scheduled"] * 5 + ["cancelled"]
    assert {each.starts_at.hour for each in stops if each.zone == "Europe/Berlin"} <= {8, 9}
    change = next_change_of_clocks(stops[0].starts_on)
    assert stops[0].starts_on < change < stops[4].starts_on
    full = Pool.objects.get(stop=stops[1])
    assert (full.free, full.waiting) == (0, 3)
    assert states(stop=stops[5]) == {"event_cancelled": 2}


def test_all_of_it_adds_up_and_a_second_seeding_changes_nothing(seeded):
    assert list(ledger.differences()) == []
    before = list(Seat.objects.order_by("pk").values_list())
    seed_summit()
    assert list(Seat.objects.order_by("pk").values_list()) == before
    assert Stop.objects.filter(event__slug__in=[SUMMIT, TOUR]).count() == 7


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (date(2026, 11, 21), date(2027, 3, 28)),
        (date(2027, 3, 28), date(2027, 10, 31)),
        (date(2027, 1, 1), date(2027, 3, 28)),
    ],
)
def test_clocks_in_europe_change_on_the_last_sunday_of_march_and_october(day, change):
    assert next_change_of_clocks(day) == change
