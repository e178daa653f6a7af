"""An event with a thousand seats is cancelled, and whoever tells the people is killed twenty times."""

import sys
from collections import Counter

import pytest
from django.conf import settings

from events import lifecycle
from events.models import CalendarMessage, Event, Pool, Registration, Seat
from scn_portal.demo.processes import spawn
from scn_portal.jobs.models import Job
from scn_portal.notifications.models import OutboxMail
from tests.cast import staff
from tests.events.calendar_client import parts_to, post_for, send_all
from tests.factories.events import a_pool, an_event

from .processes import environment, report

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
SEATS, KILLS, SEED = 1000, 20, 11


def a_full_house():
    """An event whose thousand confirmed people all have it in their calendar."""
    event = an_event("Summit")
    stop = event.stops.get()
    pool = a_pool(stop, capacity=SEATS)
    addresses = [f"guest{number}@elsewhere.example" for number in range(SEATS)]
    rows = [Registration(event=event, name="Guest", email=each, address_key=each) for each in addresses]
    people = Registration.objects.bulk_create(rows)
    same = {"stop": stop, "pool": pool, "status": "confirmed", "calendar_uid": stop.calendar_uid}
    Seat.objects.bulk_create(Seat(registration=each, queue_no=n, **same) for n, each in enumerate(people, 1))
    Pool.objects.filter(pk=pool.pk).update(taken=SEATS, queue_seq=SEATS)
    said = {"uid": stop.calendar_uid, "sequence": 0, "method": "REQUEST", "title": "Summit"}
    times = {name: getattr(stop, name) for name in ("starts_on", "ends_on", "starts_at", "ends_at")}
    told = [CalendarMessage(registration=each, stop=stop, **said, **times) for each in people]
    CalendarMessage.objects.bulk_create(told)
    return event


def test_everybody_is_told_once_that_it_is_cancelled(settings_of_post):
    event = a_full_house()
    mia = staff("Mia", "moderator")
    lifecycle.cancel(Event.objects.get(pk=event.pk), by=mia, reason="A storm.", name="Summit")
    assert Job.objects.get(kind="events.tell_seats").state == "pending"
    command = [sys.executable, "-m", "tests.drills.dying_while_telling", KILLS, SEED]
    assert spawn(command, env=environment(), cwd=settings.ROOT).wait(600) == 0
    assert 0 < OutboxMail.objects.filter(kind="events.event_cancelled").count() < SEATS
    send_all()
    report("telling killed", kills=KILLS, seats=SEATS)
    cancelled = CalendarMessage.objects.filter(method="CANCEL").values_list("registration", flat=True)
    assert sorted(cancelled) == sorted(Registration.objects.values_list("pk", flat=True))
    assert Counter(method for method, _ in parts_to()) == {"CANCEL": SEATS}
    assert len({content for _, content in parts_to()}) == SEATS


@pytest.fixture
def settings_of_post(settings):
    return post_for(settings)
