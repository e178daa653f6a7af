"""Each minute: registration opens and closes, stops and events come to their end. Run twice, it does nothing more."""

import logging
from datetime import timedelta

from django.utils import timezone

from scn_portal.jobs.sweeping import sweeps
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import lifecycle
from ..lifecycle.gaps import is_over
from ..models import Event, Stop

logger = logging.getLogger(__name__)
Status = Event.Status
HELD = (Status.ANNOUNCED, Status.OPEN, Status.CLOSED)


@sweeps
def move_meetings_on():
    """What is due by its time; each step asks the clock once more under its lock."""
    now = timezone.now()
    each_by_the_clock(Event.objects.filter(status=Status.ANNOUNCED, members_from__lte=now), lifecycle.open_registration)
    each_by_the_clock(Event.objects.filter(status=Status.OPEN, closes_at__lte=now), lifecycle.close_registration)
    each_by_the_clock(_over(now), lifecycle.stops.complete)
    held = Event.objects.filter(status__in=HELD, stops__status=Stop.Status.COMPLETED)
    each_by_the_clock(held.exclude(stops__status=Stop.Status.SCHEDULED).distinct(), lifecycle.end)


def _over(now):
    """Stops that have ended. Days end at different times around the world, so a day more is looked at."""
    stops = Stop.objects.filter(status=Stop.Status.SCHEDULED, event__status__in=HELD, ends_on__lte=_tomorrow(now))
    return [each for each in stops.order_by("ends_on", "pk") if is_over(each, now)]


def _tomorrow(now):
    return now.date() + timedelta(days=1)


def each_by_the_clock(rows, transition):
    for row in rows:
        try:
            transition(row, by=SYSTEM)
        except TransitionRefused:  # not due under its lock, or it lacks something that staff must add
            logger.info("nothing to do by the clock", extra={"object": f"{transition.permission} {row.pk}"})
