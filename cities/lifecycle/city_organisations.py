"""Which organisations belong to a city's work: its national counterpart, other networks, partners."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import CityOrganisation

city_organisations = Lifecycle(CityOrganisation)


@city_organisations.creation()
def name(*, by, within, organisation, relation, since=None):
    """A leading person of the city says with which organisation it works, and as what."""
    return CityOrganisation.objects.create(city=within, organisation=organisation, relation=relation, since=since)


@city_organisations.transition()
def end(city_organisation, *, by, until):
    """A leading person of the city says until when that was so."""
    if city_organisation.until:
        raise TransitionRefused(_("This has already ended."))
    if city_organisation.since and until < city_organisation.since:
        raise TransitionRefused(_("It cannot end before it began."))
    city_organisation.until = until
