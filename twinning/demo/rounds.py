"""Made-up matching rounds: one settled after two waves with a group that fell, one open with 24 entries, one draft."""

from datetime import timedelta

from django.utils import timezone

from scn_portal.demo.cast import colleague
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from twinning.entering import profile_of, what_is_missing
from twinning.lifecycle import entries, proposals, rounds, runs, waves
from twinning.models import Proposal, Round
from twinning.running import run_now

from .profiles import leads_of_members

INTRO = "Demonstration: this round, its entries and its groups are made up, and say nothing about the real cities."
SETTLED = "Spring matching round (Demonstration)"
OPEN = "Autumn matching round (Demonstration)"
DRAFT = "Winter matching round (Demonstration)"
IN_SETTLED, IN_OPEN = 15, 24  # an odd number gives a group of three, whose cities can still be pairs


def seed_rounds():
    """Those that are missing, walked through their steps by a moderator of the demonstration."""
    by = colleague("moderator")
    leads = {city: lead for city, lead in leads_of_members().items() if not what_is_missing(city, profile_of(city))}
    if len(leads) < 2:
        return
    if not Round.objects.filter(title=SETTLED).exists():
        _settle(_opened(SETTLED, by), by, dict(list(leads.items())[:IN_SETTLED]))
    if not Round.objects.filter(title=OPEN).exists():
        round = _opened(OPEN, by)
        _enter(round, dict(list(leads.items())[-IN_OPEN:]))
    if not Round.objects.filter(title=DRAFT).exists():
        _drafted(DRAFT, by, days=90)


def _drafted(title, by, days):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    given = {"intro": INTRO, "opens_at": now + timedelta(days=days - 30), "closes_at": now + timedelta(days=days)}
    return rounds.draft(by=by, title=title, is_demonstration=True, **given)


def _opened(title, by):
    round = rounds.rehearse(_drafted(title, by, days=31), by=by)
    return rounds.open(round, by=by)


def _enter(round, leads):
    for city, lead in leads.items():
        entries.enter(by=lead, within=city, round=round, consents=True)


def _settle(round, by, leads):
    """Closed, matched, one group falls by a no, the rest is matched again, and the round ends."""
    _enter(round, leads)
    now = timezone.now()
    Round.objects.filter(pk=round.pk).update(opens_at=now - timedelta(days=150), closes_at=now - timedelta(days=100))
    round = rounds.close(round, by=SYSTEM)
    round = _propose(round, by)
    _answer(round, leads, falls=_largest(round))
    try:
        round = _propose(waves.solve_rest(round, by=by), by)
        _answer(round, leads)
    except TransitionRefused:  # too few are left
        round.refresh_from_db()
    waves.settle(round, by=by)
    Round.objects.filter(pk=round.pk).update(settled_at=now - timedelta(days=40))


def _propose(round, by):
    run = run_now(runs.start(by=by, within=round))
    round = waves.choose(round, by=by, run=run)
    drafted = Proposal.objects.filter(run=run, status=Proposal.Status.DRAFTED)
    return waves.propose(round, by=by, seen=list(drafted.values_list("code", flat=True)))


def _largest(round):
    """The group whose cities have most others to go to: the largest, of these the last."""
    asked = Proposal.objects.filter(round=round, status=Proposal.Status.PROPOSED).prefetch_related("places")
    return max(asked, key=lambda each: (len(each.places.all()), each.number))


def _answer(round, leads, falls=None):
    for proposal in Proposal.objects.filter(round=round, status=Proposal.Status.PROPOSED).order_by("number"):
        for place in proposal.places.select_related("city").order_by("city__slug"):
            says_no = proposal == falls
            note = "Demonstration: our council votes in May." if says_no else ""
            said = {"answer": "no" if says_no else "yes", "stays": says_no or None, "note": note}
            proposals.answer(place, by=leads[place.city], **said)
            if says_no:
                break
