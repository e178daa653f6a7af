"""A group from the run that found it to the answers of its cities."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import signals
from ..models import Entry, Place, Proposal, Round
from . import entries
from .locks import hold_round, lock_its_round

Status, Answer = Proposal.Status, Place.Answer

proposals = Lifecycle(Proposal)
places = Lifecycle(Place)


# Groups


@proposals.creation(by_system=True)
def draft(*, by, within, number, total, terms, places):
    """A group of the chosen run, seen by staff only. `within` is the run, `places` is (city id, score, lines)."""
    proposal = Proposal.objects.create(run=within, round=within.round, number=number, total=total, terms=terms)
    Place.objects.bulk_create(
        Place(proposal=proposal, round=within.round, city_id=city, score=score, lines=lines)
        for city, score, lines in places
    )
    return proposal


@proposals.transition(Status.DRAFTED, to=Status.DROPPED, by_system=True)
def drop(proposal, *, by):
    """Another run was chosen, or a mark or a withdrawal came: its cities never hear of this group."""


@proposals.transition(Status.DRAFTED, to=Status.PROPOSED, by_system=True)
def put_forward(proposal, *, by, seen_by, answer_by):
    """The cities of the group are asked. A city is in one such group at a time: the database holds that."""
    proposal.seen_by, proposal.seen_at, proposal.answer_by = seen_by, timezone.now(), answer_by


@proposals.transition(Status.PROPOSED, to=Status.ACCEPTED, announces=signals.group_accepted, by_system=True)
def accept(proposal, *, by):
    """All its cities said yes."""
    if proposal.places.exclude(answer=Answer.YES).exists():
        raise TransitionRefused(_("Not all cities of this group said yes."))


@proposals.transition(Status.PROPOSED, to=Status.FALLEN, announces=signals.group_fallen, by_system=True)
def fall(proposal, *, by):
    """One city said no: the group did not come together. Nobody is told who."""


@proposals.transition(
    Status.PROPOSED, to=Status.FALLEN, announces=signals.group_fallen, by_system=True, locks=lock_its_round
)
def lapse(proposal, *, by):
    """The time to answer is over. Whoever said nothing said no, and has left the round."""
    if proposal.answer_by > timezone.now():
        raise TransitionRefused(_("Some cities still have time to answer."))
    silent = proposal.places.filter(answer=Answer.NONE)
    for entry in Entry.objects.filter(round=proposal.round, city__in=silent.values("city"), status=Entry.Status.IN):
        entries.leave(entry, by=SYSTEM)
    silent.update(answer=Answer.NO, stays=False, answered_at=timezone.now())


@proposals.transition(Status.PROPOSED, to=Status.FALLEN, by_system=True)
def withdraw(proposal, *, by):
    """The round was cancelled before all had answered."""


# Answers


def _lock_round_and_group(place, **_details):
    hold_round(place.round_id)
    Proposal._base_manager.select_for_update().get(pk=place.proposal_id)


@places.transition(locks=_lock_round_and_group, by_system=True)
def answer(place, *, by, answer, stays=None, note=""):
    """A lead answers for the city: yes, or no with the choice to stay in the round. No answer in time is a no."""
    _refuse_unless_asked(place, by)
    place.answer, place.answered_at, place.note = answer, timezone.now(), note.strip()
    place.answered_by = None if by is SYSTEM else by
    place.stays = None if answer == Answer.YES else bool(stays)
    place.save()
    if answer == Answer.NO:
        _end_group(place)
        place.refresh_from_db(fields=["is_standing"])  # the database has just changed it
    elif not place.proposal.places.exclude(answer=Answer.YES).exists():
        accept(place.proposal, by=SYSTEM)


def _refuse_unless_asked(place, by):
    if place.proposal.status != Status.PROPOSED or place.round.status != Round.Status.PROPOSED:
        raise TransitionRefused(_("This group is not waiting for answers any more."))
    if place.answer != Answer.NONE:
        raise TransitionRefused(_("Your city has answered already."))
    if by is not SYSTEM and place.proposal.answer_by <= timezone.now():
        raise TransitionRefused(_("The time to answer is over."))


def _end_group(place):
    fall(place.proposal, by=SYSTEM)
    if not place.stays:
        entry = Entry.objects.filter(round=place.round, city=place.city, status=Entry.Status.IN).first()
        if entry:
            entries.leave(entry, by=SYSTEM)
