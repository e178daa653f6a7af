"""Who may ask, vote, open, close and publish."""

import rules

from ..models import Part
from ..voting import entitled, registration_of
from . import is_officer


@rules.predicate
def moderates_its_session(user, poll):
    """Chairs or moderates the session to which the question belongs."""
    if not poll.session_id or user.pk is None or not user.is_active:
        return False
    parts = Part.objects.filter(session=poll.session_id, role__in=["chair", "moderator"], contributor__user=user.pk)
    return parts.exclude(status=Part.Status.DECLINED).exists()


@rules.predicate
def may_answer(principal, poll):
    """Has a seat, and is among those whom the question asks."""
    registration = registration_of(principal, poll.event_id)
    return bool(registration) and entitled(poll).filter(pk=registration.pk).exists()


for _verb in ("write", "change", "preview", "publish", "withdraw", "void", "words"):
    rules.add_perm(f"events.{_verb}_poll", is_officer)
rules.add_perm("events.seal_poll", rules.always_deny)  # the job alone
for _verb in ("open", "close", "run"):
    rules.add_perm(f"events.{_verb}_poll", is_officer | moderates_its_session)
rules.add_perm("events.vote_poll", may_answer)
