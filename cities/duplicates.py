"""Requests that may be for the same authority. Shown side by side; only a person decides that two are one."""

from math import asin, cos, radians, sin, sqrt

from .folding import folded
from .models import JoinRequest
from .models.joining import WAITING

NEAR_KM = 3
EARTH_KM = 6371


def duplicates_of(request):
    """The other open requests that may mean the same authority, as a queryset."""
    others = JoinRequest.objects.filter(status__in=WAITING).exclude(pk=request.pk)
    candidates = others.select_related("city", "proposed_place", "city__place")
    return others.filter(pk__in=[each.pk for each in candidates if is_duplicate(request, each)])


def is_duplicate(one, other):
    """The same city, the same folded name in one country, or points less than 3 km apart and the same type."""
    if one.city_id and one.city_id == other.city_id:
        return True
    if country_of(one) and country_of(one) == country_of(other) and _name(one) == _name(other):
        return True
    return _type(one) == _type(other) is not None and _are_near(point_of(one), point_of(other))


def country_of(request):
    return request.city.country_id if request.city_id else request.proposed_country_id


def _name(request):
    return request.city.folded if request.city_id else folded(request.proposed_name)


def _type(request):
    return request.city.type_id if request.city_id else request.proposed_type_id


def point_of(request):
    """(latitude, longitude) of the authority, from the city, the point given, or the place; None without one."""
    for source, lat, lon in (
        (request.city, "lat", "lon"),
        (request, "proposed_lat", "proposed_lon"),
        (request.proposed_place, "lat", "lon"),
    ):
        if source is not None and getattr(source, lat) is not None:
            return getattr(source, lat), getattr(source, lon)
    return None


class PointsByCell:
    """Points of cities in cells of a tenth of a degree, to find those less than 3 km away without asking each."""

    def __init__(self, points):
        self.cells = {}
        for key, lat, lon in points:
            self.cells.setdefault(self._cell(lat, lon), []).append((key, lat, lon))

    def near(self, lat, lon):
        """The keys of the points less than 3 km away (exact up to 70 degrees of latitude)."""
        row, column = self._cell(lat, lon)
        around = [(row + up, column + along) for up in (-1, 0, 1) for along in (-1, 0, 1)]
        found = [point for cell in around for point in self.cells.get(cell, ())]
        return [key for key, *point in found if distance_km((lat, lon), point) < NEAR_KM]

    @staticmethod
    def _cell(lat, lon):
        return round(lat * 10), round(lon * 10)


def _are_near(one, other):
    return one is not None and other is not None and distance_km(one, other) < NEAR_KM


def distance_km(one, other):
    """The great-circle distance of two points in degrees (haversine formula)."""
    lat, lon, other_lat, other_lon = map(radians, (*one, *other))
    across = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(across)))
