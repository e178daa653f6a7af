"""On the page of a practice the way to ask its city; on the page of a city what it needs and offers."""

from cities.models import City
from hub.readers import reader_of
from scn_portal.sharing import Sharing
from scn_portal.ui import slots
from scn_portal.ui.slots import Panel

from .. import discovering
from ..asking import owners_to_ask
from ..correspondence import open_between


@slots.resource_detail.hang
def learn_from_it(request, resource):
    """For who leads another city: one click to the form, filled; or what was asked already."""
    leads = reader_of(request.user).leads() - set(resource.owner_cities())
    if not leads or not resource.is_shown:
        return None
    asked = owners_to_ask(resource, leads)
    if not asked or not City.objects.listed().filter(pk__in=leads).exists():
        return None
    there = open_between(leads, [each.pk for each in asked], resource)
    return Panel("twinning/panels/practice.html", {"resource": resource, "asked": asked, "there": there})


@slots.city_detail.hang
def needs_and_offers(request, city):
    """For members: what the city needs and offers, how it fits one's own, and the way to ask it."""
    user, reader = request.user, reader_of(request.user)
    if reader.level < Sharing.GREEN:
        return None
    profile = discovering.profile_of(user, city)
    is_own, may_ask = city.pk in reader.cities, bool(reader.leads() - {city.pk})
    if profile is None and not is_own:
        return None
    values = {"city": city, "profile": profile, "is_own": is_own, "may_ask": may_ask and not is_own}
    if profile:
        shown = discovering.proofs_shown_to(user, [profile])
        values["needs"], values["offers"] = discovering.said_by(profile, shown)
    return Panel("twinning/panels/city.html", values)
