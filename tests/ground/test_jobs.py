"""Facts that were left behind, leases that ran out, daily work, and the one beat."""

from datetime import timedelta

import pytest
import time_machine
from celery import Celery
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from scn_portal.celery import app
from scn_portal.jobs import due, sweeping
from scn_portal.jobs.beat import OnlyBeat
from scn_portal.jobs.facts import FactSignal, deliver, deliver_waiting
from scn_portal.jobs.models import DueRun, Fact, Job, Turn, announce
from scn_portal.lifecycle import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the receivers of the fact "tests.something_happened" were told."""
    monkeypatch.setattr(FactSignal, "registered", dict(FactSignal.registered))
    signal, heard = FactSignal("tests.something_happened"), []

    def hear(subject, fact, **_):
        heard.append((subject, fact.pk))

    signal.connect(hear, weak=False)
    return heard


@pytest.fixture
def happened(reader):
    return lambda: announce("tests.something_happened", subject=reader, actor=SYSTEM)


def test_a_fact_is_told_once_after_the_commit(told, happened, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fact = happened()
        assert told == []
    assert told == [(reader, fact.pk)]
    assert deliver(fact.pk) is False
    assert told == [(reader, fact.pk)]


def test_a_fact_whose_process_died_is_told_by_the_sweep(told, happened, reader):
    fact = happened()
    assert deliver_waiting() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        sweeping.run()
        sweeping.run()
    assert told == [(reader, fact.pk)]


def test_a_receiver_that_raises_leaves_the_fact_for_later_and_nothing_half_written(told, happened, reader, caplog):
    def fall_over(subject, **_):
        get_user_model().objects.create_user("half@porto.example")
        raise RuntimeError

    signal = FactSignal.registered["tests.something_happened"]
    signal.connect(fall_over)
    fact = happened()
    assert deliver(fact.pk) is False
    signal.disconnect(fall_over)
    assert not get_user_model().objects.filter(email="half@porto.example").exists()
    assert Fact.objects.get(pk=fact.pk).delivered_at is None
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert deliver_waiting() == 1


def test_facts_of_one_subject_are_told_oldest_first(told, happened):
    facts = [happened().pk for _ in range(3)]
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        deliver_waiting()
    assert [pk for _, pk in told] == facts


@pytest.mark.parametrize("attempts,state", [(1, "pending"), (4, "pending"), (5, "dead"), (6, "dead")])
def test_a_job_whose_lease_ran_out_waits_again_until_it_took_five_workers(attempts, state):
    lost = timezone.now() - timedelta(seconds=1)
    job = Job.objects.create(key="k", kind="tests", state="running", attempts=attempts, lease_until=lost)
    sweeping.run()
    job.refresh_from_db()
    assert (job.state, job.lease_until) == (state, None)


def test_a_job_that_still_holds_its_lease_is_left_alone():
    held = timezone.now() + timedelta(seconds=30)
    job = Job.objects.create(key="k", kind="tests", state="running", attempts=9, lease_until=held)
    sweeping.run()
    job.refresh_from_db()
    assert job.state == "running"


def test_a_share_of_the_sweep_that_raises_stops_none_of_the_others(monkeypatch, caplog):
    done = []

    def broken():
        raise RuntimeError

    monkeypatch.setattr(sweeping, "_shares", [broken, lambda: done.append(1)])
    sweeping.run()
    assert done == [1]
    assert Turn.objects.filter(name="sweep").exists()


@pytest.fixture
def ran(monkeypatch):
    """How often a daily function ran."""
    times = []

    def remind():
        times.append(timezone.now().date())

    monkeypatch.setattr(due, "_registered", {})
    due.daily(remind)
    return times


def test_daily_work_runs_once_a_day(ran):
    with time_machine.travel("2026-11-21T00:01:00Z") as clock:
        assert len(due.run()) == 1
        assert due.run() == []
        clock.move_to("2026-11-22T00:01:00Z")
        assert len(due.run()) == 1
    assert [str(day) for day in ran] == ["2026-11-21", "2026-11-22"]


def test_after_days_without_a_beat_daily_work_catches_up_once(ran):
    with time_machine.travel("2026-11-21T10:00:00Z") as clock:
        due.run()
        clock.move_to("2026-11-25T10:00:00Z")
        due.run()
    assert len(ran) == 2


def test_daily_work_that_raises_is_tried_five_times_and_stops_no_other(monkeypatch, caplog):
    calls = []

    def falls():
        calls.append("falls")
        raise RuntimeError

    monkeypatch.setattr(due, "_registered", {"a": falls, "b": lambda: calls.append("runs")})
    for _ in range(7):
        due.run()
    assert (calls.count("falls"), calls.count("runs")) == (5, 1)
    assert DueRun.objects.get(name="a").last_error == "RuntimeError"


def test_daily_work_whose_process_died_is_taken_up_when_its_lease_is_over(ran):
    today = timezone.now().date()
    name = next(iter(due._registered))
    DueRun.objects.create(name=name, on=today, attempts=1, lease_until=timezone.now() + timedelta(minutes=4))
    assert due.run() == []
    DueRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert due.run() == [name]


def test_of_two_beats_one_turns_and_the_other_takes_over_when_it_dies():
    beats = [OnlyBeat(Celery(set_as_current=False), lazy=True) for _ in range(2)]
    try:
        assert [beat.holds_the_lock() for beat in beats] == [True, False]
        assert [beat.holds_the_lock() for beat in beats] == [True, False]
        beats[0]._holder.close()
        assert [beat.holds_the_lock() for beat in reversed(beats)] == [True, False]
    finally:
        for beat in beats:
            beat._let_go()


def test_each_entry_of_the_beat_names_a_task_and_expires_before_its_next_turn():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] <= entry["schedule"]


def test_the_queue_is_set_up_to_lose_nothing():
    conf = app.conf
    assert conf.task_acks_late and conf.task_reject_on_worker_lost and conf.task_ignore_result
    assert (conf.worker_prefetch_multiplier, conf.accept_content, conf.result_backend) == (1, ["json"], None)
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
    assert conf.beat_scheduler == "scn_portal.jobs.beat:OnlyBeat"


def test_a_turn_is_recorded_once_per_part():
    Turn.record("relay")
    with transaction.atomic():
        Turn.record("relay")
    assert Turn.objects.filter(name="relay").count() == 1
