"""Each day: what was not signed in time lapses, long breaks end, reviews begin and end; cities are reminded."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cities.status import months_after, today
from events.tasks.meetings import each_by_the_clock
from scn_portal.jobs.due import daily

from ..lifecycle import partnerships, terms
from ..models import Partnership
from ..notifications import partnerships as told

Status = Partnership.Status
SIGN_AFTER, PLAN_AFTER, REVIEW_AFTER = (14, 45, 75), (60, 90), (14, 30)
OWN = Partnership.objects.exclude(origin="recorded").order_by("pk")


@daily
def move_partnerships_on():
    """What is due by its day; each step asks the clock once more under its lock."""
    day = today()
    late = timezone.now() - timedelta(days=Partnership.DAYS_TO_AGREE)
    each_by_the_clock(OWN.filter(status=Status.PROPOSED, proposed_at__lte=late), partnerships.lapse)
    long_ago = months_after(day, -Partnership.MONTHS_PAUSED) + timedelta(days=1)  # the step counts months forward
    paused = OWN.filter(status=Status.PAUSED, paused_on__lte=long_ago)
    each_by_the_clock(paused, terms.end_pause)
    soon = day + timedelta(days=Partnership.REVIEW_BEFORE)
    each_by_the_clock(OWN.filter(status=Status.ACTIVE, term_ends_on__lte=soon), terms.review)
    over = day - timedelta(days=Partnership.REVIEW_BEFORE)  # some days after the reviews could be read
    each_by_the_clock(OWN.filter(status=Status.IN_REVIEW, review_began_on__lte=over), terms.close)


@daily
def remind_partnerships():
    """Signatures, plans and reviews that are missing; the last reminder that is due, once."""
    day = today()
    for each in OWN.filter(status=Status.PROPOSED, texts__isnull=False).distinct():
        text = each.texts.order_by("-number").first()
        if after := _last_due(SIGN_AFTER, (day - text.put_forward_at.date()).days):
            told.signature_due(each, f"{text.number}-{after}")
    waits = Q(status=Status.AGREED) | Q(status=Status.ACTIVE)
    for each in OWN.filter(waits, plan_due_on__isnull=False):
        passed = Partnership.DAYS_TO_PLAN - (each.plan_due_on - day).days
        if after := _last_due(PLAN_AFTER, passed):
            told.plan_due(each, f"{each.cycle}-{after}")
    for each in OWN.filter(status=Status.IN_REVIEW, review_began_on__isnull=False):
        if after := _last_due(REVIEW_AFTER, (day - each.review_began_on).days):
            told.review_due(each, f"{each.cycle}-{after}")


def _last_due(days, passed):
    """The latest of these days that has come, or None."""
    return max((each for each in days if each <= passed), default=None)
