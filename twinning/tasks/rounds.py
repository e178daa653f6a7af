"""Each minute: rounds close, groups without an answer lapse, the rest is matched again. Each day: old lists go."""

from datetime import timedelta

from django.utils import timezone

from events.tasks.meetings import each_by_the_clock
from scn_portal.jobs.due import daily
from scn_portal.jobs.sweeping import sweeps

from ..lifecycle import proposals, rounds, waves
from ..models import Proposal, Round
from ..notifications import rounds as notifications

Status = Round.Status
KEPT = timedelta(days=365)
WARNED_BEFORE = timedelta(days=5)


@sweeps
def move_rounds_on():
    """What is due by its time; each step asks the clock once more under its lock."""
    now = timezone.now()
    each_by_the_clock(Round.objects.filter(status=Status.OPEN, closes_at__lte=now), rounds.close)
    late = Proposal.objects.filter(status=Proposal.Status.PROPOSED, answer_by__lte=now)
    each_by_the_clock(late.order_by("pk"), proposals.lapse)
    waiting = Proposal.objects.filter(status=Proposal.Status.PROPOSED).values("round")
    answered = Round.objects.filter(status=Status.PROPOSED, wave__lt=Round.MOST_WAVES).exclude(pk__in=waiting)
    each_by_the_clock(answered, waves.solve_rest)


@daily
def remind_of_closing():
    """Five days before a round closes those who have not entered hear of it once."""
    soon = timezone.now() + WARNED_BEFORE
    for round in Round.objects.filter(status=Status.OPEN, closes_at__lte=soon):
        notifications.begin("twinning.round_closing", round, due=round.closes_at.date())


@daily
def erase_vetoes():
    """Private lists go twelve months after a round has ended."""
    over = Round.objects.filter(settled_at__lte=timezone.now() - KEPT, vetoes_erased_at=None)
    each_by_the_clock(over, waves.erase_private_lists)
