"""Processes that change a record, announce it, and are killed before the fact is delivered, or inside a receiver.

python -m tests.drills.dying PERSON before|inside TIMES
"""

import os
import signal
import sys

import django
from django.db import connections, transaction


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def act(person, moment):
    """Rename somebody and announce it, in one transaction; be killed at `moment`."""
    from django.contrib.auth import get_user_model

    from scn_portal.jobs.facts import FactSignal
    from scn_portal.jobs.models import announce
    from scn_portal.lifecycle import SYSTEM

    def receive(subject, **_):
        get_user_model().objects.filter(pk=subject.pk).update(zone="Half/Written")
        die()

    FactSignal("tests.renamed").connect(receive)
    with transaction.atomic():
        subject = get_user_model().objects.select_for_update().get(pk=person)
        subject.name += "x"
        subject.save()
        if moment == "before":
            transaction.on_commit(die)
        announce("tests.renamed", subject=subject, actor=SYSTEM)


def main(person, moment, times):
    django.setup()
    for _ in range(int(times)):
        child = os.fork()
        if not child:
            act(person, moment)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit("a process was not killed")
        connections.close_all()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
    main(*sys.argv[1:])
