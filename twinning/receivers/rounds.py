"""What follows in a round: cities are told; entries follow memberships and the practices behind them."""

from django.dispatch import receiver

from cities.signals import membership_ended, membership_on_hold, membership_suspended
from hub.signals import resource_archived, resource_taken_down, resource_withdrawn
from scn_portal.lifecycle import SYSTEM, TransitionRefused

from .. import signals
from ..lifecycle import entries, proposals
from ..models import Entry, Place, Proposal, Round
from ..notifications import rounds as notifications

UNDER_WAY = (Round.Status.OPEN, Round.Status.CLOSED, Round.Status.SOLVED)


@receiver(signals.round_opened)
def tell_the_members(subject, **_):
    notifications.begin("twinning.round_opened", subject)


@receiver(signals.round_extended)
def tell_of_more_time(subject, **_):
    notifications.begin("twinning.round_extended", subject, due=subject.closes_at.date())


@receiver(signals.round_cancelled)
def tell_that_it_is_off(subject, **_):
    notifications.begin("twinning.round_cancelled", subject)


@receiver(signals.round_settled)
def tell_those_left_over(subject, **_):
    notifications.begin("twinning.left_over", subject)


@receiver(signals.round_proposed)
def ask_the_cities(subject, **_):
    for proposal in Proposal.objects.filter(round=subject, status=Proposal.Status.PROPOSED):
        notifications.tell_group("twinning.group_proposed", proposal)


@receiver(signals.group_accepted)
def tell_that_all_said_yes(subject, **_):
    notifications.tell_group("twinning.group_accepted", subject)


@receiver(signals.group_fallen)
def tell_that_it_fell(subject, **_):
    notifications.tell_group("twinning.group_fallen", subject)


@receiver([resource_archived, resource_taken_down, resource_withdrawn])
def lower_offers_of_open_entries(subject, **_):
    open_entries = Entry.objects.filter(round__status=Round.Status.OPEN, status=Entry.Status.IN, frozen_at=None)
    for entry in open_entries:
        if subject.code in entry.proofs.values():
            entries.lower_offer(entry, by=SYSTEM, practice=subject.code)


@receiver([membership_on_hold, membership_suspended, membership_ended])
def take_the_city_out(subject, **_):
    """Before the groups are proposed its entry is withdrawn; after that it counts as a no."""
    for entry in Entry.objects.filter(city=subject.city, status=Entry.Status.IN, round__status__in=UNDER_WAY):
        entries.withdraw(entry, by=SYSTEM)
    asked = Place.objects.filter(city=subject.city, answer=Place.Answer.NONE, proposal__status="proposed")
    for place in asked:
        try:
            proposals.answer(place, by=SYSTEM, answer=Place.Answer.NO, stays=False)
        except TransitionRefused:  # the group fell a moment ago
            continue
