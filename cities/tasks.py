"""Daily work on what waits for an answer. Each row is its own transaction; run twice, it does nothing more."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from scn_portal.jobs.due import daily
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.notifications.models import OutboxMail

from . import lifecycle, notifications
from .models import CityDomain, Election, Handover, Invitation, JoinRequest, Membership, SeatPerson
from .seat_watch import FLAGGED, LOOK_BACK, ending, out_of_standing
from .status import last_confirmed, months_after, status_on, today

logger = logging.getLogger(__name__)
EVIDENCE_REMINDERS = (45, 14)  # days after asking
INVITATION_REMINDER = 20  # days after sending
MONTHS_TO_ASK = (14, 13, 12)  # after the last confirmation
LATELY = timedelta(days=3)
DAYS_AFTER_ELECTION = (91, 85, 60, 30)


@daily
def remind_and_expire():
    """Remind those who owe an answer, and end what nobody answered."""
    _end(lifecycle.joining.overdue(), lifecycle.expire)
    _end(Invitation.objects.filter(status="open", expires_at__lte=timezone.now()), lifecycle.invitations.expire)
    _end(Handover.objects.filter(status="open", expires_at__lte=timezone.now()), lifecycle.handovers.expire)
    _remind_of_evidence()
    _remind_of_invitations()
    _remind_of_handovers()


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


def _remind_of_handovers():
    """On day 20; and where a registrar began it, on the day from which it can be accepted."""
    now = timezone.now()
    left = timedelta(days=settings.HANDOVER_DAYS - INVITATION_REMINDER)
    for handover in Handover.objects.filter(status="open").order_by("pk").iterator():
        if handover.objection_until and handover.objection_until <= now:
            notifications.handover_started(handover, reminder="+free")
        if handover.expires_at <= now + left:
            notifications.handover_started(handover, reminder=f"+{INVITATION_REMINDER}")


def _with_status(*statuses):
    return Membership.objects.with_status().filter(status__in=statuses).select_related("city").order_by("pk")


@daily
def ask_to_confirm():
    """Ask once a year whether what the portal holds is still true; announce it when nobody answers."""
    for membership in _with_status(Membership.Status.CONFIRM_DUE).iterator():
        confirmed = last_confirmed(membership, today())
        notifications.confirm_due(membership, next(m for m in MONTHS_TO_ASK if months_after(confirmed, m) < today()))
    on_hold = _with_status(Membership.Status.ON_HOLD)
    due = [each.pk for each in on_hold if not lifecycle.membership.was_told_on_hold(each)]
    _end(Membership.objects.filter(pk__in=due), lifecycle.membership.note_on_hold)


@daily
def ask_after_election():
    """Ask who the political lead is, until the city has answered."""
    since = today() - timedelta(days=DAYS_AFTER_ELECTION[-1])
    for election in Election.objects.unanswered(today()).filter(on__lte=since).select_related("city").order_by("pk"):
        passed = (today() - election.on).days
        notifications.election_passed(election, next(each for each in DAYS_AFTER_ELECTION if passed >= each))


@daily
def end_memberships():
    """Write down the end of memberships whose notice is over, and end every role in them."""
    over = today() - timedelta(days=settings.NOTICE_DAYS)
    _end(Membership.objects.filter(ended_on=None, notice_on__lte=over), lifecycle.leaving.end)


@daily
def recheck_domains():
    """Put domains to which mail was refused for good into the registrars' list of what to check again."""
    lately = timezone.now() - LATELY
    bounced = OutboxMail.objects.filter(state=OutboxMail.State.BOUNCED, created_at__gte=lately)
    addresses = bounced.annotate(to=Coalesce("person__email", "address")).values_list("to", flat=True)
    hosts = {each.rpartition("@")[2].lower() for each in addresses}
    waiting = CityDomain.objects.filter(
        Q(recheck_on=None) | Q(recheck_on__gt=today()), Q(checked_at=None) | Q(checked_at__lt=lately), domain__in=hosts
    )
    _end(waiting, lifecycle.domains.call_for_check)


@daily
def compare_status():
    """Compare the status by SQL with that by Python for every membership. Returns where they differ."""
    differing = []
    read_with = ("confirmations", "suspensions", "city__representatives", "city__invitations", "city__handovers")
    for row in Membership.objects.with_status().prefetch_related(*read_with).order_by("pk").iterator(chunk_size=200):
        expected = status_on(row)
        if row.status != expected:
            differing.append(row.pk)
            logger.error("two answers on the status of a membership", extra={"object": f"membership {row.pk}"})
    return differing


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
