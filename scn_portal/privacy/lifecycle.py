"""How a copy of own data comes about, and the way of an erasure from the question to the end."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from . import erasing, signals, stored
from .models import ErasureRequest, OwnCopy

Status = ErasureRequest.Status

own_copies = Lifecycle(OwnCopy)
erasures = Lifecycle(ErasureRequest)


@own_copies.creation(announces=signals.copy_asked)
def ask_copy(*, by):
    """Somebody wants a copy of what the portal holds about them."""
    return OwnCopy.objects.create(user=by)


@own_copies.transition(by_system=True, announces=signals.copy_made)
def make(copy, *, by, path):
    """The finished ZIP at `path` is kept for its person, for a week."""
    if copy.made_at:
        raise TransitionRefused(_("This copy is made already."))
    copy.made_at = timezone.now()
    copy.file = stored.keep(path, name=f"strong-cities-{copy.made_at:%Y-%m-%d}.zip", owner=copy)


@own_copies.transition()
def fetch(copy, *, by):
    """The person takes the copy away."""
    if not copy.can_be_fetched:
        raise TransitionRefused(_("This copy is gone. Make a new one."))
    copy.fetched_at = timezone.now()


@erasures.creation(announces=signals.erasure_asked)
def ask(*, by):
    """A person asks that what names them is erased."""
    refuse_while_something_stands_in_the_way(by)
    return ErasureRequest.objects.create(user=by)


@erasures.transition(Status.ASKED, Status.APPROVED, to=Status.WITHDRAWN)
def withdraw(request, *, by):
    """The person changes their mind before it is carried out."""


@erasures.transition(Status.ASKED, to=Status.APPROVED, announces=signals.erasure_approved)
def approve(request, *, by):
    """A registrar without a tie says yes; a day later it is carried out."""
    refuse_while_something_stands_in_the_way(request.user)
    request.decided_by, request.decided_at = by, timezone.now()


@erasures.transition(Status.ASKED, Status.APPROVED, to=Status.REFUSED, announces=signals.erasure_refused)
def refuse(request, *, by, reason):
    """A registrar says no, and why; also when the person was not the one who asked."""
    if not reason.strip():
        raise TransitionRefused(_("Say why, and what the person can do."))
    request.decided_by, request.decided_at, request.reason = by, timezone.now(), reason


@erasures.transition(Status.APPROVED, to=Status.DONE, by_system=True)
def carry_out(request, *, by):
    """What names the person goes; the public record stays."""
    if timezone.now() < request.due_at:
        raise TransitionRefused(_("There is still time."))
    refuse_while_something_stands_in_the_way(request.user)
    request.done_at = timezone.now()
    erasing.erase_person(request.user)


def refuse_while_something_stands_in_the_way(person):
    """Raises with the words of everybody who objects."""
    objections = signals.objections_to_erasing(person)
    if objections:
        raise TransitionRefused(" ".join(map(str, objections)))


def due():
    """Approved requests whose day has come."""
    approved = ErasureRequest.objects.filter(status=Status.APPROVED)
    return approved.filter(decided_at__lte=timezone.now() - ErasureRequest.WAIT)
