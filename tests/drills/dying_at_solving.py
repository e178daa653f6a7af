"""A process that solves a run of the matching and is killed as one of its stages begins.

python -m tests.drills.dying_at_solving STAGE
"""

import os
import signal
import sys

import django


def main(deadly):
    django.setup()
    from scn_portal.lifecycle import SYSTEM
    from twinning import running, solving
    from twinning.lifecycle import runs
    from twinning.models import Run

    run = runs.take(Run.objects.get(status="queued"), by=SYSTEM)
    with running.Lease(run) as lease:

        def enter(stage, figures):
            lease.enter(stage, figures)
            if stage == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

        solving.outcome_of(run.inputs, {}, on_stage=enter, cancelled=lease.is_over)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
    main(*sys.argv[1:])
