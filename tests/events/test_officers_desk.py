"""The admin as officers use it: a meeting from its first draft to its end, with what is asked before each step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Delegation, Event, Invitation, Pool, Stop
from tests.factories.events import a_pool, a_privacy_notice, a_registration, a_seat, an_event
from tests.factories.governance import a_seat_term
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, mia):
    sign_in(client, mia)
    return client


def key_of(row):
    return getattr(row, "code", row.pk)


def act(desk, row, verb, **values):
    data = {f"{verb}-{field}": value for field, value in values.items()}
    return desk.post(reverse(f"admin:events_{row._meta.model_name}_act", args=[key_of(row), verb]), data)


def page(desk, row):
    return desk.get(reverse(f"admin:events_{row._meta.model_name}_change", args=[key_of(row)])).content.decode()


def day(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def moment(days):
    return f"{day(days)}T12:00"


def a_stop_form(**more):
    given = {"precision": "minute", "starts_on": day(40), "start_time": "09:00", "end_time": "17:00", "zone": "UTC"}
    return given | {"attendance": "in_person", "place": "Town hall"} | more


def test_an_officer_takes_an_event_from_a_draft_to_open_registration(desk, porto):
    values = {"kind": "seminar", "language": "en", "title": "A seminar", "zone": "UTC", "contact": "x@network.example"}
    answer = desk.post(reverse("admin:events_event_make", args=["write"]), values)
    event = Event.objects.get()
    assert answer.status_code == 302 and "It needs 1 stop at least." in page(desk, event)
    assert act(desk, event, "add_stop", **a_stop_form(seats_delegate="30")).status_code == 302
    stop = Stop.objects.get()
    assert act(desk, stop, "add_host", city=porto.pk, role="lead", may_check_in="on").status_code == 302
    assert act(desk, event, "announce").status_code == 302
    a_privacy_notice()
    assert act(desk, event, "open_registration").status_code == 302
    event.refresh_from_db()
    assert (event.status, stop.pools.get().capacity, stop.hosts.get().may_check_in) == ("open", 30, True)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"zone": "Europe/Lisbon", "starts_on": "2027-03-28", "start_time": "01:30"}, "start_time", "02:00"),
        ({"zone": "Europe/Lisbon", "starts_on": "2027-10-31", "start_time": "01:30"}, "start_fold", "the second"),
        ({"zone": "Mars/Base"}, "zone", "Mars/Base"),
        ({"end_time": "08:00"}, "end_time", "after the beginning"),
        ({"place": ""}, "place", "Name a city"),
    ],
)
def test_a_time_or_place_that_cannot_be_comes_back_at_its_field(desk, change, field, words):
    event = an_event(status="draft", stops=1)
    answer = act(desk, event, "add_stop", **a_stop_form(**change))
    form = next(each.form for each in answer.context["open_acts"] if each.act.verb == "add_stop")
    assert answer.status_code == 422
    assert list(form.errors) == [field] and words in str(form.errors[field])
    assert Stop.objects.count() == 1


def test_the_pages_say_how_many_people_will_be_told(desk):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=1)
    for status in ("confirmed", "waitlisted", "cancelled"):
        a_seat(a_registration(event), pool, status)
    assert page(desk, event).count("2 people will be told.") == 2  # postpone, cancel
    stop = page(desk, event.stops.get())
    assert "2 people are told if time, place or attendance change." in stop and "2 people will be told." in stop


def test_a_capacity_below_use_is_refused_with_the_lowest_number(desk):
    pool = a_pool(an_event().stops.get(), capacity=10)
    Pool.objects.filter(pk=pool.pk).update(taken=9)
    answer = act(desk, pool, "change_capacity", capacity="8")
    words = "9 seats are in use; lowest possible is 9."
    assert answer.status_code == 422 and answer.content.decode().count(words) >= 1
    assert act(desk, pool, "change_capacity", capacity="9").status_code == 302


def test_the_effect_of_more_seats_stands_beside_the_number(desk):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=1)
    a_seat(a_registration(event), pool)
    a_seat(a_registration(event), pool, "waitlisted")
    assert "1 person waits: further seats go to the first of them at once." in page(desk, pool)


def test_cancelling_asks_for_the_title(desk):
    event = an_event("Bridges")
    answer = act(desk, event, "cancel", reason="Rain.", name="Tunnels")
    assert answer.status_code == 409 and Event.objects.get().status == "open"
    assert "Rain." in answer.content.decode()  # what was typed stays
    assert act(desk, event, "cancel", reason="Rain.", name="bridges").status_code == 302
    assert Event.objects.get().status == "cancelled"


def test_all_stops_get_their_new_times_in_one_form(desk):
    event = an_event(status="postponed", stops=2)
    values = {}
    for number, stop in enumerate(event.stops.all()):
        values |= {f"{stop.pk}-starts_on": day(90 + number), f"{stop.pk}-precision": "day", f"{stop.pk}-zone": "UTC"}
    assert act(desk, event, "reschedule", **values).status_code == 302
    event.refresh_from_db()
    assert (event.status, event.starts_on.isoformat(), event.ends_on.isoformat()) == ("announced", day(90), day(91))


def test_a_city_is_invited_with_seats(desk, porto, ana):
    event = an_event()
    pool = a_pool(event.stops.get())
    given = {"city": porto.pk, "respond_by": moment(5), "release_at": moment(9)}
    assert act(desk, event, "invite_city", **given).status_code == 422  # without a seat
    assert act(desk, event, "invite_city", **given, **{f"pool_{pool.pk}": "3"}).status_code == 302
    pool.refresh_from_db()
    assert (pool.reserved, Delegation.objects.get().city) == (3, porto)


def test_one_button_invites_every_seated_city(desk, porto, ana):
    event = an_event(kind="steering_committee")
    pool = a_pool(event.stops.get())
    a_seat_term(porto)
    days = {"respond_by": moment(5), "release_at": moment(9), f"pool_{pool.pk}": "2"}
    assert act(desk, event, "invite_committee", **days).status_code == 302
    assert list(Delegation.objects.values_list("city", flat=True)) == [porto.pk]
    assert act(desk, event, "invite_committee", **days).status_code == 302  # twice is once
    assert Delegation.objects.count() == 1


def test_an_invitation_is_noted_and_sent(desk):
    event = an_event()
    a_pool(event.stops.get(), category="guest")
    given = {"name": "Amina", "email": "a@x.example", "category": "guest", "language": "fr", "expires_at": moment(5)}
    assert act(desk, event, "invite_person", **given).status_code == 302
    invitation = Invitation.objects.get()
    assert act(desk, invitation, "send").status_code == 302
    invitation.refresh_from_db()
    assert (invitation.status, invitation.times_sent) == ("sent", 1)


@pytest.mark.parametrize("model", ["event", "stop", "pool", "delegation", "invitation", "registration", "reminderrule"])
def test_a_list_asks_as_often_for_one_row_as_for_three(desk, porto, model):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.security.world_of_events import Events

    def one_more():
        world = Events()
        world.porto, world.malmo = porto, porto
        world.a_meeting_with_everything()

    counted = []
    address = reverse(f"admin:events_{model}_changelist")
    one_more()
    desk.get(address)
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            desk.get(address)
        counted.append(len(statements))
        one_more()
        one_more()
    assert counted[0] == counted[1] <= 25
