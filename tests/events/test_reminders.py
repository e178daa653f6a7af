"""Reminders: whom they reach, when, and that a moved date makes the old one void."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import lifecycle, reminders
from events.models import Invitation, ReminderRule
from events.tasks.reminders import send_reminders
from scn_portal.jobs import running
from scn_portal.notifications import relay
from scn_portal.notifications.models import OutboxMail
from scn_portal.sharing import Sharing
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event

pytestmark = pytest.mark.django_db
KIND = "events.event_reminder"


@pytest.fixture
def event(porto):
    event = an_event("Streets", host=porto)
    reminders.give_defaults(event)
    return event


def turn(time_machine, moment):
    """The clock at this moment: the sweep, the jobs that it began, the relay."""
    time_machine.move_to(moment, tick=False)
    send_reminders()
    running.run(seconds=20)
    relay.run()
    return list(OutboxMail.objects.filter(kind=KIND, state="sent").order_by("pk"))


def starts(event, **before):
    return event.stops.get().starts_at - timedelta(**before)


def test_an_announced_event_gets_the_usual_reminders_unless_it_has_its_own(event, mia):
    found = set(event.reminder_rules.values_list("anchor", "hours", "audience"))
    assert found == {
        ("start", -168, "seat_holders"),
        ("start", -24, "seat_holders"),
        ("release", -168, "coordinators"),
        ("closing", -72, "invited"),
    }
    other = an_event()
    ReminderRule.objects.create(event=other, hours=-2)
    reminders.give_defaults(other)
    assert other.reminder_rules.count() == 1


def test_people_with_a_seat_hear_a_week_and_a_day_before_once_each(event, mailbox, time_machine, ana):
    pool = a_pool(event.stops.get())
    a_seat(a_registration(event, user=ana), pool)
    guest = a_seat(a_registration(event, email="guest@elsewhere.example"), pool)
    assert turn(time_machine, starts(event, days=7, minutes=1)) == []
    assert len(turn(time_machine, starts(event, days=7))) == 2
    assert len(turn(time_machine, starts(event, days=6, hours=20))) == 2
    assert len(turn(time_machine, starts(event, days=3))) == 2
    assert len(turn(time_machine, starts(event, hours=23))) == 4
    assert len(turn(time_machine, starts(event, hours=2))) == 4
    mail = mailbox.newest(guest.registration.email)
    assert mail.subject == "Soon: \u2068Streets\u2069"
    assert "UTC" in mail.text


def test_nobody_hears_long_after_the_moment(event, mailbox, time_machine):
    a_seat(a_registration(event), a_pool(event.stops.get()))
    assert turn(time_machine, starts(event, days=6, hours=10)) == []
    assert turn(time_machine, starts(event, hours=-1)) == []


def test_who_gave_the_seat_up_or_waits_hears_nothing(event, mailbox, time_machine):
    pool = a_pool(event.stops.get(), capacity=0)
    a_seat(a_registration(event), pool, status="waitlisted")
    a_seat(a_registration(event), pool, status="cancelled")
    assert turn(time_machine, starts(event, days=7)) == []


def test_a_moved_date_makes_a_new_reminder_and_drops_the_old(event, mailbox, time_machine, mia):
    a_seat(a_registration(event), a_pool(event.stops.get()))
    time_machine.move_to(starts(event, days=7), tick=False)
    send_reminders()
    running.run(seconds=20)
    stop = event.stops.get()
    later = {"starts_on": stop.starts_on + timedelta(days=30), "ends_on": stop.ends_on + timedelta(days=30)}
    lifecycle.stops.change(stop, by=mia, start_time=stop.start_time, end_time=stop.end_time, **later)
    relay.run()
    assert OutboxMail.objects.get(kind=KIND).state == "suppressed"
    assert len(turn(time_machine, starts(event, days=7))) == 1


def test_a_postponed_event_reminds_nobody(event, mailbox, time_machine, mia):
    a_seat(a_registration(event), a_pool(event.stops.get()))
    lifecycle.postpone(event, by=mia, reason="A storm.")
    assert turn(time_machine, starts(event, days=7)) == []


def test_coordinators_hear_of_seats_without_a_name_a_week_before_their_release(event, mailbox, time_machine, malmo):
    pool = a_pool(event.stops.get())
    release = timezone.now() + timedelta(days=14)
    delegation = a_delegation(event, malmo, pool, release_at=release, status="accepted")
    sent = turn(time_machine, release - timedelta(days=7))
    assert [each.person.name for each in sent] == ["Linn"]
    assert mailbox.newest("linn@malmo.example").subject == "Seats without a name: \u2068Streets\u2069"
    delegation.allotments.update(claimed=2)
    assert reminders.due_at(timezone.now()) == []


def test_who_has_not_answered_hears_three_days_before_closing(event, mailbox, time_machine):
    given = {"event": event, "name": "Amina", "expires_at": event.closes_at + timedelta(days=1)}
    for number, status in enumerate(["sent", "accepted", "revoked"]):
        address = f"amina{number}@elsewhere.example"
        Invitation.objects.create(email=address, address_key=address, status=status, **given)
    sent = turn(time_machine, event.closes_at - timedelta(days=3))
    assert [each.address for each in sent] == ["amina0@elsewhere.example"]
    assert "/invitation/" in mailbox.newest("amina0@elsewhere.example").text


def test_of_a_meeting_for_named_cities_a_reminder_says_no_title(porto, mailbox, time_machine):
    event = an_event("Zanzibar", sharing=Sharing.AMBER, named=[porto], slug="m-1")
    reminders.give_defaults(event)
    seat = a_seat(a_registration(event), a_pool(event.stops.get()))
    turn(time_machine, starts(event, days=1))
    mail = mailbox.newest(seat.registration.email)
    assert "Zanzibar" not in mail.text + mail.html + mail.subject
    assert "Town hall" not in mail.text
    assert mail.subject == "Soon: \u2068Strong Cities Network meeting\u2069"


@pytest.mark.parametrize("size", [1, 12])
def test_looking_takes_the_same_queries_however_many_people_come(event, size, django_assert_num_queries):
    pool = a_pool(event.stops.get(), capacity=20)
    for _ in range(size):
        a_seat(a_registration(event), pool)
    with django_assert_num_queries(4):
        reminders.due_at(timezone.now())
