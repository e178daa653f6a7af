"""A run of the matching whose solver is killed at each of its stages: it begins again and ends with the same result."""

import signal
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from scn_portal.demo.processes import spawn
from tests.cast import staff
from tests.factories.twinning import a_member_abroad, a_round, an_entry
from twinning import running
from twinning.lifecycle import runs
from twinning.models import Run

from .processes import environment, report

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
THEMES = ("youth", "families", "schools", "online")


def a_closed_round(number=12):
    round = a_round("closed")
    for place in range(number):
        needs = {THEMES[place % 4]: 1 + place % 3, THEMES[(place + 1) % 4]: 2}
        offers = {THEMES[(place + 2) % 4]: 1 + place % 2, THEMES[(place + 1) % 4]: 1 + place % 3}
        an_entry(round, a_member_abroad(number=place), needs, offers)
    return round


def killed_at(stage):
    command = [sys.executable, "-m", "tests.drills.dying_at_solving", stage]
    return spawn(command, env=environment(), cwd=settings.ROOT).wait(60) == -signal.SIGKILL


def test_a_run_whose_solver_is_killed_at_each_stage_ends_with_the_same_result(monkeypatch):
    monkeypatch.setattr(running, "step_back", lambda: None)  # the tests go on in this process
    mia, round = staff("Mia", "moderator"), a_closed_round()
    undisturbed = running.run_now(runs.start(by=mia, within=round))
    assert undisturbed.matched > 6
    attempts = 0
    for stage in Run.Stage.values:
        run = runs.start(by=mia, within=round)
        assert killed_at(stage)
        run.refresh_from_db()
        assert (run.status, run.result) == ("running", None)
        assert run.lease_until <= timezone.now() + runs.LEASE
        Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        running.take_up_lost()
        assert running.run_next()
        run.refresh_from_db()
        assert (run.status, run.result_hash, run.result) == ("done", undisturbed.result_hash, undisturbed.result)
        attempts += run.figures["attempts"]
    report("solver killed", stages=5, attempts=attempts)
    assert attempts == 10
    assert Run.objects.filter(status="done").count() == 6
