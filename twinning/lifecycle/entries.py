"""A city takes part in a round: enters, brings its entry up to date, keeps its private list, withdraws."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import entering
from ..models import Entry, Round, Run, Veto
from .locks import hold_round, lock_its_round

Status = Entry.Status
MOST_ON_A_LIST = 40

entries = Lifecycle(Entry)


@entries.creation()
def enter(*, by, within, round, consents):
    """A lead enters the city, with what its profile says today, and agrees that the others of its group read it."""
    round = hold_round(round.pk)
    _refuse_unless_open(round)
    return Entry.objects.create(
        round=round, city=within, entered_by=by, consent_at=_agreed(consents), **_brought_by(within)
    )


@entries.transition(Status.IN, locks=lock_its_round)
def change(entry, *, by, consents):
    """The entry says again what the profile says."""
    _bring_up_to_date(entry, by, consents)


@entries.transition(Status.WITHDRAWN, to=Status.IN, locks=lock_its_round)
def enter_again(entry, *, by, consents):
    """A city that withdrew takes part after all."""
    _bring_up_to_date(entry, by, consents)


def _bring_up_to_date(entry, by, consents):
    _refuse_unless_open(entry.round)
    entry.consent_at, entry.entered_by = _agreed(consents), by
    for name, value in _brought_by(entry.city).items():
        setattr(entry, name, value)


def _agreed(consents):
    if not consents:
        raise TransitionRefused(_("Your city enters only if you agree that the others of its group read its entry."))
    return timezone.now()


def _brought_by(city):
    profile = entering.profile_of(city)
    if missing := entering.what_is_missing(city, profile):
        raise TransitionRefused(str(missing))
    return entering.taken_from(profile)


def _refuse_unless_open(round):
    if round.status != Round.Status.OPEN or round.closes_at <= timezone.now():
        raise TransitionRefused(_("This round takes no entries any more, and those that are in stay as they are."))


@entries.transition(Status.IN, locks=lock_its_round)
def keep_private_list(entry, *, by, cities):
    """The city says with whom it does not wish to be matched. Only its own leads ever read this list."""
    _refuse_unless_open(entry.round)
    wanted = {each.pk for each in cities}
    if entry.city_id in wanted:
        raise TransitionRefused(_("Your own city does not belong on the list."))
    if len(wanted) > MOST_ON_A_LIST:
        raise TransitionRefused(_("The list takes %(number)d cities at most.") % {"number": MOST_ON_A_LIST})
    entry.vetoes.exclude(city__in=wanted).delete()
    Veto.objects.bulk_create((Veto(entry=entry, city_id=each) for each in sorted(wanted)), ignore_conflicts=True)


@entries.transition(Status.IN, to=Status.WITHDRAWN, locks=lock_its_round, by_system=True)
def withdraw(entry, *, by):
    """The city takes its entry back while the round is open; by itself, when its membership is not in good standing."""
    if by is not SYSTEM:
        _refuse_unless_open(entry.round)
    Run.objects.filter(round=entry.round, wave=entry.round.wave).update(is_overtaken=True)


@entries.transition(Status.IN, to=Status.LEFT, by_system=True)
def leave(entry, *, by):
    """After a no the city does not wish to be matched again in this round."""


@entries.transition(Status.IN, locks=lock_its_round, by_system=True)
def lower_offer(entry, *, by, practice):
    """A practice behind an offer is not published any more: without one a city advises, and does not host."""
    for theme in [theme for theme, code in entry.proofs.items() if code == practice]:
        del entry.proofs[theme]
        entry.offers[theme] = min(entry.offers.get(theme, 2), 2)
