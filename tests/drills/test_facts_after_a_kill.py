"""The process dies between the commit and the delivery of its fact, fifty times, and as often inside a receiver."""

import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count

from scn_portal.demo.processes import spawn
from scn_portal.jobs import sweeping
from scn_portal.jobs.facts import SETTLING, FactSignal
from scn_portal.jobs.models import Fact
from scn_portal.notifications import kinds, outbox
from scn_portal.notifications.models import OutboxMail

from .processes import environment, report

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
KILLS = 50


@pytest.fixture
def receiver(monkeypatch):
    """Writes one mail per fact, as a receiver of an app does."""
    monkeypatch.setattr(FactSignal, "registered", dict(FactSignal.registered))
    monkeypatch.setitem(kinds.registered, "tests.renamed", kinds.Kind("tests.renamed", lambda mail, subject: None))
    signal = FactSignal("tests.renamed")

    def tell(subject, fact, **_):
        outbox.write("tests.renamed", subject=subject, person=subject, due=fact.pk)

    signal.connect(tell, weak=False)


@pytest.mark.parametrize("moment", ["before", "inside"])
def test_every_fact_is_told_once_though_its_process_was_killed(receiver, moment):
    person = get_user_model().objects.create_user("ana@porto.example", name="A")
    command = [sys.executable, "-m", "tests.drills.dying", person.pk, moment, KILLS]
    assert spawn(command, env=environment(), cwd=settings.ROOT).wait(120) == 0
    person.refresh_from_db()
    assert person.name == "A" + "x" * KILLS
    assert person.zone == "UTC"
    assert Fact.objects.filter(name="tests.renamed", delivered_at=None).count() == KILLS
    for fact in Fact.objects.all():
        fact.created_at -= SETTLING + timedelta(seconds=1)
        fact.save()
    sweeping.run()
    sweeping.run()
    told = OutboxMail.objects.values("key").annotate(times=Count("pk"))
    report("facts after a kill", moment=moment, kills=KILLS, told=told.count())
    assert Fact.objects.filter(delivered_at=None).count() == 0
    assert [each["times"] for each in told] == [1] * KILLS
