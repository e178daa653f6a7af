"""How a city asks another: sent, answered, taken back, or not answered in time."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.status import in_good_standing
from hub.models import Resource
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Interest

Status, Wish = Interest.Status, Interest.Wish
interests = Lifecycle(Interest)


@interests.creation(announces=signals.interest_received)
def send(*, by, within, to_city, aim, wish=Wish.CALL, resource=None, themes=()):
    """A lead asks another city for a call, a visit or a partnership, often because of one of its practices."""
    if to_city.pk == within.pk:
        raise TransitionRefused(_("This is your own city."))
    if not aim.strip():
        raise TransitionRefused(_("Say what you would like to learn."))
    if not in_good_standing(to_city):
        raise TransitionRefused(_("Nobody can answer for this city at present."))
    if resource is not None:
        _check_practice(resource, to_city, by)
    now = timezone.now()
    interest = Interest.objects.create(
        from_city=within,
        to_city=to_city,
        resource=resource,
        aim=aim.strip(),
        wish=wish,
        sent_by=by,
        sent_at=now,
        answer_by=now + timedelta(days=Interest.DAYS_TO_ANSWER),
    )
    interest.themes.set(themes)
    return interest


def _check_practice(resource, to_city, by):
    """It is shown to who asks, and belongs to the city that is asked."""
    seen = Resource.objects.visible_to(by).shown().filter(pk=resource.pk).exists()
    if not seen or to_city.pk not in resource.owner_cities():
        raise TransitionRefused(_("This practice is not shown at present."))


@interests.transition(Status.OPEN, to=Status.ACCEPTED, announces=signals.interest_answered)
def accept(interest, *, by, answer=""):
    """The city that was asked says yes; both can now plan a visit or found a partnership."""
    interest.answer, interest.answered_at = answer.strip(), timezone.now()


@interests.transition(Status.OPEN, to=Status.DECLINED, announces=signals.interest_answered)
def decline(interest, *, by, answer=""):
    """The city that was asked says no, with a word if it likes."""
    interest.answer, interest.answered_at = answer.strip(), timezone.now()


@interests.transition(Status.OPEN, to=Status.WITHDRAWN)
def withdraw(interest, *, by):
    """The city that asked takes the question back."""


@interests.transition(Status.OPEN, to=Status.LAPSED, announces=signals.interest_answered, by_system=True)
def lapse(interest, *, by):
    """Nobody answered within thirty days."""
    if timezone.now() < interest.answer_by:
        raise TransitionRefused(_("There is still time to answer."))
