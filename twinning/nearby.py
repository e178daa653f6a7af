"""What cities near one's own ask for: where to begin a profile."""

from math import asin, cos, radians, sin, sqrt

from .discovering import theme_label

NEAREST, MOST = 12, 6


def asked_nearby(city, profiles):
    """[(theme, how many of the nearest cities need it)], the most asked first; at most six themes."""
    near = sorted(profiles, key=lambda each: (distance(city, each.city), each.city.folded))[:NEAREST]
    weight, number = {}, {}
    for profile in near:
        for entry in profile.theme_entries.all():
            if entry.need:
                code = entry.theme.code
                weight[code] = weight.get(code, 0) + entry.need
                number[code] = number.get(code, 0) + 1
    best = sorted(weight, key=lambda code: (-weight[code], code))[:MOST]
    return [(theme_label(code), number[code]) for code in best]


def distance(one, other):
    """Great-circle distance in kilometres (haversine); far away where a point is not known."""
    if None in (one.lat, one.lon, other.lat, other.lon):
        return 40_000
    lat, lat_there = radians(one.lat), radians(other.lat)
    half = sin((lat_there - lat) / 2) ** 2 + cos(lat) * cos(lat_there) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371 * asin(min(1, sqrt(half)))
