"""The clock and the visits: what is over counts as held; a report that is due is called to mind."""

from datetime import timedelta

from django.utils import timezone

from events.tasks.meetings import each_by_the_clock
from scn_portal.jobs.due import daily
from scn_portal.jobs.sweeping import sweeps

from ..lifecycle import visits
from ..models import Visit
from ..notifications.visits import report_due

REMINDED_AFTER = (14, 30, 45)  # days after the last day


@sweeps
def hold_visits():
    """Days end at different times around the world, so a day more is looked at; the step asks the clock itself."""
    now = timezone.now()
    rows = Visit.objects.filter(status=Visit.Status.CONFIRMED, ends_on__lte=now.date() + timedelta(days=1))
    over = [each for each in rows.order_by("ends_on", "pk") if visits.is_over(each, now)]
    each_by_the_clock(over, visits.hold)


@daily
def remind_reports():
    """Once on each of the days; after days without a clock once for the last of them."""
    today = timezone.now().date()
    held = Visit.objects.filter(status=Visit.Status.HELD, ends_on__lte=today - timedelta(days=REMINDED_AFTER[0]))
    for visit in held.order_by("pk"):
        days = (today - visit.ends_on).days
        report_due(visit, after=max(each for each in REMINDED_AFTER if each <= days))
