"""The steps of handovers, memberships and elections."""

from datetime import timedelta

from django.utils import timezone

from cities.lifecycle import checking, handovers
from cities.models import JoinRequest
from scn_portal.lifecycle import SYSTEM
from tests.cities.acts import act
from tests.factories.joining import a_request_uninvited, the_holder_of
from tests.factories.people import a_forced_handover, a_handover, a_letter

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
    handover = a_handover(cast.porto, expires_at=timezone.now() - timedelta(days=1))
    return lambda: handovers.renew(handover, by=cast.ana)
