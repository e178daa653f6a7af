"""Stops: times that exist, changes that calendars must know, stops called off, hosts, and who is told."""

from datetime import date, time, timedelta

import pytest

from events import lifecycle
from events.lifecycle import stops
from events.models import Event, Seat, Stop
from scn_portal.jobs import running
from scn_portal.jobs.models import Job
from scn_portal.lifecycle import TransitionRefused
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from scn_portal.sharing import Sharing
from tests.events.acts_meetings import NINE_TO_FIVE
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, a_stop, an_event

pytestmark = pytest.mark.django_db


def refused(step, *args, **details):
    with pytest.raises(TransitionRefused) as refusal:
        step(*args, **details)
    return str(refusal.value)


def add(mia, event=None, **values):
    event = event or an_event(status="draft")
    given = {"starts_on": date(2027, 9, 1), "place": "Hall", **NINE_TO_FIVE}
    return stops.add(by=mia, within=event, **(given | values))


# Time


def test_the_wall_time_of_a_zone_becomes_an_instant(mia):
    stop = add(mia, zone="America/Chicago")
    assert (f"{stop.starts_at:%H:%M}", f"{stop.ends_at:%H:%M}") == ("14:00", "22:00")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"zone": "Europe/Lisbon", "starts_on": date(2027, 3, 28), "start_time": time(1, 30)}, "02:00"),
        ({"zone": "Europe/Lisbon", "starts_on": date(2027, 10, 31), "start_time": time(1, 30)}, "first or the second"),
        ({"zone": "Mars/Base"}, "There is no time zone with this name."),
        ({"start_time": time(17), "end_time": time(9)}, "The end must come after the beginning."),
        ({"end_time": None}, "Say begin and end with their times, or days alone."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(mia, values, words):
    assert words in refused(add, mia, **values)
    assert not Stop.objects.filter(place="Hall").exists()


def test_a_time_that_comes_twice_is_taken_with_its_choice(mia):
    given = {"zone": "Europe/Lisbon", "starts_on": date(2027, 10, 31), "start_time": time(1, 30)}
    first, second = add(mia, start_fold=0, **given), add(mia, start_fold=1, **given)
    assert second.starts_at - first.starts_at == timedelta(hours=1)


def test_stops_of_one_event_do_not_overlap(mia):
    event = an_event(status="draft")
    add(mia, event)
    assert refused(add, mia, event) == "Another stop of this event takes place at that time."


def test_the_event_spans_its_stops(mia):
    event = an_event(status="draft", starts_on=date(2027, 5, 4))
    add(mia, event, starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 3))
    event.refresh_from_db()
    assert (event.starts_on, event.ends_on) == (date(2027, 5, 4), date(2027, 9, 3))


def test_seats_come_with_the_stop_and_those_that_need_approval_say_so(mia):
    event = an_event(status="draft", kind="global_summit")
    stop = add(mia, event, seats={"delegate": 80, "guest": 20})
    pools = set(stop.pools.values_list("category", "capacity", "needs_approval"))
    assert pools == {("delegate", 80, False), ("guest", 20, True)}


def test_nothing_is_added_to_what_is_over(mia):
    assert "over" in refused(add, mia, an_event(status="ended"))


# Changes


@pytest.mark.parametrize(
    ("change", "rises"),
    [
        ({"start_time": time(10)}, 1),
        ({"place": "New hall"}, 1),
        ({"attendance": "hybrid"}, 1),
        ({"place": "Hall"}, 0),
        ({"start_time": time(9)}, 0),
    ],
)
def test_the_number_in_calendars_rises_once_and_only_for_what_matters(mia, change, rises):
    stop = add(mia)
    assert stops.change(stop, by=mia, **change).calendar_sequence == rises


def test_a_postponed_event_gets_its_times_all_at_once(mia):
    stop = an_event(status="postponed").stops.get()
    assert "all at once" in refused(stops.change, stop, by=mia, start_time=time(10))


def test_the_last_stop_is_not_called_off_alone(mia):
    event = an_event(stops=2)
    first, second = event.stops.all()
    stops.cancel(first, by=mia, reason="Flood.")
    words = refused(stops.cancel, second, by=mia, reason="Flood.")
    assert words == "This is the last stop that takes place: cancel the event instead."


def test_a_stop_called_off_ends_its_seats_and_leaves_the_others(mia):
    event = an_event(stops=2)
    first, second = event.stops.all()
    seats = [a_seat(a_registration(event), a_pool(each)) for each in (first, second)]
    stops.cancel(first, by=mia, reason="Flood.")
    assert [Seat.objects.get(pk=each.pk).status for each in seats] == ["event_cancelled", "confirmed"]
    assert Event.objects.get(pk=event.pk).starts_on == second.starts_on


# Hosts


def test_an_announced_event_keeps_a_host(mia, porto, malmo):
    stop = an_event(host=porto).stops.get()
    lead = stop.hosts.get()
    assert "name another one first" in refused(stops.remove_host, stop, by=mia, host=lead)
    stops.add_host(stop, by=mia, city=malmo, role="co_host")
    stops.change_host(stop, by=mia, host=stop.hosts.get(city=malmo), role="lead")
    assert dict(stop.hosts.values_list("city", "role")) == {porto.pk: "co_host", malmo.pk: "lead"}
    stops.remove_host(stop, by=mia, host=lead)
    assert list(stop.hosts.values_list("city", flat=True)) == [malmo.pk]


