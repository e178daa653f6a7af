"""The order of locks: country, city, body, then seats and terms, requests, invitations, handovers by number, people."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused

from ..models import Body, City, Country, Decision, JoinRequest, Seat
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


def lock_seat(seat):
    """City changes are locked before; then the body, then the seat: terms of one seat follow each other."""
    Body.objects.select_for_update(no_key=True).get(pk=seat.body_id)
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)


def lock_term(term, **_):
    """What comes before a term: its city, its body, its seat."""
    if term.city_id:
        lock_city(term)
    lock_seat(term.seat)


def lock_body_of_rule(rule, **_):
    """Rules of one body change one after the other."""
    Body.objects.select_for_update(no_key=True).get(pk=rule.body_id)


def lock_decision(decision):
    """The decision as it is now, held so that advice and adoption follow each other."""
    return Decision.objects.select_for_update().get(pk=decision.pk)


def lock_its_decision(advice, **_):
    lock_decision(advice.decision)


def lock_both_cities(city, *, other, **_details):
    """Two records of which one goes: the smaller number first, and nobody may point to either meanwhile."""
    pair = City.objects.select_for_update().filter(pk__in=[city.pk, other.pk]).order_by("pk")
    if len(list(pair.values_list("pk"))) < len({city.pk, other.pk}):
        raise TransitionRefused(_("One of the two has been merged already."))
