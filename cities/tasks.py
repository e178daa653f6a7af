"""Daily work on what waits for an answer. Each row is its own transaction; run twice, it does nothing more."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from scn_portal.jobs.due import daily
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from . import lifecycle, notifications
from .models import Invitation, JoinRequest, SeatPerson
from .seat_watch import FLAGGED, LOOK_BACK, ending, out_of_standing
from .status import today

logger = logging.getLogger(__name__)
EVIDENCE_REMINDERS = (45, 14)  # days after asking
INVITATION_REMINDER = 20  # days after sending


@daily
def remind_and_expire():
    """Remind those who owe an answer, and end what nobody answered."""
    _end(lifecycle.joining.overdue(), lifecycle.expire)
    _end(Invitation.objects.filter(status="open", expires_at__lte=timezone.now()), lifecycle.invitations.expire)
    _remind_of_evidence()
    _remind_of_invitations()


def _end(rows, transition):
    for row in rows.order_by("pk").iterator():
        try:
            transition(row, by=SYSTEM)
        except TransitionRefused:  # answered between the list and the lock
            logger.info("nothing to end any more", extra={"object": str(row.pk)})


def _remind_of_evidence():
    now = timezone.now()
    for request in JoinRequest.objects.filter(status="evidence_asked").order_by("pk").iterator():
        days = (now - request.asked_at).days
        passed = next((each for each in EVIDENCE_REMINDERS if days >= each), None)
        if passed:
            notifications.join_evidence_asked(request, reminder=f"+{passed}")


def _remind_of_invitations():
    left = timedelta(days=settings.INVITATION_DAYS - INVITATION_REMINDER)
    due = Invitation.objects.filter(status="open", expires_at__lte=timezone.now() + left)
    for invitation in due.order_by("pk").iterator():
        notifications.invitation_sent(invitation, reminder=f"+{INVITATION_REMINDER}")


@daily
def watch_seats():
    """Tell the cities whose term ends soon or whose standing is lost; who sat in a term that is over has left it."""
    day = today()
    for term in ending(day).filter(city__isnull=False).select_related("city").order_by("pk"):
        notifications.seat_ending(term, due=f"end:{term.period.upper}")
    for term, days in out_of_standing(day):
        passed = next((each for each in FLAGGED if days >= each), None)
        if passed and days < LOOK_BACK:
            notifications.seat_ending(term, due=f"out:{passed}:{day - timedelta(days=days - 1)}")
    over = SeatPerson.objects.filter(until=None, term__period__endswith__lte=day)
    for person in over.order_by("pk"):
        lifecycle.seats.end_person(person, by=SYSTEM)