def test_a_second_host_and_rights_for_an_organisation_are_refused_in_words(mia, porto, malmo):
    from tests.factories.site import an_organisation

    stop = an_event(host=porto).stops.get()
    words = refused(stops.add_host, stop, by=mia, city=malmo, role="lead")
    assert words == "This stop has a host already; others are co-hosts."
    guest = an_organisation()
    words = refused(stops.add_host, stop, by=mia, organisation=guest, role="partner", may_check_in=True)
    assert words == "Only people of a city can be given rights at the door."


def test_a_host_of_another_stop_is_none_of_this(mia, porto):
    stop, other = an_event(host=porto).stops.get(), an_event(host=porto).stops.get()
    assert refused(stops.change_host, stop, by=mia, host=other.hosts.get()) == "This is no host of this stop."


# Who is told


def told(django_capture_on_commit_callbacks, step):
    with django_capture_on_commit_callbacks(execute=True):
        step()
    running.run()
    mails = OutboxMail.objects.filter(
        kind__in=["events.stop_changed", "events.event_postponed", "events.event_cancelled"]
    )
    return list(mails.order_by("pk"))


@pytest.fixture
def full(mia, porto, ana, malmo):
    """A stop with a member, a guest and a delegate without an address."""
    event = an_event("Bridges", host=porto)
    pool = a_pool(event.stops.get())
    people = [
        a_registration(event, user=ana, city=porto),
        a_registration(event, email="guest@elsewhere.example"),
        a_registration(event, email="", city=malmo, delegation=a_delegation(event, malmo)),
    ]
    for each in people:
        a_seat(each, pool)
    a_seat(a_registration(event), pool, "cancelled")
    return event


def test_a_moved_stop_tells_everybody_with_a_seat_once(full, mia, ana, linn, django_capture_on_commit_callbacks):
    stop = full.stops.get()
    mails = told(django_capture_on_commit_callbacks, lambda: stops.change(stop, by=mia, place="New hall"))
    assert [each.person or each.address for each in mails][:2] == [ana, "guest@elsewhere.example"]
    assert {each.person for each in mails[2:]} == {linn}  # speaks for the delegation of Malmö
    assert "New hall" in message_for(mails[1]).get_body(("plain",)).get_content()
    assert Job.objects.filter(kind="events.tell_seats").count() == 1


def test_a_change_of_no_matter_tells_nobody(full, mia, django_capture_on_commit_callbacks):
    stop = full.stops.get()
    assert told(django_capture_on_commit_callbacks, lambda: stops.change(stop, by=mia, zone="UTC")) == []


@pytest.mark.parametrize(
    ("step", "details", "subject"),
    [
        (lifecycle.postpone, {}, "Postponed"),
        (lifecycle.cancel, {"name": "Bridges"}, "Cancelled"),
    ],
)
def test_postponed_and_cancelled_are_told_with_their_reason(
    full, mia, step, details, subject, django_capture_on_commit_callbacks
):
    mails = told(django_capture_on_commit_callbacks, lambda: step(full, by=mia, reason="A flood.", **details))
    message = message_for(mails[1])
    assert message["Subject"].startswith(subject)
    assert "A flood." in message.get_body(("plain",)).get_content()


def test_what_is_no_longer_true_is_not_sent(full, mia, django_capture_on_commit_callbacks):
    mails = told(django_capture_on_commit_callbacks, lambda: lifecycle.postpone(full, by=mia, reason="A flood."))
    stop = full.stops.get()
    times = [(stop, NINE_TO_FIVE | {"starts_on": stop.starts_on})]
    lifecycle.reschedule(Event.objects.get(pk=full.pk), by=mia, times=times)
    with pytest.raises(HeldBack):
        message_for(mails[1])


def test_a_mail_about_an_event_of_named_cities_bears_no_title(full, mia, porto, django_capture_on_commit_callbacks):
    full.event_cities.create(city=porto)
    Event.objects.filter(pk=full.pk).update(sharing=Sharing.AMBER)
    stop = full.stops.get()
    mails = told(django_capture_on_commit_callbacks, lambda: stops.change(stop, by=mia, place="Secret hall"))
    raw = message_for(mails[1]).as_string()
    assert "Bridges" not in raw and "Secret hall" not in raw


def test_a_hundred_and_twenty_seats_are_one_job_in_slices(mia, django_capture_on_commit_callbacks):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=200)
    for _ in range(120):
        a_seat(a_registration(event), pool)
    stop = event.stops.get()
    with django_capture_on_commit_callbacks(execute=True):
        stops.change(stop, by=mia, place="New hall")
    assert Job.objects.filter(kind="events.tell_seats").count() == 1
    assert running.run() == 2
    assert OutboxMail.objects.filter(kind="events.stop_changed").count() == 120


def test_a_stop_of_a_tour_keeps_its_number_when_another_is_added(mia):
    event = an_event(stops=2)
    assert a_stop(event, starts_on=date(2028, 1, 1)).position == 3


def test_the_mail_leads_each_person_to_the_own_seat(full, mia, ana, django_capture_on_commit_callbacks):
    mails = told(django_capture_on_commit_callbacks, lambda: stops.change(full.stops.get(), by=mia, place="New hall"))
    own = full.registrations.get(user=ana)
    assert f"/seat/{own.code}/" in message_for(mails[0]).get_body(("plain",)).get_content()
    guest = full.registrations.get(email="guest@elsewhere.example")
    assert guest.code in message_for(mails[1]).get_body(("plain",)).get_content()
