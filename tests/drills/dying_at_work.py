"""Processes that work on a job and are killed in the middle of a slice, after its rows and before its commit.

python -m tests.drills.dying_at_work KILLS SEED
"""

import os
import random
import signal
import sys
import time

import django
from django.db import connections

SLICES = 200


def declare(dies_at=None):
    from scn_portal.jobs.models import Turn
    from scn_portal.jobs.running import Progress, long_work

    @long_work("tests.count", label="Counting")
    def write_one(job):
        number = (job.place or 0) + 1
        Turn.objects.create(name=f"slice {number}")
        if number == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.001)
        return Progress(number, SLICES, place=number, is_finished=number == SLICES)


def killed_once(number):
    """Work in a process of its own until it is killed at this slice."""
    from scn_portal.jobs import running

    child = os.fork()
    if not child:
        declare(dies_at=number)
        running.run(seconds=30)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(kills, seed):
    django.setup()
    chosen = random.Random(int(seed))
    for number in sorted(chosen.sample(range(1, SLICES), int(kills))):
        if not killed_once(number):
            raise SystemExit("a process was not killed")
        connections.close_all()
        take_up_at_once()
        connections.close_all()


def take_up_at_once():
    """What the sweep does when the lease of the dead process is over, without waiting for it."""
    from django.utils import timezone

    from scn_portal.jobs import running, sweeping
    from scn_portal.jobs.models import Job

    Job.objects.filter(state="running").update(lease_until=timezone.now() - running.LEASE)
    sweeping.run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
    main(*sys.argv[1:])
