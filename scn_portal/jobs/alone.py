"""Work that cannot be cut into slices: it runs whole, in a process or thread that does nothing else.

    @works_alone
    def solve_runs(): ...

The function looks for what waits, does it, and returns when nothing does. It holds its own leases.
"""

import logging
import time

from django.db import close_old_connections

logger = logging.getLogger(__name__)
PAUSE = 5
_registered = []


def works_alone(function):
    """Call `function()` again and again where nothing else waits for it. One that raises stops none of the others."""
    if function not in _registered:
        _registered.append(function)
    return function


def run():
    for work in _registered:
        try:
            work()
        except Exception:
            logger.exception("work that runs alone failed", extra={"object": work.__qualname__})


def forever():
    """For a thread beside the relay, where there is no broker."""
    while True:
        close_old_connections()
        run()
        time.sleep(PAUSE)
