"""The clock and the seats: offers run out, names become final, cities give back what they did not use."""

import logging

from django.utils import timezone

from scn_portal.jobs.due import daily
from scn_portal.jobs.sweeping import sweeps
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import ledger
from ..lifecycle import delegations, pools, seats
from ..models import Delegation, Pool, Seat

logger = logging.getLogger(__name__)
AT_A_TIME = 200  # of one kind in one sweep, so that no other share of it waits for long
OVER = ("cancelled", "ended", "archived")


@sweeps
def move_seats_on():
    """What is due by its time; each step asks the clock once more under its lock."""
    now = timezone.now()
    _each(Seat.objects.filter(status=Seat.Status.OFFERED, offer_expires_at__lte=now), seats.expire)
    _each(Pool.objects.filter(promote=Pool.Promote.AUTO, cut_off_at__lte=now), pools.halt)
    unanswered = Delegation.objects.filter(status=Delegation.Status.INVITED, respond_by__lte=now)
    _each(unanswered, delegations.lapse)
    coming = Delegation.objects.filter(status=Delegation.Status.ACCEPTED)
    _each(coming.filter(released_at=None, release_at__lte=now).exclude(event__status__in=OVER), delegations.release)
    _each(coming.filter(event__status__in=OVER), delegations.close)


def _each(rows, transition):
    for row in rows.order_by("pk")[:AT_A_TIME]:
        try:
            transition(row, by=SYSTEM)
        except TransitionRefused:  # moved on between the list and the lock
            logger.info("nothing to do by the clock", extra={"object": f"{transition.permission} {row.pk}"})


@daily
def compare_pools():
    """Numbers that are not those of their rows go to the log and before the people who run the portal."""
    for pool, wrong in ledger.differences():
        words = ", ".join(f"{name} {told}, rows {rows}" for name, (told, rows) in wrong.items())
        logger.error("a pool does not add up", extra={"object": f"pool {pool.pk}", "what": words})
