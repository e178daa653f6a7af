"""Whatever becomes of a meeting and of a seat, and however the mail travels: the calendar ends with what is true."""

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from events import calendars, lifecycle
from events.models import Event, Seat, Stop
from scn_portal.lifecycle import TransitionRefused
from tests.events.calendar_client import Client, follow_up, parts_to, post_for, send_all
from tests.factories.events import a_pool, a_registration, an_event

pytestmark = pytest.mark.django_db
ADDRESS = "amina@elsewhere.example"


class Meeting:
    """A tour of two stops and one person who comes, goes and comes back, while the officer moves it about."""

    def __init__(self, officer, random):
        self.officer, self.random = officer, random
        self.event = an_event("A tour", stops=2)
        self.pools = [a_pool(stop) for stop in self.event.stops.all()]
        self.person = a_registration(self.event, "Amina", email=ADDRESS)

    def stop(self):
        scheduled = list(Stop.objects.filter(event=self.event, status="scheduled"))
        return self.random.choice(scheduled) if scheduled else None

    def come(self):
        lifecycle.seats.take(by=self.officer, within=self.person, pools=[self.random.choice(self.pools)])

    def give_up(self):
        if seat := Seat.objects.filter(registration=self.person, status="confirmed").order_by("?").first():
            lifecycle.seats.cancel(seat, by=self.officer, reason="Ill.")

    def move(self):
        if stop := self.stop():
            lifecycle.stops.change(stop, by=self.officer, place=f"Hall {self.random.randrange(99)}")

    def change_times(self):
        if stop := self.stop():
            hour = stop.start_time.replace(hour=self.random.choice([7, 8, 9, 10]))
            lifecycle.stops.change(stop, by=self.officer, start_time=hour)

    def postpone(self):
        lifecycle.postpone(self.event, by=self.officer, reason="A storm.")

    def reschedule(self):
        weeks = timedelta(days=7 * self.random.randrange(1, 30))
        stops = Stop.objects.filter(event=self.event, status="scheduled")
        times = [(stop, self._later(stop, weeks)) for stop in stops]
        lifecycle.reschedule(self.event, by=self.officer, times=times)
        lifecycle.open_registration(Event.objects.get(pk=self.event.pk), by=self.officer)

    def _later(self, stop, weeks):
        first, last = stop.starts_on + weeks, stop.ends_on + weeks
        return {"starts_on": first, "ends_on": last, "start_time": stop.start_time, "end_time": stop.end_time}

    def cancel_stop(self):
        if stop := self.stop():
            lifecycle.stops.cancel(stop, by=self.officer, reason="No hall.")

    def cancel(self):
        lifecycle.cancel(self.event, by=self.officer, reason="No money.", name="A tour")

    def act(self, name):
        with suppress(TransitionRefused):
            getattr(self, name)()

    def truth(self):
        """What should stand in the calendar, read from the seats alone."""
        seats = Seat.objects.filter(registration=self.person, status="confirmed").select_related("stop__event")
        standing = [each.stop for each in seats if each.stop.event.status not in ("postponed", "cancelled")]
        return sorted((stop.starts_at, stop.ends_at, calendars.place_of(stop)) for stop in standing)


OFTEN = ["come"] * 4 + ["give_up"] * 3 + ["move", "change_times"] * 2 + ["postpone", "reschedule"] * 2
STEPS = [*OFTEN, "cancel_stop"]


def shuffled(parts, random):
    """Some twice, some first lost and sent again at the end, all in any order."""
    sent = [*parts, *random.choices(parts, k=len(parts))] if parts else []
    random.shuffle(sent)
    lost = [part for part in sent if random.random() < 0.3]
    return [part for part in sent if part not in lost] + lost


def lived_through(meeting, steps, random):
    for name in steps:
        meeting.act(name)
        if random.random() < 0.4:
            follow_up()
        if random.random() < 0.3:
            send_all()
    send_all()


def agrees(meeting, random):
    parts = parts_to(ADDRESS)
    assert [method for method, content in parts if f"METHOD:{method}\r\n".encode() not in content] == []
    for order in ([part for _, part in parts], *(shuffled([part for _, part in parts], random) for _ in range(3))):
        client = Client()
        for content in order:
            client.take(content)
        assert client.shown == meeting.truth()
    assert len({content for _, content in parts}) == len(parts), "a message was sent twice"


@pytest.mark.parametrize("seed", range(12))
def test_the_calendar_ends_with_what_is_true(mia, settings, seed):
    _one_history(mia, settings, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 400))
def test_the_calendar_ends_with_what_is_true_in_many_histories(mia, settings, seed):
    _one_history(mia, settings, seed)


def _one_history(mia, settings, seed):
    random = Random(seed)
    post_for(settings)
    meeting = Meeting(mia, random)
    steps = random.choices(STEPS, k=random.randrange(4, 14))
    if seed % 4 == 3:
        steps.append("cancel")
    lived_through(meeting, steps, random)
    agrees(meeting, random)


@pytest.mark.parametrize(
    "steps",
    [
        ["come", "give_up", "come"],
        ["come", "give_up", "come", "give_up", "come"],
        ["come", "postpone", "reschedule"],
        ["come", "postpone", "reschedule", "postpone", "reschedule"],
        ["come", "give_up", "come", "postpone", "reschedule", "move"],
        ["come", "postpone", "give_up", "reschedule"],
        ["come", "postpone", "cancel"],
        ["come", "move", "move", "cancel"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("sent", ["at once", "facts at once", "all at the end"])
def test_who_comes_back_and_what_is_postponed_stand_there_once(mia, settings, steps, sent):
    post_for(settings)
    meeting, random = Meeting(mia, Random(3)), Random(5)
    meeting.pools = meeting.pools[:1]
    for name in steps:
        meeting.act(name)
        {"at once": send_all, "facts at once": follow_up, "all at the end": lambda: None}[sent]()
    send_all()
    agrees(meeting, random)
    assert len(meeting.truth()) == (0 if {"cancel"} & set(steps) or steps[2] == "give_up" else 1)


def test_a_new_date_that_overtakes_the_postponement_takes_the_old_entry_out_first(mia, settings):
    post_for(settings)
    meeting = Meeting(mia, Random(3))
    meeting.act("come")
    follow_up()
    meeting.act("postpone")
    meeting.act("reschedule")
    follow_up(order="-pk")
    send_all()
    agrees(meeting, Random(5))
    assert len(meeting.truth()) == 1
