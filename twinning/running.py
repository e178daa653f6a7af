"""A run at work: taken under a lease, solved outside of any transaction, and kept only while the lease holds.

A second thread renews the lease and writes how far the solver is, on a database connection of its own.
"""

import logging
import os
import threading
from contextlib import suppress

from django.db import connection
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM, TransitionRefused

from . import round_inputs, solving
from .allowing import TooMany
from .lifecycle import runs
from .models import Run
from .verifying import Wrong

logger = logging.getLogger(__name__)
RENEWED_EVERY = 3  # seconds
GENTLENESS = 15  # how far the solver steps back behind the pages


class Changed(Exception):  # noqa: N818 -- an answer: this run is refused
    """The private lists are not those with which the run was started."""


class Lease:
    """Holds a run while it is solved: renews its lease, writes stage and figures, reads whether it was cancelled."""

    def __init__(self, run):
        self.run, self.figures, self.stage = run, dict(run.figures), run.stage
        self.is_lost = False
        self.ended, self.news = threading.Event(), threading.Event()

    def __enter__(self):
        self.keeper = threading.Thread(target=self._keep, name=f"lease {self.run.code}", daemon=True)
        self.keeper.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.news.set()
        self.keeper.join()

    def enter(self, stage, figures):
        """The solver begins a stage. What it knows by now is written at once, by the other thread."""
        self.stage, self.figures = stage, self.figures | figures
        self.news.set()

    def is_over(self):
        """Whether to stop before the next stage: cancelled, or somebody else's by now."""
        return self.is_lost or not self._held().filter(cancel_asked_at=None).exists()

    def _held(self):
        return Run.objects.filter(pk=self.run.pk, status=Run.Status.RUNNING, lease=self.run.lease)

    def _keep(self):
        try:
            while not (self.ended.is_set() or self.is_lost):
                with suppress(DatabaseError):  # perhaps back before the lease is over
                    self._renew()
                self.news.wait(RENEWED_EVERY)
                self.news.clear()
        finally:
            connection.close()

    def _renew(self):
        now = timezone.now()
        kept = {"lease_until": now + runs.LEASE, "stage": self.stage, "figures": self.figures}
        self.is_lost = not self._held().filter(lease_until__gt=now).update(**kept)


def run_next():
    """Solve the run that waits longest. Returns whether there was one."""
    waiting = Run.objects.filter(status=Run.Status.QUEUED).order_by("queued_at", "pk").first()
    if waiting is None:
        return False
    with suppress(TransitionRefused):  # another worker has just taken it, or it was cancelled
        run = runs.take(waiting, by=SYSTEM)
        with Lease(run) as lease:
            step_back()
            _solve(run, lease.enter, lease.is_over)
    return True


def run_now(run):
    """The same at once and in this thread, for runs of the demonstration and of tests."""
    _solve(runs.take(run, by=SYSTEM), None, None)
    run.refresh_from_db()
    return run


def step_back():
    """The solver takes what processor time the pages leave."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GENTLENESS)


def _solve(run, on_stage, is_over):
    """The work itself. A result, an answer or an error that comes without a valid lease is dropped."""
    from .matching import Cancelled

    held = {"by": SYSTEM, "lease": run.lease}
    try:
        outcome = solving.outcome_of(run.inputs, _private_lists(run), on_stage=on_stage, cancelled=is_over)
    except Cancelled:
        _keep_if_held(runs.stop, run, **held)
    except TooMany:
        _keep_if_held(runs.fail, run, **held, reason="too_many")
    except Changed:
        _keep_if_held(runs.fail, run, **held, reason="changed")
    except Wrong as error:
        logger.error("a result of the matching does not hold: %s", error, extra={"object": f"run {run.code}"})
        _keep_if_held(runs.fail, run, **held, reason="check")
    else:
        _keep_if_held(runs.finish, run, **held, **outcome)


def _private_lists(run):
    private = round_inputs.private_lists(run.round)
    if round_inputs.hash_of(run.inputs, private) != run.inputs_hash:
        raise Changed
    return private


def _keep_if_held(step, run, **details):
    try:
        step(run, **details)
    except TransitionRefused:
        logger.warning("what a run found was dropped: its lease is over", extra={"object": f"run {run.code}"})


def take_up_lost():
    """Runs whose solver has died go on; called by the sweep."""
    for run in Run.objects.filter(status=Run.Status.RUNNING, lease_until__lt=timezone.now()):
        with suppress(TransitionRefused):
            runs.give_back(run, by=SYSTEM)
