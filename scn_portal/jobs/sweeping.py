"""The sweep: what a crash left behind is taken up again. Each part registers its own share."""

import logging

from django.utils import timezone

from .facts import deliver_waiting
from .models import Job, Turn

logger = logging.getLogger(__name__)
ATTEMPTS = 5
_shares = []


def sweeps(function):
    """Call `function()` at each sweep. One that raises stops none of the others."""
    if function not in _shares:
        _shares.append(function)
    return function


def run():
    for share in _shares:
        try:
            share()
        except Exception:
            logger.exception("a share of the sweep failed", extra={"object": share.__qualname__})
    Turn.record("sweep")


sweeps(deliver_waiting)


@sweeps
def free_jobs():
    """A lease that ran out gives the job back; one that took five workers with it is dead."""
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())
    lost.filter(attempts__gte=ATTEMPTS).update(state=Job.State.DEAD, lease_until=None)
    lost.update(state=Job.State.PENDING, lease_until=None)
