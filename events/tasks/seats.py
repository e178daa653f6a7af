"""The clock and the seats: offers run out, names become final; each night the ledger is compared with its rows."""

import logging

from django.utils import timezone

from scn_portal.jobs.due import daily
from scn_portal.jobs.sweeping import sweeps

from .. import ledger
from ..lifecycle import pools, seats
from ..models import Pool, Seat
from .meetings import each_by_the_clock

logger = logging.getLogger(__name__)
AT_A_TIME = 200  # in one sweep, so that no other share of it waits for long


@sweeps
def move_seats_on():
    """What is due by its time; each step asks the clock once more under its lock."""
    now = timezone.now()
    late = Seat.objects.filter(status=Seat.Status.OFFERED, offer_expires_at__lte=now)
    each_by_the_clock(late.order_by("offer_expires_at", "pk")[:AT_A_TIME], seats.expire)
    each_by_the_clock(Pool.objects.filter(promote=Pool.Promote.AUTO, cut_off_at__lte=now), pools.halt)


@daily
def compare_pools():
    """Numbers that are not those of their rows go to the log and before the people who run the portal."""
    for pool, wrong in ledger.differences():
        words = ", ".join(f"{name} {told}, rows {rows}" for name, (told, rows) in wrong.items())
        logger.error("a pool does not add up", extra={"object": f"pool {pool.pk}", "what": words})
