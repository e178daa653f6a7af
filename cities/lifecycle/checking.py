"""When whoever takes a role over must be checked first: the handover becomes a join request for a new person."""

from scn_portal.lifecycle import SYSTEM

from .. import signals
from ..models import Evidence, Handover, JoinRequest
from ..models.joining import WAITING
from . import handovers
from .joining import requests, submitted_for
from .locks import lock_city

Status = JoinRequest.Status


@handovers.handovers.transition(Handover.Status.OPEN, to=Handover.Status.TO_CHECK, locks=lock_city)
def send_to_check(handover, *, by):
    """The proposed person says yes; a registrar looks first, because of the role or the address."""
    handovers.refuse_if_over(handover)
    waiting = JoinRequest.objects.filter(kind="new_person", city=handover.city, status__in=WAITING)
    asked = waiting.filter(email__iexact=handover.email, invitation=None, handover=None).first()
    if asked:
        note_handover(asked, by=SYSTEM, handover=handover)
    else:
        open_for_handover(by=SYSTEM, handover=handover)


@requests.creation(to=Status.SUBMITTED, announces=signals.join_request_submitted, by_system=True)
def open_for_handover(*, by, handover):
    """A person who is to take over a role must be checked first: the handover becomes a request."""
    request = submitted_for(handover, handover=handover)
    _bring_letter(request, handover)
    request.save()
    return request


@requests.transition(*WAITING, by_system=True)
def note_handover(request, *, by, handover):
    """Who asked on their own account is to take over a role: both are one case."""
    request.handover, request.role_wanted = handover, handover.role
    _bring_letter(request, handover)


def _bring_letter(request, handover):
    """The letter with which a registrar started it is evidence to be checked, like any other."""
    if handover.letter_id:
        Evidence.objects.create(request=request, kind=Evidence.Kind.LETTER, file=handover.letter)
