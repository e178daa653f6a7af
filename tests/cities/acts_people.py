"""The steps of handovers, memberships and elections."""

from datetime import date

import pgtrigger
from django.utils import timezone

from cities.lifecycle import checking, domains, elections, handovers, leaving, membership
from cities.models import JoinRequest
from scn_portal.lifecycle import SYSTEM
from tests.cities.acts import act
from tests.factories.joining import a_request_uninvited, an_invitation, the_holder_of
from tests.factories.people import a_decision, a_forced_handover, a_handover, a_letter, a_suspension

NEXT = {"role": "lead_contact", "email": "next@porto.example", "name": "Nela Next", "office": "Head of safety"}


@act
def start_handover(cast):
    more = NEXT | {"letter": a_letter()}
    return lambda: handovers.start(by=cast.dev, within=cast.porto, **more)


@act
def accept_handover(cast):
    handover = a_handover(cast.porto)
    return lambda: handovers.accept(handover, by=the_holder_of(handover), password="quiet harbour lamp")


@act
def send_to_check_handover(cast):
    handover = a_forced_handover(cast.porto, cast.dev, is_over=True, email="next@elsewhere.example")
    return lambda: checking.send_to_check(handover, by=the_holder_of(handover))


def handover_to_check(cast):
    handover = a_handover(cast.porto, email="next@elsewhere.example")
    return checking.send_to_check(handover, by=the_holder_of(handover))


@act
def open_for_handover_joinrequest(cast):
    handover = a_forced_handover(cast.porto, cast.dev)
    return lambda: checking.open_for_handover(by=SYSTEM, handover=handover)


@act
def note_handover_joinrequest(cast):
    request = a_request_uninvited(cast.porto)
    handover = a_forced_handover(cast.porto, cast.dev, email=request.email)
    return lambda: checking.note_handover(request, by=SYSTEM, handover=handover)


@act
def admit_handover(cast):
    handover = handover_to_check(cast)
    return lambda: handovers.admit(handover, by=SYSTEM, user=cast.eve)


@act
def turn_down_handover(cast):
    handover = handover_to_check(cast)
    JoinRequest.objects.filter(handover=handover).update(status="checking")
    return lambda: handovers.turn_down(handover, by=SYSTEM)


@act
def refuse_handover(cast):
    handover = a_handover(cast.porto)
    return lambda: handovers.refuse(handover, by=the_holder_of(handover))


@act
def cancel_handover(cast):
    handover = a_handover(cast.porto)
    return lambda: handovers.cancel(handover, by=cast.ana)


@act
def object_to_handover(cast):
    handover = a_forced_handover(cast.porto, cast.dev)
    return lambda: handovers.object_to(handover, by=cast.dora, objection="I hold this role.")


@act
def expire_handover(cast):
    handover = a_handover(cast.porto, expires_at=timezone.now())
    return lambda: handovers.expire(handover, by=SYSTEM)


@act
def renew_handover(cast):
    handover = a_handover(cast.porto)
    return lambda: handovers.renew(handover, by=cast.ana)


@act
def give_notice_membership(cast):
    own = cast.porto.memberships.get()
    return lambda: leaving.give_notice(own, by=cast.dev, reason="Decision 12 of 3 May")


def with_notice(cast):
    own = cast.porto.memberships.get()
    return leaving.give_notice(own, by=cast.dev, reason="Decision 12 of 3 May")


@act
def take_back_notice_membership(cast):
    own = with_notice(cast)
    return lambda: leaving.take_back_notice(own, by=cast.dev)


@act
def end_membership(cast):
    own = with_notice(cast)
    an_invitation(cast.porto)
    a_handover(cast.porto)
    return lambda: leaving.end(own, by=cast.dev, reason="Decision 13 of 4 May")


@act
def suspend_membership(cast):
    own, decision = cast.porto.memberships.get(), a_decision()
    return lambda: membership.suspend(own, by=cast.dev, decision=decision, reason="Demonstration")


@act
def lift_membership(cast):
    own, decision = cast.porto.memberships.get(), a_decision()
    a_suspension(own)
    return lambda: membership.lift(own, by=cast.dev, decision=decision)


@act
def record_election(cast):
    return lambda: elections.record(by=cast.ana, within=cast.porto, on=date(2026, 5, 3))


@act
def remove_election(cast):
    election = elections.record(by=cast.ana, within=cast.porto, on=date(2026, 5, 3))
    return lambda: elections.remove(election, by=cast.dev)


@act
def note_on_hold_membership(cast):
    own = on_hold(cast.porto)
    return lambda: membership.note_on_hold(own, by=SYSTEM)


def on_hold(city):
    own = city.memberships.get()
    with pgtrigger.ignore("cities.Confirmation:confirmation_insert_only"):
        own.confirmations.update(on=date(2020, 1, 1))
    return own


@act
def check_again_citydomain(cast):
    domain = cast.porto.domains.get()
    return lambda: domains.check_again(domain, by=cast.dev, source_url="https://www.porto.example/contact")


@act
def call_for_check_citydomain(cast):
    domain = cast.porto.domains.get()
    return lambda: domains.call_for_check(domain, by=SYSTEM)
