"""The network as a drawing: cities on one circle by region, part of the region and name; one line for each link.

Pure arithmetic over the links of `network.py`: the template writes the SVG.
"""

from collections import Counter
from dataclasses import dataclass
from math import cos, degrees, pi, sin
from typing import NamedTuple

from cities.countries import country_name

SMALLEST, APART, MARGIN = 190, 17, 140  # radius, room for a name on the circle, room for names outside it
DOT, LABEL = 5, 13  # radius of a dot; where a name begins, from the circle
DEEPEST, STEP = 0.34, 0.13  # how near to the circle a line stays; between lines of the same two cities
STUB = 0.72  # how far in from the circle a line ends whose other end is no city


class Spot(NamedTuple):
    """A place on the circle, with the angle at which its name is written."""

    x: float
    y: float
    turn: float
    is_left: bool


class Name(NamedTuple):
    """What stands beside the circle: a city with its dot, or the region that begins here."""

    words: str
    spot: Spot
    label_x: float
    label_y: float
    city: object = None


class Line(NamedTuple):
    """One link as the way of a pen."""

    link: object
    way: str


@dataclass
class Graph:
    """Everything the template draws, around the point (0, 0)."""

    radius: int
    names: list
    lines: list

    @property
    def view_box(self):
        half = self.radius + MARGIN
        return f"{-half} {-half} {2 * half} {2 * half}"

    @property
    def by_kind(self):
        """[(kind, its label, its lines)], each kind that occurs."""
        kinds = dict.fromkeys(each.link.kind for each in self.lines)
        return [(kind, [each for each in self.lines if each.link.kind == kind]) for kind in kinds]

    @property
    def regions(self):
        return [each for each in self.names if each.city is None]

    @property
    def cities(self):
        return [each for each in self.names if each.city is not None]


def draw(links):
    """The Graph of these links: as many lines as links."""
    cities = {city.pk: city for link in links for city in link.cities}
    ordered = sorted(cities.values(), key=_order)
    slots = _slots(ordered)
    radius = max(SMALLEST, round(len(slots) * APART / (2 * pi)))
    spots = {each: _spot(number, len(slots), radius) for number, each in enumerate(slots)}
    names = [_name(each, spot, radius, cities) for each, spot in spots.items()]
    of_city = {key: spots["city", key] for key in cities}
    drawn = Counter()
    lines = [Line(link, _way(link, of_city, radius, drawn)) for link in links]
    return Graph(radius, names, lines)


def _order(city):
    return country_name(city.country.region_code), city.country.subregion_code or "", city.folded, city.pk


def _slots(ordered):
    """What stands around the circle: before the cities of a region its name."""
    slots, region = [], None
    for city in ordered:
        if city.country.region_code != region:
            region = city.country.region_code
            slots.append(("region", region))
        slots.append(("city", city.pk))
    return slots


def _spot(number, total, radius):
    angle = 2 * pi * number / total - pi / 2
    turn = degrees(angle)
    is_left = cos(angle) < -1e-9
    return Spot(radius * cos(angle), radius * sin(angle), turn + 180 if is_left else turn, is_left)


def _name(slot, spot, radius, cities):
    kind, key = slot
    further = (radius + LABEL) / radius
    words = country_name(key) if kind == "region" else ""
    return Name(words, spot, spot.x * further, spot.y * further, cities[key] if kind == "city" else None)


def _way(link, spots, radius, drawn):
    """The pen's way through the cities of a link; a single city gets a line that ends inside the circle."""
    keys = [city.pk for city in link.cities]
    ways = [_bow(spots[one], spots[other], drawn[_pair(one, other)]) for one, other in _pairs(keys, link.hosts)]
    drawn.update(_pair(one, other) for one, other in _pairs(keys, link.hosts))
    if not ways:
        spot, depth = spots[keys[0]], STUB - STEP * drawn[keys[0]]
        drawn[keys[0]] += 1
        return f"M{spot.x:.0f} {spot.y:.0f}L{spot.x * depth:.0f} {spot.y * depth:.0f}m-4 0h8"
    return "".join(ways)


def _pairs(keys, hosts):
    """Between whom lines go: from each host to each who came; else between all, or in a ring where they are many."""
    if hosts and hosts < len(keys):
        return [(host, key) for key in keys[hosts:] for host in keys[:hosts]]
    if len(keys) > 4:
        return [*zip(keys, keys[1:], strict=False), (keys[-1], keys[0])]
    return [(one, other) for number, one in enumerate(keys) for other in keys[number + 1 :]]


def _pair(one, other):
    return tuple(sorted((one, other)))


def _bow(one, other, earlier):
    """A bow towards the middle; lines of the same two cities lie beside each other."""
    pull = (DEEPEST + STEP * ((earlier + 1) // 2) * (-1) ** earlier) / 2
    over_x, over_y = (one.x + other.x) * pull, (one.y + other.y) * pull
    if earlier and abs(over_x) + abs(over_y) < 20:  # cities that face each other: their bows leave the middle
        aside = 14 * ((earlier + 1) // 2) * (-1) ** earlier
        length = max(1.0, (one.x**2 + one.y**2) ** 0.5)
        over_x, over_y = over_x - one.y / length * aside, over_y + one.x / length * aside
    return f"M{one.x:.0f} {one.y:.0f}Q{over_x:.0f} {over_y:.0f} {other.x:.0f} {other.y:.0f}"
