"""A meeting of the Steering Committee: one delegation for each city that holds a seat on its day."""

from django.utils.translation import gettext as _

from cities.models import City, SeatTerm
from cities.status import in_force
from scn_portal.lifecycle import TransitionRefused

from ..models import Event
from . import delegations
from .meetings import BEGUN, Status, meetings


@meetings.transition(Status.DRAFT, *BEGUN)
def invite_committee(event, *, by, respond_by, release_at, pools):
    """Every city seated on the first day is invited with the same number of seats. Whoever is invited stays so."""
    if event.kind != Event.Kind.STEERING_COMMITTEE or event.starts_on is None:
        raise TransitionRefused(_("This is for a meeting of the Steering Committee that has a day."))
    seated = SeatTerm.objects.of("steering").on(event.starts_on).filter(city__isnull=False)
    cities = City.objects.filter(pk__in=seated.values("city")).exclude(delegations__event=event).order_by("pk")
    for city in cities:
        if in_force(city):
            event.event_cities.get_or_create(city=city)
            delegations.invite(
                by=by, within=event, city=city, respond_by=respond_by, release_at=release_at, pools=pools
            )
