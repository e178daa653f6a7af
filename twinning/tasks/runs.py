"""The matching of rounds at work."""

from scn_portal.jobs.alone import works_alone
from scn_portal.jobs.sweeping import sweeps

from .. import running


@works_alone
def solve_runs():
    """Solve what waits."""
    while running.run_next():
        pass


@sweeps
def take_up_lost_runs():
    """A run whose worker died begins again."""
    running.take_up_lost()
