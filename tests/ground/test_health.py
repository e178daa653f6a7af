"""Whether the portal says how it is."""

import json
from collections import namedtuple
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from scn_portal.audit.models import AuditEntry
from scn_portal.jobs import health
from scn_portal.jobs.models import Fact, Job, Turn
from scn_portal.notifications.models import OutboxMail
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")
OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def all_is_well(monkeypatch):
    for name in ("relay", "broker"):
        Turn.record(name)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(100, 20, 80))


def ready(client, **extra):
    response = client.get("/readyz", **extra)
    return response.status_code, json.loads(response.content)


def test_healthz_answers_without_touching_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_when_every_part_is_well(client, all_is_well):
    status, answer = ready(client)
    assert (status, answer["state"]) == (200, "ok")
    assert answer["items"] == dict.fromkeys(
        ["database", "migrations", "facts", "relay", "broker", "disk", "mail"], "ok"
    )


def old_mail():
    long_ago = timezone.now() - timedelta(minutes=6)
    OutboxMail.objects.create(key="k", kind="k", address="a@b.example", not_before=long_ago)


def old_fact():
    fact = Fact.objects.create(name="n", subject_kind="k", subject_key="1")
    Fact.objects.filter(pk=fact.pk).update(created_at=timezone.now() - timedelta(minutes=3))


def old_turn(name):
    return lambda: Turn.objects.filter(name=name).update(at=timezone.now() - timedelta(minutes=3))


@pytest.mark.parametrize(
    "break_it,item",
    [(old_mail, "mail"), (old_fact, "facts"), (old_turn("relay"), "relay"), (old_turn("broker"), "broker")],
)
def test_each_broken_part_flips_exactly_its_item(client, all_is_well, break_it, item):
    break_it()
    status, answer = ready(client)
    assert (status, answer["state"]) == (200, "degraded")
    assert [key for key, value in answer["items"].items() if value != "ok"] == [item]


def test_a_full_disk_is_degraded(client, all_is_well, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(100, 95, 5))
    status, answer = ready(client)
    assert (status, answer["state"], answer["items"]["disk"]) == (200, "degraded", "5% free")


def test_a_missing_migration_is_down(client, all_is_well, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1])
    status, answer = ready(client)
    assert (status, answer["state"]) == (503, "down")


def test_a_database_that_does_not_answer_is_down_and_not_an_error(client, all_is_well, monkeypatch):
    class Gone:
        def cursor(self):
            raise OperationalError

    monkeypatch.setattr(health, "connection", Gone())
    status, answer = ready(client)
    assert (status, answer["state"], answer["items"]["database"]) == (503, "down", "trouble")


def test_strangers_read_the_state_and_no_detail(client, all_is_well):
    old_fact()
    _, from_here = ready(client)
    _, from_outside = ready(client, **OUTSIDE)
    _, through_proxy = ready(client, HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert from_here["items"]["facts"].startswith("oldest waits")
    assert from_outside["items"]["facts"] == through_proxy["items"]["facts"] == "trouble"


def test_staff_read_the_detail_from_anywhere(rf, all_is_well):
    from scn_portal.jobs.views import readyz

    old_fact()
    request = rf.get("/readyz", **OUTSIDE)
    request.user = get_user_model()(is_staff=True)
    assert json.loads(readyz(request).content)["items"]["facts"].startswith("oldest waits")


@pytest.fixture
def staff(client):
    sign_in(client, get_user_model().objects.create_user("dev@isd.example", is_staff=True))
    return client


@pytest.fixture
def given_up(reader):
    about = {"subject_kind": "accounts.user", "subject_key": str(reader.pk)}
    mail = OutboxMail.objects.create(key="m", kind="tests.notice", person=reader, state="dead", attempts=8, **about)
    return mail, Job.objects.create(key="j", kind="import", state="dead", attempts=5)


def settle(client, number, **answer):
    stuck = client.get("/admin/system/").context["stuck"]
    return client.post(reverse("jobs:system_act", args=[stuck[number].key]), answer)


def test_staff_see_what_was_given_up_and_try_it_again_or_close_it_with_a_reason(staff, given_up):
    mail, job = given_up
    page = staff.get("/admin/system/").content.decode()
    assert "tests.notice to Ana" in page
    kinds = [each.source.key for each in staff.get("/admin/system/").context["stuck"]]
    assert sorted(kinds) == ["jobs", "mail"]
    settle(staff, kinds.index("mail"), act="retry")
    settle(staff, 0, act="close", reason="not needed any more")
    mail.refresh_from_db(), job.refresh_from_db()
    assert (mail.state, mail.attempts) == ("pending", 0)
    assert (job.state, job.last_error) == ("done", "closed: not needed any more")
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"mail.retry", "jobs.close"}


@pytest.mark.parametrize("answer", [{}, {"act": "close"}, {"act": "close", "reason": "  "}, {"act": "erase"}])
def test_nothing_is_closed_without_a_reason(staff, given_up, answer):
    settle(staff, 0, **answer)
    assert [each.row.state for each in staff.get("/admin/system/").context["stuck"]] == ["dead", "dead"]


def test_a_made_up_key_settles_nothing(staff, given_up):
    assert staff.post("/admin/system/WyJtYWlsIiwxXQ.x.y/", {"act": "retry"}).status_code == 404


def test_only_staff_see_the_system_page(client, reader):
    client.force_login(reader)
    assert client.get("/admin/system/").status_code in (302, 404)


def test_the_status_page_says_in_plain_words_what_is_slow(client, all_is_well):
    assert "Everything works" in client.get("/status/").content.decode()
    old_mail()
    page = client.get("/status/").content.decode()
    assert "The portal works, with limits" in page
    assert "E-mail goes out later than usual" in page
