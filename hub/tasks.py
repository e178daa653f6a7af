"""Daily work on items that grow old and claims that nobody answered. Run twice, it does nothing more."""

import logging
from datetime import timedelta

from cities.status import today
from scn_portal.jobs.due import daily
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from . import consistency, finding, lifecycle, notifications
from .lifecycle.resources import falling_due, growing_old
from .models import Resource, ZeroQuery

logger = logging.getLogger(__name__)
BEFORE, AFTER = 30, 90  # days around the day on which an item is confirmed
ZERO_QUERIES_KEPT = timedelta(days=90)


@daily
def move_on():
    """Ask the cities what is due, remind them, archive what nobody confirmed, and close claims without an answer."""
    _each(falling_due().order_by("pk"), lifecycle.fall_due)
    _each(growing_old(), lifecycle.archive)
    _each(lifecycle.adoptions.unanswered().order_by("pk"), lifecycle.adoptions.leave_unanswered)
    _remind()


def _each(rows, transition):
    for row in rows:
        try:
            transition(row, by=SYSTEM)
        except TransitionRefused:  # moved on between the list and the lock
            logger.info("nothing to do any more", extra={"object": str(row.pk)})


def _remind():
    soon = today() + timedelta(days=BEFORE)
    coming = Resource.objects.filter(status=Resource.Status.PUBLISHED, review_due_on__lte=soon)
    for resource in coming.order_by("pk").iterator():
        notifications.review_due(resource, day=-BEFORE)
    long_due = today() - timedelta(days=AFTER)
    for resource in Resource.objects.filter(status=Resource.Status.REVIEW_DUE, review_due_on__lte=long_due):
        notifications.review_due(resource, day=AFTER)


@daily
def look_whether_all_still_fits():
    """Compare columns and fingerprints with the texts; differences go to the log and before the staff."""
    for resource, what in consistency.look_again().items():
        logger.error("a shown item does not match its text", extra={"object": resource.code, "what": what})


@daily
def forget_old_searches():
    """Searches that found nothing are kept for 90 days."""
    ZeroQuery.objects.filter(on__lt=today() - ZERO_QUERIES_KEPT).delete()


@daily
def look_over_the_index():
    """Count opened embargoes in the figures of the search, and compare its index with what is published."""
    finding.count_opened()
    for difference in finding.differences():
        logger.error("the index of the search is not as it should be", extra={"what": difference})
