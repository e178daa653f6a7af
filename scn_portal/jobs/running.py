"""Long work: done in slices under a lease, kept where it stands, taken up again after a crash.

    @long_work("cities.import", label=_("Import of a register"), leads_to=report_address)
    def take_in(job):
        \"\"\"One slice. Everything it writes and where it stands are one transaction.\"\"\"
        rows = next_rows(job.ids["import"], after=job.place or 0)
        ...
        return Progress(done=job.done + len(rows), total=job.total, place=rows[-1].number, is_finished=not rows)

    start("cities.import", key=f"import:{row.pk}", owner=person, ids={"import": row.pk})

A slice is short (well under ten seconds): the runner calls the function again and again. A process that dies loses the
slice it was in, nothing else, and no slice counts twice. `job.memory` is a dict that lives as long as this process
works on the job: the place for what would be asked of the database in every slice anew.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from scn_portal.audit import request_number

from .due import daily
from .facts import FactSignal
from .models import Job, announce
from .sweeping import ATTEMPTS

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=10)
KEPT = timedelta(days=30)
AT_ONCE = 2  # so that mail and facts always find a worker


@dataclass(frozen=True)
class Progress:
    """Where a job stands after a slice. `place` says where the next begins; `result` is what the page tells."""

    done: int
    total: int
    place: object = None
    is_finished: bool = False
    result: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """`leads_to(job)` is the address of the report, or "". `tells(job)` returns pairs of words and numbers.

    `is_noted`: when it took longer than a page may, its owner finds a notice in the inbox at its end.
    """

    name: str
    label: str
    do_slice: Callable
    leads_to: Callable
    tells: Callable
    is_noted: bool


class LeaseLost(Exception):  # noqa: N818 -- not an error: somebody else goes on
    """Another process has taken the job over; what this one did in its slice is taken back."""


registered = {}
job_ended = FactSignal("jobs.job_ended")


def long_work(name, *, label, leads_to=lambda job: "", tells=lambda job: (), is_noted=False):
    """Declare a kind of job over the function that does one slice."""

    def declare(do_slice):
        registered[name] = Kind(name, label, do_slice, leads_to, tells, is_noted)
        return do_slice

    return declare


def start(kind, *, key, owner, ids=None):
    """Write a job in the caller's transaction and return it. While one of this key is open, that one is returned."""
    if kind not in registered:
        raise LookupError(f"no kind of job is called {kind!r}; known are {sorted(registered)}")
    new = Job(kind=kind, key=key, owner=owner.audit_key, ids=ids or {}, request_number=request_number.current())
    while True:
        Job.objects.bulk_create([new], ignore_conflicts=True)
        if found := Job.objects.filter(key=key, state__in=Job.OPEN).first():
            return found


def run(seconds=5):
    """Work on what is due, for about so long and at least on one job. Returns how many slices were done."""
    until, slices = time.monotonic() + seconds, 0
    while job := _claim():
        slices += _work_on(job, until)
        if time.monotonic() >= until:
            break
    return slices


def _claim():
    """The job that waits longest, now ours. The attempt is counted before the work starts."""
    now = timezone.now()
    with transaction.atomic():
        if Job.objects.filter(state=Job.State.RUNNING, lease_until__gte=now).count() >= AT_ONCE:
            return None
        waiting = Job.objects.filter(state=Job.State.PENDING, not_before__lte=now, kind__in=registered)
        job = waiting.select_for_update(skip_locked=True).order_by("not_before", "pk").first()
        if job is None:
            return None
        job.state, job.attempts, job.lease_until = Job.State.RUNNING, job.attempts + 1, now + LEASE
        job.save(update_fields=["state", "attempts", "lease_until"])
    return job


def _work_on(job, until):
    job.memory, slices = {}, 0
    before = request_number.current()
    request_number.use(job.request_number)
    try:
        while job.state == Job.State.RUNNING:
            _do_slice(job, has_time=time.monotonic() < until)
            slices += 1
    except LeaseLost:
        logger.warning("a job was taken over by another process", extra={"object": str(job)})
    except Exception as error:
        logger.exception("a slice of a job failed", extra={"object": str(job)})
        _give_back(job, error)
    finally:
        request_number.use(before)
    return slices


def _do_slice(job, *, has_time):
    """One slice and where it leaves the job, or neither. A slice that succeeds clears the attempts before it."""
    with transaction.atomic():
        progress = registered[job.kind].do_slice(job)
        kept = {"last_error": "", "result": job.result | progress.result, **_after(progress, has_time)}
        kept["progress"] = {"done": progress.done, "total": progress.total, "place": progress.place}
        if not _held(job).update(**kept):
            raise LeaseLost
        if progress.is_finished:
            _say_that_it_ended(job)
    for name, value in kept.items():
        setattr(job, name, value)


def _held(job):
    """The row of the job, if its lease is still the one that this process took."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_until=job.lease_until)


def _after(progress, has_time):
    """State, attempts and lease after a slice that succeeded."""
    if progress.is_finished:
        return {"state": Job.State.DONE, "attempts": 0, "lease_until": None}
    if has_time:
        return {"state": Job.State.RUNNING, "attempts": 1, "lease_until": timezone.now() + LEASE}
    return {"state": Job.State.PENDING, "attempts": 0, "lease_until": None}


def _say_that_it_ended(job):
    announce(str(job_ended), subject=job, actor=SimpleNamespace(audit_key=job.owner))


@transaction.atomic
def _give_back(job, error):
    """After a slice that raised: again a little later, five times in all."""
    is_dead = job.attempts >= ATTEMPTS
    _held(job).update(
        state=Job.State.DEAD if is_dead else Job.State.PENDING,
        lease_until=None,
        last_error=type(error).__name__[:300],
        not_before=timezone.now() + PAUSE * job.attempts,
    )
    if is_dead:
        _say_that_it_ended(job)


@daily
def forget_done():
    """Jobs that ended long ago need no row any more: what they did is on record where they did it."""
    Job.objects.filter(state=Job.State.DONE, created_at__lt=timezone.now() - KEPT).delete()
