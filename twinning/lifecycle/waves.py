"""From a run that found groups to the end of a round: chosen, proposed, the rest matched again, settled."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import proposing, signals
from ..models import Proposal, Round, Run, Veto
from . import partnerships, proposals
from .rounds import rounds, take_back_choice

Status = Round.Status
BEFORE_THE_END = (Status.DRAFT, Status.OPEN, Status.CLOSED, Status.SOLVED, Status.PROPOSED)


@rounds.transition(Status.CLOSED, Status.SOLVED, to=Status.SOLVED)
def choose(round, *, by, run):
    """A moderator takes what this run found; its groups are drafted and seen by staff only."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    _refuse_unless_it_counts(round, run)
    for earlier in Proposal.objects.filter(round=round, status=Proposal.Status.DRAFTED):
        proposals.drop(earlier, by=SYSTEM)
    Run.objects.filter(round=round, wave=round.wave, chosen=True).update(chosen=False)
    Run.objects.filter(pk=run.pk).update(chosen=True)
    first = proposing.numbers_of(run)
    for number, group in enumerate(proposing.groups_of(run), first):
        proposals.draft(by=SYSTEM, within=run, number=number, **group)


def _refuse_unless_it_counts(round, run):
    if run.round_id != round.pk or run.wave != round.wave:
        raise TransitionRefused(_("This run does not belong to the present wave of the round."))
    if run.status != Run.Status.DONE:
        raise TransitionRefused(_("This run has no result."))
    if run.is_overtaken:
        raise TransitionRefused(_("A mark or a withdrawal came after this run. Start another one."))
    if not proposing.groups_of(run):
        raise TransitionRefused(_("This run found no group. Settle the round, or change the marks and run again."))


@rounds.transition(Status.SOLVED, to=Status.PROPOSED, announces=signals.round_proposed)
def propose(round, *, by, seen):
    """The groups are put before their cities, after a moderator has looked at each. `seen` are their codes."""
    run = Run.objects.select_for_update().filter(round=round, wave=round.wave, chosen=True).first()
    if run is None or run.is_overtaken:
        raise TransitionRefused(_("A city withdrew after this run. Start another one and choose it."))
    drafted = list(Proposal.objects.filter(round=round, run=run, status=Proposal.Status.DRAFTED))
    if not drafted or {each.code for each in drafted} != set(seen):
        raise TransitionRefused(_("Look at every group, and tick it, before the cities are asked."))
    answer_by = timezone.now() + timedelta(days=round.answer_days)
    for proposal in drafted:
        proposals.put_forward(proposal, by=SYSTEM, seen_by=by, answer_by=answer_by)


@rounds.transition(Status.PROPOSED, to=Status.CLOSED, by_system=True)
def solve_rest(round, *, by):
    """Those without a group are matched once more among themselves. Groups that all accepted stay as they are."""
    _refuse_while_answers_are_open(round)
    if round.wave >= Round.MOST_WAVES:
        raise TransitionRefused(_("A round has four waves at most. Settle it."))
    if not proposing.somebody_may_gain(round):
        raise TransitionRefused(_("No group is possible among those who are left. Settle the round."))
    round.wave += 1


@rounds.transition(Status.PROPOSED, Status.CLOSED, to=Status.SETTLED, announces=signals.round_settled)
def settle(round, *, by):
    """The round ends: each accepted group begins its partnership, those left over are told what they can do."""
    _refuse_while_answers_are_open(round)
    if not proposing.last_result(round):
        raise TransitionRefused(_("Run the matching first: those left over are told the reason that it found."))
    _found_partnerships(round)
    round.settled_at = timezone.now()


@rounds.transition(*BEFORE_THE_END, to=Status.CANCELLED, announces=signals.round_cancelled)
def cancel(round, *, by, reason):
    """The round ends early, for a reason that members read. Groups that all accepted begin their partnership."""
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    round.reason, round.settled_at = reason.strip()[:400], timezone.now()
    take_back_choice(round)
    for proposal in Proposal.objects.filter(round=round, status=Proposal.Status.PROPOSED):
        proposals.withdraw(proposal, by=SYSTEM)
    _found_partnerships(round)


def _refuse_while_answers_are_open(round):
    if Proposal.objects.filter(round=round, status=Proposal.Status.PROPOSED).exists():
        raise TransitionRefused(_("Some cities still have time to answer."))


def _found_partnerships(round):
    accepted = Proposal.objects.filter(round=round, status=Proposal.Status.ACCEPTED, partnership=None)
    for proposal in accepted.order_by("pk"):
        partnerships.found_from_group(proposal)


@rounds.transition(Status.SETTLED, Status.CANCELLED, by_system=True)
def erase_private_lists(round, *, by):
    """Twelve months after its end nobody can read the private lists of a round any more."""
    Veto.objects.filter(entry__round=round).delete()
    round.vetoes_erased_at = timezone.now()
