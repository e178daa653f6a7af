"""Who can ask whom: for which cities a person acts, and which cities somebody answers for."""

from cities.models import City
from hub.readers import reader_of


def led_by(user):
    """The cities for which this person acts now, as a lead of a membership that is active or to be confirmed."""
    leads = reader_of(user).leads()
    return City.objects.listed().filter(pk__in=leads).order_by("folded") if leads else City.objects.none()


def represented_by(user):
    """The cities in force for which this person stands, in any role."""
    return City.objects.filter(pk__in=reader_of(user).cities).select_related("country").order_by("folded")


def owners_to_ask(resource, askers):
    """The owner and co-owners of the item that can answer, without those who ask; the owner first."""
    owners = [each for each in resource.owner_cities() if each not in askers]
    found = {each.pk: each for each in City.objects.listed().filter(pk__in=owners)}
    return [found[each] for each in owners if each in found]
