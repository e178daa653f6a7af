"""A job of two hundred slices whose process is killed thirty times, each time in the middle of a slice."""

import sys
from collections import Counter
from types import SimpleNamespace

import pytest
from django.conf import settings

from scn_portal.demo.processes import spawn
from scn_portal.jobs import running
from scn_portal.jobs.models import Job, Turn

from . import dying_at_work
from .processes import environment, report

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
KILLS, SEED = 30, 4


def test_no_slice_is_lost_and_none_is_done_twice(monkeypatch):
    monkeypatch.setattr(running, "registered", {})
    dying_at_work.declare()
    job = running.start("tests.count", key="count", owner=SimpleNamespace(audit_key="owner"))
    command = [sys.executable, "-m", "tests.drills.dying_at_work", KILLS, SEED]
    assert spawn(command, env=environment(), cwd=settings.ROOT).wait(240) == 0
    assert Job.objects.get(pk=job.pk).state == "pending"
    running.run(seconds=60)
    names = Turn.objects.filter(name__startswith="slice").values_list("name", flat=True)
    report("work killed", kills=KILLS, slices=len(names))
    assert Job.objects.get(pk=job.pk).state == "done"
    assert Counter(names) == {f"slice {number}": 1 for number in range(1, dying_at_work.SLICES + 1)}
