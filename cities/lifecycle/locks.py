"""The order of locks: country, city, then requests, invitations and handovers by number, then people."""

from ..models import City, Country, JoinRequest
from ..targets import city_meant


def lock_city(subject, **_):
    """Roles and memberships of one city change one after the other."""
    City.objects.select_for_update(no_key=True).get(pk=subject.city_id)


def lock_this_city(city):
    """For what is made new in a city: there is no row of its own to lock yet."""
    City.objects.select_for_update(no_key=True).get(pk=city.pk)


def lock_authority(request, **_):
    """Two requests for one authority are decided one after the other, also where the city is not on record yet."""
    if request.proposed_country_id:
        Country.objects.select_for_update(no_key=True).get(pk=request.proposed_country_id)
    city = city_meant(request)
    if city:
        City.objects.select_for_update(no_key=True).get(pk=city.pk)


def lock_both(request, *, into, **_):
    """Two requests of which one is joined to the other: always the smaller number first."""
    pair = JoinRequest.objects.select_for_update().filter(pk__in=[request.pk, into.pk])
    list(pair.order_by("pk").values_list("pk"))
