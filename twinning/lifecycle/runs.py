"""A search for the best groups, from start to result. Whoever solves holds a lease; without it nothing is kept."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import round_inputs, signals
from ..allowing import MOST as MOST_COMBINATIONS
from ..allowing import combinations, possible_size
from ..models import Round, Run
from .locks import hold_round, lock_its_round

Status = Run.Status
LEASE = timedelta(seconds=30)
ATTEMPTS = 5

runs = Lifecycle(Run)


@runs.creation(announces=signals.run_queued)
def start(*, by, within, largest=None):
    """A moderator asks for the best groups of a round as it is now. One search of a round at a time."""
    round = hold_round(within.pk)
    if round.status not in (Round.Status.CLOSED, Round.Status.SOLVED):
        raise TransitionRefused(_("A round is matched after it has closed and before its groups are proposed."))
    inputs = round_inputs.inputs_of(round, largest)
    _refuse_if_too_many(len(inputs["cities"]), inputs["largest"])
    if any(len(held) > inputs["largest"] for held in inputs["locked"]):
        raise TransitionRefused(_("A group that is kept together is larger than that. Lift its mark first."))
    return Run.objects.create(
        round=round,
        wave=round.wave,
        number=Run.objects.filter(round=round).count() + 1,
        inputs=inputs,
        inputs_hash=round_inputs.hash_of(inputs, round_inputs.private_lists(round)),
        started_by=by,
        queued_at=timezone.now(),
    )


def _refuse_if_too_many(number, largest):
    if combinations(number, largest) > MOST_COMBINATIONS:
        words = _("Groups of up to %(largest)d are too many among %(number)d cities; up to %(possible)d is possible.")
        possible = possible_size(number)
        raise TransitionRefused(words % {"largest": largest, "number": number, "possible": possible})


@runs.transition(Status.QUEUED, to=Status.RUNNING, by_system=True)
def take(run, *, by):
    """The solver takes the run: from now on it holds a lease. The attempt is counted before the work starts."""
    now = timezone.now()
    run.lease, run.lease_until = get_random_string(32), now + LEASE
    run.started_at, run.stage = now, Run.Stage.LISTING
    run.figures = {"attempts": run.figures.get("attempts", 0) + 1}


@runs.transition(Status.RUNNING, to=Status.DONE, by_system=True, locks=lock_its_round)
def finish(run, *, by, lease, figures=(), **outcome):
    """A checked result is kept, if whoever brings it still holds the lease."""
    _refuse_without_lease(run, lease)
    run.figures = run.figures | dict(figures)
    for name, value in outcome.items():
        setattr(run, name, value)
    _end(run)


@runs.transition(Status.RUNNING, to=Status.FAILED, by_system=True)
def fail(run, *, by, reason, lease=None):
    """It came to nothing: nothing of it is kept as a result."""
    if lease is not None:
        _refuse_without_lease(run, lease)
    run.reason = reason
    _end(run)


@runs.transition(Status.QUEUED, Status.RUNNING)
def cancel(run, *, by):
    """A moderator stops it: at once while it waits, else before its next stage."""
    if run.status == Status.QUEUED:
        run.status = Status.CANCELLED
        _end(run)
    elif run.cancel_asked_at is None:
        run.cancel_asked_at = timezone.now()


@runs.transition(Status.RUNNING, to=Status.CANCELLED, by_system=True)
def stop(run, *, by, lease):
    """The solver read that it was cancelled."""
    _refuse_without_lease(run, lease)
    _end(run)


@runs.transition(Status.RUNNING, to=Status.QUEUED, by_system=True)
def give_back(run, *, by):
    """Its solver has died or lost its lease: the same run begins again from its stored inputs."""
    if run.lease_until > timezone.now():
        raise TransitionRefused(_("This run is being worked on."))
    run.lease, run.lease_until, run.stage = "", None, ""
    if run.cancel_asked_at:
        run.status = Status.CANCELLED
        _end(run)
    elif run.figures.get("attempts", 0) >= ATTEMPTS:
        run.status, run.reason = Status.FAILED, "attempts"
        _end(run)


def _refuse_without_lease(run, lease):
    if run.lease != lease or run.lease_until <= timezone.now():
        raise TransitionRefused(_("Somebody else works on this run."))


def _end(run):
    run.ended_at, run.lease, run.lease_until = timezone.now(), "", None
