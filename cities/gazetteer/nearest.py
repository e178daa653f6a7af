"""For each place the next larger one of its country: it tells places of one name apart for a reader."""

from collections import defaultdict
from math import cos, hypot, radians

KNOWN = 50_000  # a place that most people of the country can put on a map
LARGER = 3  # times as many people
_CELL = 2.0  # degrees


def nearest_larger(rows):
    """{GeoNames id: id of the nearest place of the same country with 50,000 people and three times its own}.

    Where a country has none so large, any place three times as large serves; the largest place has none.
    """
    countries = defaultdict(list)
    for row in rows:
        countries[row.country_code].append(row)
    found = {}
    for places in countries.values():
        known = _Grid([each for each in places if each.population >= KNOWN])
        everywhere = None
        for place in places:
            near = known.nearest(place, LARGER * place.population)
            if near is None:
                everywhere = everywhere or _Grid(places)
                near = everywhere.nearest(place, LARGER * max(place.population, 1))
            found[place.geonames_id] = near.geonames_id if near else 0
    return found


class _Grid:
    """Places in cells of two degrees, searched ring by ring."""

    def __init__(self, places):
        self.cells = defaultdict(list)
        for place in places:
            self.cells[self._cell(place)].append(place)
        self.largest = max((place.population for place in places), default=0)
        self.reach = 1 + max(
            (max(each) - min(each) for each in zip(*self.cells, strict=True)), default=0
        )  # rings that cover the country

    @staticmethod
    def _cell(place):
        return int(place.lat // _CELL), int(place.lon // _CELL)

    def nearest(self, place, population):
        if population > self.largest:
            return None
        row, column = self._cell(place)
        best, best_distance = None, float("inf")
        for ring in range(self.reach + 1):
            for other in self._ring(row, column, ring):
                if other.population >= population and (gap := _degrees(place, other)) < best_distance:
                    best, best_distance = other, gap
            if best and best_distance <= ring * _CELL * cos(radians(min(abs(place.lat) + 2, 89))):
                break
        return best

    def _ring(self, row, column, ring):
        for north in range(row - ring, row + ring + 1):
            for east in range(column - ring, column + ring + 1):
                if max(abs(north - row), abs(east - column)) == ring:
                    yield from self.cells.get((north, east), ())


def _degrees(one, other):
    """Distance on a flat map: right enough to choose the nearer of two."""
    return hypot(one.lat - other.lat, (one.lon - other.lon) * cos(radians(one.lat)))
