"""The desk: what officers and hosts see of their stops, the queue with its buttons, needs as numbers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import needs
from events.models import Pool, Seat
from scn_portal.audit.models import AuditEntry
from tests.events.acts_meetings import last_week
from tests.factories.events import a_pool, a_registration, a_seat, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGES = ["desk", "desk_people", "desk_people_table", "desk_seats", "desk_needs"]


@pytest.fixture
def tour(porto, malmo):
    """Two stops: Porto hosts the first, Malmö the second; somebody comes to each."""
    event = an_event("Tour", stops=2)
    for stop, city, name in zip(event.stops.all(), (porto, malmo), ("Amina Diallo", "Björn Holm"), strict=True):
        stop.hosts.create(city=city, role="lead", may_run_logistics=True, may_check_in=True)
        a_seat(a_registration(event, name), a_pool(stop))
    return event


def asked(client, person, page, event, **query):
    sign_in(client, person)
    answer = client.get(reverse(f"events:{page}", args=[event.slug]), query)
    words = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, words.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_desk_is_a_wrong_address_for_all_but_officers_and_hosts(client, tour, page, eve, rita, ana, mia):
    states = {name: asked(client, who, page, tour)[0] for name, who in [("eve", eve), ("ana", ana), ("mia", mia)]}
    assert states == {"eve": 404, "ana": 200, "mia": 200}


def test_a_host_sees_the_people_of_the_own_stop_only(client, tour, ana, mia):
    own, all_of_them = asked(client, ana, "desk_people", tour)[1], asked(client, mia, "desk_people", tour)[1]
    assert "Amina Diallo" in own and "Björn Holm" not in own
    assert "Amina Diallo" in all_of_them and "Björn Holm" in all_of_them


def test_the_table_holds_what_was_looked_for_and_no_addresses(client, tour, mia):
    words = asked(client, mia, "desk_people_table", tour, q="holm")[1]
    assert words.startswith("\ufeffTLP:AMBER")
    assert "Björn Holm" in words and "Amina" not in words and "@" not in words


def test_a_host_without_the_logistics_sees_no_needs(client, tour, ana, porto):
    tour.stops.first().hosts.update(may_run_logistics=False)
    assert asked(client, ana, "desk_needs", tour)[0] == 404
    assert asked(client, ana, "desk", tour)[0] == 200


def test_needs_are_numbers_until_somebody_says_what_for(client, tour, ana):
    guest = tour.registrations.get(name="Amina Diallo")
    needs.keep(guest, {"dietary": "No peanuts"})
    page = asked(client, ana, "desk_needs", tour)[1]
    assert "No peanuts" not in page
    values = {"need": guest.access_need.pk, "reason": "catering"}
    opened = client.post(reverse("events:desk_needs", args=[tour.slug]), values)
    assert "No peanuts" in opened.content.decode()
    assert AuditEntry.objects.get(action="events.read_accessneed").after == "catering"


def test_a_need_of_another_stop_is_not_opened(client, tour, ana):
    other = tour.registrations.get(name="Björn Holm")
    needs.keep(other, {"dietary": "No nuts"})
    sign_in(client, ana)
    values = {"need": other.access_need.pk, "reason": "catering"}
    answer = client.post(reverse("events:desk_needs", args=[tour.slug]), values)
    assert answer.status_code == 422 and "No nuts" not in answer.content.decode()


def test_an_officer_approves_refuses_and_gives_the_free_seat(client, mia):
    event = an_event()
    pool = a_pool(event.stops.get(), needs_approval=True)
    first, second = (a_seat(a_registration(event), pool, "requested") for _ in range(2))
    sign_in(client, mia)
    client.post(reverse("events:seat_approve", args=[first.pk]))
    client.post(reverse("events:seat_refuse", args=[second.pk]), {"reason": "Only for members."})
    queue = a_pool(event.stops.get(), category="guest", promote="manual")
    head = a_seat(a_registration(event), queue, "waitlisted")
    page = client.get(reverse("events:desk_seats", args=[event.slug])).content.decode()
    assert reverse("events:seat_confirm_head", args=[head.pk]) in page
    client.post(reverse("events:seat_confirm_head", args=[head.pk]))
    assert [Seat.objects.get(pk=each.pk).status for each in (first, second, head)] == [
        "confirmed",
        "refused",
        "confirmed",
    ]


def test_a_host_reads_the_queue_without_buttons(client, tour, ana):
    pool = a_pool(tour.stops.first(), category="guest", promote="manual")
    head = a_seat(a_registration(tour, "Chen Wei"), pool, "waitlisted")
    page = asked(client, ana, "desk_seats", tour)[1]
    address = reverse("events:seat_confirm_head", args=[head.pk])
    assert "Chen Wei" in page and address not in page
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(("page", "most"), [("desk", 25), ("desk_people", 25), ("desk_seats", 25), ("desk_needs", 25)])
def test_the_desk_asks_as_often_for_one_person_as_for_thirty(client, mia, page, most):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=50)
    queue = a_pool(event.stops.get(), category="guest", promote="manual")
    sign_in(client, mia)
    counted = []
    for number in (1, 1, 29):
        for _ in range(number):
            needs.keep(a_seat(a_registration(event), pool).registration, {"access": "A ramp"})
            a_seat(a_registration(event), queue, "waitlisted")
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse(f"events:{page}", args=[event.slug]))
        counted.append(len(statements))
    assert counted[1] == counted[2] <= most
    assert Pool.objects.get(pk=pool.pk).taken == 31


def test_the_work_queue_holds_requests_and_events_without_a_report(client, mia):
    event = an_event("Meeting of the bridges")
    a_seat(a_registration(event, "Amina Diallo"), a_pool(event.stops.get(), needs_approval=True), "requested")
    an_event("Last year's meeting", status="ended", starts_on=last_week())
    sign_in(client, mia)
    page = client.get("/admin/").content.decode()
    assert "Amina Diallo: Meeting of the bridges" in page and "Last year&#x27;s meeting" in page
