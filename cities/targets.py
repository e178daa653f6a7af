"""Which authority a join request means: one key for "the same", and the city that already stands for it."""

from .folding import folded
from .models import City


def target_key(request):
    """The city's number where the request names a city, else country, division, type and name, folded."""
    if request.city_id:
        return f"city:{request.city_id}"
    country = request.proposed_country_id or ""
    type_code = request.proposed_type.code if request.proposed_type_id else ""
    return f"{country}|{folded(request.proposed_division)}|{type_code}|{folded(request.proposed_name)}"


def city_meant(request):
    """The city on record that the request means, or None: the one named, the same place and type, or the same name."""
    if request.city_id:
        return request.city
    if request.proposed_type_id is None or request.proposed_country_id is None:
        return None
    same_type = City.objects.filter(type=request.proposed_type_id, country=request.proposed_country_id)
    if request.proposed_place_id:
        return same_type.filter(place=request.proposed_place_id).first()
    return same_type.filter(
        place=None, division=request.proposed_division, folded=folded(request.proposed_name)
    ).first()
