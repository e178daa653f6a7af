"""Processes that tell people of a cancelled event and are killed between two of them, one slice further each time.

python -m tests.drills.dying_while_telling KILLS SEED
"""

import os
import random
import signal
import sys

import django
from django.db import connections

from .dying_at_work import take_up_at_once

SLICE = 40


def dies_at(number):
    """Work in a process of its own that is killed before it tells the person of this number."""
    child = os.fork()
    if not child:
        from events.notifications import telling
        from scn_portal.jobs import running

        told, tell_one, telling.SLICE = [], telling.tell_one, SLICE

        def tell_or_die(*arguments):
            told.append(arguments)
            if len(told) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            tell_one(*arguments)

        telling.tell_one = tell_or_die
        running.run(seconds=30)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def main(kills, seed):
    django.setup()
    chosen = random.Random(int(seed))
    for _ in range(int(kills)):
        if not dies_at(chosen.randrange(SLICE + 1, 2 * SLICE)):
            raise SystemExit("a process was not killed")
        connections.close_all()
        take_up_at_once()
        connections.close_all()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
    main(*sys.argv[1:])
