"""Runs of the matching."""

from datetime import timedelta

from django.utils import timezone

from scn_portal.lifecycle import SYSTEM
from tests.factories.twinning import a_round, a_run, an_entry
from tests.twinning.acts import act
from twinning.lifecycle import runs

OUTCOME = {"proven": True, "matched": 0, "total": 0, "result": {"groups": [], "left": []}, "result_hash": "0" * 64}


def at_work(**more):
    given = {"lease": "held", "lease_until": timezone.now() + timedelta(minutes=1), "figures": {"attempts": 1}}
    return a_run(a_round("closed"), "running", **(given | more))


@act
def start_run(cast):
    round = a_round("closed")
    for city in (cast.porto, cast.malmo):
        an_entry(round, city)
    return lambda: runs.start(by=cast.mia, within=round)


@act
def take_run(cast):
    run = a_run(a_round("closed"))
    return lambda: runs.take(run, by=SYSTEM)


@act
def finish_run(cast):
    run = at_work()
    return lambda: runs.finish(run, by=SYSTEM, lease="held", **OUTCOME)


@act
def fail_run(cast):
    run = at_work()
    return lambda: runs.fail(run, by=SYSTEM, lease="held", reason="check")


@act
def stop_run(cast):
    run = at_work()
    return lambda: runs.stop(run, by=SYSTEM, lease="held")


@act
def cancel_run(cast):
    run = at_work()
    return lambda: runs.cancel(run, by=cast.mia)


@act
def give_back_run(cast):
    run = at_work(lease_until=timezone.now() - timedelta(seconds=1))
    return lambda: runs.give_back(run, by=SYSTEM)
