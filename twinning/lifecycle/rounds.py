"""A round from its draft to its closing, and the marks of staff. What follows the matching: `waves`."""

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.status import in_good_standing
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import proposing, rehearsing, signals
from ..models import Entry, Proposal, Round, Run, StaffMark
from . import entries, proposals

Status = Round.Status

rounds = Lifecycle(Round)


# Preparing


@rounds.creation()
def draft(*, by, title, **details):
    """A moderator prepares a round: what it is about, its rule, its days."""
    return Round.objects.create(title=title, slug=_free_address(title), **details)


@rounds.transition(Status.DRAFT)
def change(round, *, by, **details):
    """Words, rule or days are changed. The test run has to be made again."""
    for name, value in details.items():
        setattr(round, name, value)
    round.tested_at = None


@rounds.transition(Status.DRAFT)
def rehearse(round, *, by):
    """The rule of this round is tried on made-up entries, every number is checked, and groups come out."""
    if problem := rehearsing.problem_with(round):
        raise TransitionRefused(problem)
    round.tested_at = timezone.now()


@rounds.transition(Status.DRAFT, to=Status.OPEN, announces=signals.round_opened)
def open(round, *, by):
    """Members may enter. From now on the rule is fixed."""
    now = timezone.now()
    if round.closes_at <= now:
        raise TransitionRefused(_("Its closing lies in the past. Change the days first."))
    if round.tested_at is None:
        raise TransitionRefused(_("Make the test run on made-up entries first."))
    round.opens_at = now


def _free_address(title):
    base = slugify(title)[:70] or "round"
    taken = set(Round.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


# Open


@rounds.transition(Status.OPEN, announces=signals.round_extended)
def extend(round, *, by, closes_at):
    """Cities have more time to enter. Those that are in are told."""
    if round.closes_at <= timezone.now():
        raise TransitionRefused(_("The time is over: this round closes now."))
    if closes_at <= round.closes_at:
        raise TransitionRefused(_("Choose a later moment than the one that was announced."))
    round.closes_at = closes_at


@rounds.transition(Status.OPEN, to=Status.CLOSED, announces=signals.round_closed, by_system=True)
def close(round, *, by):
    """The time to enter is over. Entries are frozen; cities that are not in good standing any more are out."""
    if round.closes_at > timezone.now():
        raise TransitionRefused(_("This round is still open for entries."))
    for entry in Entry.objects.filter(round=round, status=Entry.Status.IN).select_related("city"):
        if not in_good_standing(entry.city):
            entries.withdraw(entry, by=SYSTEM)
    Entry.objects.filter(round=round).update(frozen_at=timezone.now())


# Marks of staff


@rounds.transition(Status.CLOSED, Status.SOLVED, to=Status.CLOSED)
def mark(round, *, by, kind, cities, reason):
    """Staff keep cities together or apart, and say why. What was matched before has to be matched again."""
    cities = sorted(set(cities), key=lambda each: each.slug)
    if len(reason.strip()) < 20:
        raise TransitionRefused(_("Give a reason of at least 20 signs."))
    if problem := proposing.problem_with_mark(round, kind, cities):
        raise TransitionRefused(problem)
    made = StaffMark.objects.create(round=round, kind=kind, reason=reason.strip(), by=by, at=timezone.now())
    made.cities.set(cities)
    take_back_choice(round)


@rounds.transition(Status.CLOSED, Status.SOLVED, to=Status.CLOSED)
def lift(round, *, by, mark):
    """A mark of staff holds no longer."""
    mark = StaffMark.objects.select_for_update().get(pk=mark.pk)
    if mark.round_id != round.pk or mark.lifted_at:
        raise TransitionRefused(_("This mark was lifted before."))
    mark.lifted_at = timezone.now()
    mark.save(update_fields=["lifted_at"])
    take_back_choice(round)


def take_back_choice(round):
    """No run of this wave counts any more: something that it did not know came after it."""
    Run.objects.filter(round=round, wave=round.wave).update(is_overtaken=True, chosen=False)
    for proposal in Proposal.objects.filter(round=round, status=Proposal.Status.DRAFTED):
        proposals.drop(proposal, by=SYSTEM)
