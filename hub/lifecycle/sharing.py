"""Who may read it: stricter at once, wider only with a reason, to everybody only with a moderator."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing

from .. import signals
from ..models import Adoption, ResourceCity
from ..models.adoptions import OPEN
from ..querysets import SHOWN
from ..rules import is_being_checked
from .resources import Status, resources
from .showing import indexed, refuse_film_without_words

Role = ResourceCity.Role


@resources.transition(Status.UNPUBLISHED)
def choose_sharing(resource, *, by, sharing):
    """Whoever writes it says who shall read it one day."""
    if is_being_checked(resource) and sharing < resource.sharing:
        raise TransitionRefused(_("It is being checked for the readers named before. Take it back first."))
    _set(resource, sharing)


@resources.transition()
def narrow(resource, *, by, sharing):
    """Fewer people read it, from this moment."""
    if sharing not in Sharing.values or sharing <= resource.sharing:
        raise TransitionRefused(_("That is not stricter than what holds now."))
    _set(resource, sharing)
    _forget_question(resource)
    indexed(resource)


@resources.transition(*SHOWN)
def widen(resource, *, by, sharing, reason):
    """The city lets more people read it and says why; everybody only after a moderator agrees."""
    if sharing not in Sharing.values or sharing >= resource.sharing:
        raise TransitionRefused(_("That is not wider than what holds now."))
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    refuse_film_without_words(resource.kind, sharing, resource.current_version)
    if sharing == Sharing.CLEAR:
        resource.asked_sharing, resource.asked_reason = sharing, reason.strip()
        resource.asked_by, resource.asked_at, resource.asked_answer = by, timezone.now(), ""
        return
    _set(resource, sharing)
    indexed(resource)


@resources.transition(*SHOWN, announces=signals.widening_answered)
def allow_widening(resource, *, by):
    """A moderator agrees that everybody may read it."""
    sharing = _asked(resource)
    refuse_film_without_words(resource.kind, sharing, resource.current_version)
    _set(resource, sharing)
    _forget_question(resource)
    indexed(resource)


@resources.transition(*SHOWN, announces=signals.widening_answered)
def refuse_widening(resource, *, by, reason):
    """A moderator says why it stays as it is."""
    _asked(resource)
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    _forget_question(resource)
    resource.asked_answer = reason.strip()


def _asked(resource):
    if resource.asked_sharing is None:
        raise TransitionRefused(_("Nobody asked to show it to everybody."))
    return resource.asked_sharing


def _forget_question(resource):
    resource.asked_sharing = resource.asked_by = resource.asked_at = None
    resource.asked_reason = resource.asked_answer = ""


def _set(resource, sharing):
    if sharing not in Sharing.values:
        raise TransitionRefused(_("Choose who may read it."))
    resource.sharing = sharing
    if resource.embargo_until and resource.embargo_sharing <= sharing:
        resource.embargo_until = resource.embargo_sharing = None


@resources.transition()
def share_with(resource, *, by, named=(), co_owners=(), embargo_until=None, embargo_sharing=None):
    """Who owns it too, who else may read it at TLP:AMBER, and until when it is for fewer people.

    All is given anew each time: what is not named is taken away.
    """
    _set_embargo(resource, embargo_until, embargo_sharing)
    wanted = {(each.pk, Role.CO_OWNER) for each in co_owners} | {(each.pk, Role.NAMED) for each in named}
    wanted -= {(resource.city_id, Role.CO_OWNER), (resource.city_id, Role.NAMED)}
    _refuse_takers(resource, [city for city, role in wanted if role == Role.CO_OWNER])
    kept = {(each.city_id, each.role): each for each in resource.resource_cities.all()}
    ResourceCity.objects.filter(pk__in=[kept[key].pk for key in kept.keys() - wanted]).delete()
    added = sorted(wanted - kept.keys())
    ResourceCity.objects.bulk_create(ResourceCity(resource=resource, city_id=city, role=role) for city, role in added)
    indexed(resource)


def _refuse_takers(resource, cities):
    taken = (
        Adoption.objects.filter(resource=resource, taker__in=cities, status__in=OPEN).select_related("taker").first()
    )
    if taken:
        raise TransitionRefused(
            _("%(city)s says that it took this over, so it cannot own it too.") % {"city": taken.taker}
        )


def _set_embargo(resource, until, sharing):
    if (until is None) != (sharing is None):
        raise TransitionRefused(_("Say both until when, and who may read it until then."))
    if until and sharing <= resource.sharing:
        raise TransitionRefused(_("Until then fewer people must read it than afterwards."))
    if _opens_sooner(resource, until, sharing):
        raise TransitionRefused(_("It opens to everybody by itself. To change that, make it stricter first."))
    resource.embargo_until, resource.embargo_sharing = until, sharing


def _opens_sooner(resource, until, sharing):
    """Whether everybody would read a shown item earlier than a moderator has agreed to."""
    running = resource.is_shown and resource.embargo_until and resource.embargo_until > timezone.now()
    if not running or resource.sharing != Sharing.CLEAR:
        return False
    return until is None or until < resource.embargo_until or sharing < resource.embargo_sharing
