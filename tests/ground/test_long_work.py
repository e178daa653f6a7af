"""Long work in slices: nothing is lost and nothing is done twice, whatever happens in the middle."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from scn_portal.celery import app
from scn_portal.jobs import running, sweeping, tasks
from scn_portal.jobs.models import Job, Turn
from scn_portal.jobs.running import LEASE, PAUSE, Progress, long_work, start
from scn_portal.notifications.models import InboxItem
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
OWNER = SimpleNamespace(audit_key="owner")


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(running, "registered", {})


@pytest.fixture
def count(kinds):
    """A kind of job that writes one row per slice, ten in all. `count.trouble(number)` is asked inside each slice."""
    told = SimpleNamespace(trouble=lambda number: None, memories=[])

    @long_work("tests.count", label="Counting", leads_to=lambda job: "" if job.is_open else "/report/", is_noted=True)
    def write_one(job):
        number = (job.place or 0) + 1
        Turn.objects.create(name=f"slice {number}")
        told.memories.append(id(job.memory))
        told.trouble(number)
        return Progress(number, 10, place=number, is_finished=number == 10, result={f"row {number}": number})

    return told


def written():
    return Turn.objects.filter(name__startswith="slice").count()


def begin():
    return start("tests.count", key="count:1", owner=OWNER)


def test_a_job_is_worked_off_slice_by_slice_and_says_how_far_it_is(count):
    job = begin()
    assert running.run() == 10
    job.refresh_from_db()
    assert (job.state, job.done, job.total, written()) == ("done", 10, 10, 10)
    assert len(job.result) == 10 and (job.attempts, job.lease_until) == (0, None)
    assert running.run() == 0


def test_one_job_is_open_per_key_and_the_next_may_start_when_it_is_done(count):
    first = begin()
    assert begin() == first
    running.run()
    assert begin() != first


def test_an_unknown_kind_is_refused_where_it_is_started(kinds):
    with pytest.raises(LookupError, match="no kind of job is called 'tests.nothing'"):
        start("tests.nothing", key="k", owner=OWNER)


def test_what_a_slice_wrote_goes_with_it_when_it_raises_and_comes_once_when_it_is_tried_again(count, caplog):
    def fall(number):
        if number == 4 and len(count.memories) == 4:
            raise RuntimeError

    count.trouble, job = fall, begin()
    running.run()
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error, written()) == ("pending", 3, "RuntimeError", 3)
    Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    running.run()
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error, written()) == ("done", 10, "", 10)


def test_a_job_that_cannot_go_on_is_given_up_after_five_attempts(count, caplog):
    def fall(number):
        raise RuntimeError

    count.trouble, job = fall, begin()
    for attempt in range(1, 8):
        running.run()
        job.refresh_from_db()
        if attempt < 5:
            assert job.not_before > timezone.now() + PAUSE * attempt - timedelta(seconds=5)
        Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert (job.state, len(count.memories), written()) == ("dead", 5, 0)


def test_slices_that_succeed_are_no_attempts(count):
    job = begin()
    for _ in range(10):
        running.run(seconds=0.000001)
    job.refresh_from_db()
    assert job.state == "done"


def test_what_another_process_took_over_is_taken_back_here(count, caplog):
    def lose(number):
        if number == 3:
            Job.objects.update(lease_until=timezone.now() + LEASE * 2)

    count.trouble, job = lose, begin()
    running.run()
    job.refresh_from_db()
    assert (job.done, written()) == (2, 2)
    assert "taken over" in caplog.text


def test_a_job_that_lost_its_process_is_taken_up_where_it_was(count):
    job = begin()
    running.run(seconds=0.000001)
    lost = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=1, lease_until=lost)
    sweeping.run()
    running.run()
    job.refresh_from_db()
    assert (job.state, written()) == ("done", 10)


def test_memory_lives_as_long_as_one_process_works_on_the_job(count):
    begin()
    running.run()
    assert len(set(count.memories)) == 1


def test_no_more_than_two_jobs_run_at_once(count):
    held = timezone.now() + timedelta(seconds=30)
    for number in range(2):
        Job.objects.create(key=f"k{number}", kind="tests.count", state="running", lease_until=held)
    begin()
    assert running.run() == 0


def test_celery_and_the_relay_without_a_broker_both_work_it_off(count):
    begin()
    assert app.conf.beat_schedule["work"]["task"] == "scn_portal.jobs.tasks.work"
    tasks.work()
    assert written() == 10


def test_done_jobs_are_forgotten_after_a_month(count):
    begin()
    running.run()
    running.forget_done()
    assert Job.objects.count() == 1
    Job.objects.update(created_at=timezone.now() - timedelta(days=31))
    running.forget_done()
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_that_somebody_holds_is_passed_over_and_not_waited_for(count):
    begin()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM jobs_job FOR UPDATE")
        assert running.run() == 0
        other.rollback()
        assert running.run() == 10
    finally:
        other.close()


@pytest.fixture
def own_job(count, ana):
    return start("tests.count", key="own", owner=ana)


def test_its_owner_sees_how_far_it_is_and_then_the_result(client, own_job, ana):
    sign_in(client, ana)
    page = client.get(own_job.get_absolute_url()).content.decode()
    assert "Waiting for its turn" in page and 'hx-trigger="every 2s"' in page
    running.run(seconds=0.000001)
    part = client.get(own_job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "1 of 10 done" in part and "<h1" not in part and 'max="10" value="1"' in part
    running.run()
    part = client.get(own_job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert 'role="status" id="said" hx-swap-oob="true">Done.' in part
    page = client.get(own_job.get_absolute_url()).content.decode()
    assert 'href="/report/"' in page and "hx-trigger" not in page and "<progress" not in page


def test_staff_see_it_and_a_stranger_gets_what_a_wrong_address_gets(client, own_job, bo, dev):
    sign_in(client, dev)
    assert client.get(own_job.get_absolute_url()).status_code == 200
    sign_in(client, bo)
    wrong = client.get("/me/jobs/0000000000/")
    hidden = client.get(own_job.get_absolute_url())
    assert (hidden.status_code, hidden.content) == (404, wrong.content)


def test_a_dead_job_says_so_in_plain_words(client, own_job, ana):
    Job.objects.update(state="dead")
    sign_in(client, ana)
    assert "could not be done to its end" in client.get(own_job.get_absolute_url()).content.decode()


def test_the_owner_of_the_job_is_the_person_who_acts(own_job, ana):
    assert get_user_model().objects.get(public_id=own_job.owner) == ana


@pytest.mark.parametrize("minutes, notices", [(0, 0), (1, 1)])
def test_what_took_longer_than_a_page_may_ends_with_a_notice(
    client, own_job, ana, minutes, notices, django_capture_on_commit_callbacks
):
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))
    with django_capture_on_commit_callbacks(execute=True):
        running.run()
    assert InboxItem.objects.filter(person=ana).count() == notices
    sign_in(client, ana)
    assert ("Done: Counting" in client.get("/me/inbox/").content.decode()) is bool(notices)


def test_who_began_what_was_given_up_is_told(client, count, own_job, ana, caplog, django_capture_on_commit_callbacks):
    def fall(number):
        raise RuntimeError

    count.trouble = fall
    Job.objects.update(attempts=4, created_at=timezone.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        running.run()
    sign_in(client, ana)
    assert "Could not be finished: Counting" in client.get("/me/inbox/").content.decode()


def test_every_process_knows_the_daily_work_and_the_kinds_of_jobs_of_all_apps():
    """Also one that serves pages, and the relay where there is no broker."""
    words = "import django; django.setup(); from scn_portal.jobs import due, running"
    words += "; print(*due._registered, *running.registered)"
    said = subprocess.run([sys.executable, "-c", words], cwd=settings.ROOT, capture_output=True, text=True, check=True)
    known = set(said.stdout.split())
    assert {"cities.tasks.remind_and_expire", "scn_portal.jobs.running.forget_done", "cities.take_in_register"} <= known
