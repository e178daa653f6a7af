"""Rounds, entries, groups and answers."""

from datetime import timedelta

from django.utils import timezone

from scn_portal.lifecycle import SYSTEM
from tests.factories.twinning import (
    a_group,
    a_member_abroad,
    a_profile,
    a_round,
    a_run,
    an_entry,
    set_on_hold,
)
from tests.twinning.acts import act
from twinning.lifecycle import entries, proposals, rounds, waves
from twinning.models import StaffMark

REASON = "Both work with the same university."


@act
def draft_round(cast):
    now = timezone.now()
    days = {"opens_at": now, "closes_at": now + timedelta(days=30)}
    return lambda: rounds.draft(by=cast.mia, title="Autumn round", **days)


@act
def change_round(cast):
    round = a_round("draft", tested_at=timezone.now())
    return lambda: rounds.change(round, by=cast.mia, title="Spring round", learn=2)


@act
def rehearse_round(cast):
    round = a_round("draft")
    return lambda: rounds.rehearse(round, by=cast.mia)


@act
def open_round(cast):
    round = a_round("draft", tested_at=timezone.now())
    return lambda: rounds.open(round, by=cast.mia)


@act
def extend_round(cast):
    round = a_round()
    return lambda: rounds.extend(round, by=cast.mia, closes_at=round.closes_at + timedelta(days=3))


def a_full_round(cast, status="open", **more):
    round = a_round(status, **more)
    an_entry(round, cast.porto, needs={"youth": 3}, offers={"families": 3})
    an_entry(round, cast.malmo, needs={"families": 2}, offers={"youth": 3})
    return round


@act
def close_round(cast):
    round = a_full_round(cast, closes_at=timezone.now() - timedelta(minutes=1))
    set_on_hold(cast.malmo)
    return lambda: rounds.close(round, by=SYSTEM)


@act
def mark_round(cast):
    round = a_full_round(cast, "closed")
    cities = [cast.porto, cast.malmo]
    return lambda: rounds.mark(round, by=cast.mia, kind=StaffMark.Kind.LOCK, cities=cities, reason=REASON)


@act
def lift_round(cast):
    round = a_full_round(cast, "closed")
    mark = StaffMark.objects.create(round=round, kind="forbid", reason=REASON, by=cast.mia, at=timezone.now())
    a_group(a_run(round, "done"), [cast.porto, cast.malmo], status="drafted")
    return lambda: rounds.lift(round, by=cast.mia, mark=mark)


@act
def cancel_round(cast):
    round = a_full_round(cast, "proposed")
    a_group(a_run(round, "done"), [cast.porto, cast.malmo])
    return lambda: waves.cancel(round, by=cast.ada, reason="Too few cities answered.")


@act
def erase_private_lists_round(cast):
    round = a_round("settled", settled_at=timezone.now() - timedelta(days=400))
    an_entry(round, cast.porto, vetoes=[cast.malmo])
    return lambda: waves.erase_private_lists(round, by=SYSTEM)


# Entries


@act
def enter_entry(cast):
    round = a_round()
    a_profile(cast.porto)
    return lambda: entries.enter(by=cast.ana, within=cast.porto, round=round, consents=True)


@act
def change_entry(cast):
    entry = an_entry(a_round(), cast.porto)
    a_profile(cast.porto, needs={"families": 3})
    return lambda: entries.change(entry, by=cast.ana, consents=True)


@act
def enter_again_entry(cast):
    entry = an_entry(a_round(), cast.porto, status="withdrawn")
    a_profile(cast.porto, needs={"families": 3})
    return lambda: entries.enter_again(entry, by=cast.ana, consents=True)


@act
def keep_private_list_entry(cast):
    entry = an_entry(a_round(), cast.porto)
    return lambda: entries.keep_private_list(entry, by=cast.ana, cities=[cast.malmo])


@act
def withdraw_entry(cast):
    entry = an_entry(a_round(), cast.porto)
    return lambda: entries.withdraw(entry, by=cast.ana)


@act
def leave_entry(cast):
    entry = an_entry(a_round("proposed"), cast.porto)
    return lambda: entries.leave(entry, by=SYSTEM)


@act
def lower_offer_entry(cast):
    entry = an_entry(a_round(), cast.porto, offers={"youth": 3}, proofs={"youth": "abc"})
    return lambda: entries.lower_offer(entry, by=SYSTEM, practice="abc")


# Groups


def group_of(cast, status="proposed", answers=(), **more):
    round = a_full_round(cast, "proposed", **more)
    return a_group(a_run(round, "done", chosen=True), [cast.porto, cast.malmo], status=status, answers=answers)


@act
def draft_proposal(cast):
    run = a_run(a_round("closed"), "done")
    places = [(cast.porto.pk, 20, []), (cast.malmo.pk, 18, [])]
    return lambda: proposals.draft(by=SYSTEM, within=run, number=1, total=38, terms={}, places=places)


@act
def drop_proposal(cast):
    proposal = group_of(cast, "drafted")
    return lambda: proposals.drop(proposal, by=SYSTEM)


@act
def put_forward_proposal(cast):
    proposal, until = group_of(cast, "drafted"), timezone.now() + timedelta(days=21)
    return lambda: proposals.put_forward(proposal, by=SYSTEM, seen_by=cast.mia, answer_by=until)


@act
def accept_proposal(cast):
    proposal = group_of(cast, answers=["yes", "yes"])
    return lambda: proposals.accept(proposal, by=SYSTEM)


@act
def fall_proposal(cast):
    proposal = group_of(cast, answers=["no"])
    return lambda: proposals.fall(proposal, by=SYSTEM)


@act
def lapse_proposal(cast):
    proposal = group_of(cast, answers=["yes"])
    type(proposal).objects.update(answer_by=timezone.now())
    return lambda: proposals.lapse(proposal, by=SYSTEM)


@act
def withdraw_proposal(cast):
    proposal = group_of(cast)
    return lambda: proposals.withdraw(proposal, by=SYSTEM)


@act
def answer_place(cast):
    place = group_of(cast).places.get(city=cast.porto)
    return lambda: proposals.answer(place, by=cast.ana, answer="no", stays=False, note="Elections in May.")


@act
def choose_round(cast):
    round = a_full_round(cast, "closed")
    places = [{"city": city.slug, "score": 10, "lines": []} for city in (cast.malmo, cast.porto)]
    run = a_run(round, "done", result={"groups": [{"total": 20, "terms": {}, "cities": places}]})
    a_group(a_run(round, "done", chosen=True), [cast.porto, cast.malmo], status="drafted")
    return lambda: waves.choose(round, by=cast.mia, run=run)


@act
def propose_round(cast):
    round = a_full_round(cast, "solved")
    proposal = a_group(a_run(round, "done", chosen=True), [cast.porto, cast.malmo], status="drafted")
    return lambda: waves.propose(round, by=cast.mia, seen=[proposal.code])


@act
def solve_rest_round(cast):
    round = a_full_round(cast, "proposed")
    third = an_entry(round, a_member_abroad(number=0), needs={"youth": 1})
    a_group(a_run(round, "done", chosen=True), [third.city, cast.malmo], status="fallen")
    return lambda: waves.solve_rest(round, by=cast.mia)


@act
def settle_round(cast):
    proposal = group_of(cast, "accepted", answers=["yes", "yes"])
    return lambda: waves.settle(proposal.round, by=cast.mia)
