"""What follows for the questions of an event when the event falls away or is over."""

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext, override

from scn_portal.jobs.running import start
from scn_portal.jobs.sweeping import sweeps
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import lifecycle, signals
from ..models import Poll

Status = Poll.Status


@receiver(signals.event_cancelled)
def drop_its_questions(subject, **_):
    with override("en"):
        reason = gettext("The event was cancelled.")
    for poll in Poll.objects.filter(event=subject, status__in=[Status.DRAFT, Status.OPEN, Status.CLOSED]):
        try:
            lifecycle.polls.void(poll, by=SYSTEM, reason=reason)
        except TransitionRefused:  # somebody was faster
            continue


@sweeps
def close_what_is_over():
    """Whoever forgot to close a question: it closes with the event. What was closed and not counted is counted."""
    over = Q(event__ends_at__lt=timezone.now()) | Q(event__status__in=["ended", "archived"])
    for poll in Poll.objects.filter(over, status=Status.OPEN):
        try:
            lifecycle.polls.close(poll, by=SYSTEM)
        except TransitionRefused:
            continue
    for poll in Poll.objects.filter(status=Status.CLOSED):
        start("events.seal_poll", key=f"seal:{poll.pk}", owner=SYSTEM, ids={"poll": poll.pk})
