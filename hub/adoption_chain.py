"""The way of a practice from city to city: who had it first, who took it over, and what came of it there.

A step is an adoption; it leads from a practice to the practice that the taker made of it, where there is one. What
a reader may not open does not appear, nor what lies behind it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.countries import country_name
from cities.models import City
from scn_portal.ui.map import VIEWS, project

from .models import Adoption, Resource

REACHED = """
    WITH RECURSIVE down(id, result_id) AS (
        SELECT id, result_id FROM hub_adoption WHERE resource_id = %s
        UNION
        SELECT a.id, a.result_id FROM hub_adoption a JOIN down ON a.resource_id = down.result_id
    ), up(id, resource_id) AS (
        SELECT id, resource_id FROM hub_adoption WHERE result_id = %s
        UNION
        SELECT a.id, a.resource_id FROM hub_adoption a JOIN up ON a.result_id = up.resource_id
    )
    SELECT id FROM down UNION SELECT id FROM up
"""
COUNTED = ("adapted", "replicated")
TONES = {"confirmed": "good", "recorded": "good", "disputed": "bad"}
STEP, MIDDLE, BEND, DOT = 26, 26, 9, 6  # of the drawing, in pixels
MARGIN = 8  # between a city and the edge of a view, in units of the map


class Place(NamedTuple):
    """A city on the map of the way. It leads to its line in the list."""

    name: str
    lat: float
    lon: float
    is_here: bool
    anchor: str

    def get_absolute_url(self):
        return f"#{self.anchor}"


@dataclass
class Station:
    """A city on the way: by which adoption it came there, and which practice can be read there."""

    key: tuple
    number: int
    depth: int
    adoption: object = None
    resource: object = None
    city: object = None
    words: str = ""
    is_here: bool = False
    came_from: str = ""
    below: list = field(default_factory=list)
    rail: object = None

    @property
    def name(self):
        return self.city.name if self.city else self.words

    @property
    def country(self):
        return country_name(self.city.country_id) if self.city else ""

    @property
    def since(self):
        """The year, or the years, in which it was taken over."""
        if not self.adoption:
            return ""
        return str(self.adoption.from_on.year) if self.adoption.from_on else self.adoption.period

    @property
    def detail_url(self):
        return reverse("hub:adoption_detail", args=[self.adoption.code]) if self.adoption else ""

    @property
    def anchor(self):
        return f"station-{self.number}"

    @property
    def tone(self):
        return TONES.get(self.adoption.status, "") if self.adoption else ""


class Rail(NamedTuple):
    """The drawing beside one station: lines that pass, the bend from where it came, its dot."""

    width: int
    passing: list
    bend: str
    x: int
    goes_on: bool


class Chain:
    """All stations of the way on which `resource` lies, in the order of the drawing, as `user` may see them."""

    def __init__(self, resource, user):
        self.resource = resource
        self.adoptions = list(_readable_adoptions(resource, user))
        self.direct = [each for each in self.adoptions if each.resource_id == resource.pk]
        self.stations = []
        steps = self._steps()
        for root in self._roots(steps):
            self._visit(root, steps, depth=0, seen=set())
        for at, station in enumerate(self.stations):
            station.rail = _rail(station, self.stations[at + 1 :])

    def __bool__(self):
        return len(self.stations) > 1

    @property
    def counted(self):
        """The adoptions that count as "taken over by", from both and from public sources."""
        return [
            each
            for each in self.direct
            if each.status in ("confirmed", "recorded") and each.degree in COUNTED and each.taker
        ]

    @property
    def confirmed(self):
        return sum(each.status == "confirmed" for each in self.counted)

    @property
    def recorded(self):
        return sum(each.status == "recorded" for each in self.counted)

    @property
    def waiting(self):
        """How many would count if the other side confirmed them."""
        would = [each for each in self.direct if each.degree in COUNTED and each.taker]
        return sum(each.status in ("claimed", "unanswered") for each in would)

    def _steps(self):
        """{key of a practice: adoptions that begin there}, only along what this reader may open."""
        known = {("resource", self.resource.pk)} | {("resource", each.result_id) for each in self._opens("result")}
        known |= {("resource", each.resource_id) for each in self._opens("source")}
        steps = {}
        for each in self.adoptions:
            begin = ("resource", each.resource_id) if each.resource_id else ("words", each.source_name)
            if begin in known or begin[0] == "words":
                steps.setdefault(begin, []).append(each)
        return steps

    def _opens(self, side):
        return [each for each in self.adoptions if getattr(each, f"opens_{side}")]

    def _end_of(self, adoption):
        leads_on = adoption.opens_result or adoption.result_id == self.resource.pk
        return ("resource", adoption.result_id) if leads_on else ("taker", adoption.pk)

    def _roots(self, steps):
        """Where the way begins: what nobody took from another. The practice itself where the steps go in a circle."""
        ends = {self._end_of(each) for group in steps.values() for each in group}
        here = ("resource", self.resource.pk)
        roots = [key for key in steps if key not in ends and self._leads_here(key, steps, here)]
        return roots or [here]

    def _leads_here(self, key, steps, here):
        reached, waiting = set(), [key]
        while waiting:
            key = waiting.pop()
            if key not in reached:
                reached.add(key)
                waiting += [self._end_of(each) for each in steps.get(key, ())]
        return here in reached

    def _visit(self, key, steps, depth, seen, adoption=None, came_from=""):
        station = self._station(key, depth, adoption, steps)
        station.came_from = came_from
        self.stations.append(station)
        if key in seen:
            return station
        seen.add(key)
        for each in sorted(steps.get(key, ()), key=_when):
            station.below.append(self._visit(self._end_of(each), steps, depth + 1, seen, each, station.name))
        return station

    def _station(self, key, depth, adoption, steps):
        station = Station(key, len(self.stations) + 1, depth, adoption)
        if key == ("resource", self.resource.pk):
            station.resource, station.is_here = self.resource, True
        elif key[0] == "resource":
            station.resource = adoption.result if adoption else steps[key][0].resource
        station.city = station.resource.city if station.resource else adoption.taker if adoption else None
        if not station.city:
            station.words = key[1] if key[0] == "words" else adoption.taker_name if adoption else _("The network")
        return station

    def ties(self):
        """The pairs of places between which the practice travelled, for the map."""
        places = {id(each): place_of(each) for each in self.stations}
        pairs = [(places[id(each)], places[id(next_)]) for each in self.stations for next_ in each.below]
        return [(one, other) for one, other in pairs if one and other and one[1:3] != other[1:3]]

    def places(self):
        """The cities of the way, each once, this practice's own marked."""
        found = {}
        for each in sorted(self.stations, key=lambda station: not station.is_here):
            if place := place_of(each):
                found.setdefault((place.lat, place.lon), place)
        return list(found.values())

    @property
    def view(self):
        """The smallest part of the world that holds all cities of the way."""
        spots = [project(each.lat, each.lon) for each in self.places()]
        fitting = [key for key, box in VIEWS.items() if key != "world" and all(_lies_in(spot, box) for spot in spots)]
        return min(fitting, key=lambda key: VIEWS[key][2], default="world")


def _lies_in(spot, box):
    (x, y), (left, top, width, height) = spot, box
    return left + MARGIN < x < left + width - MARGIN and top + MARGIN < y < top + height - MARGIN


def place_of(station):
    city = station.city
    if city is None or city.lat is None:
        return None
    return Place(city.name, city.lat, city.lon, station.is_here, station.anchor)


def _readable_adoptions(resource, user):
    """The adoptions on the way of a practice, one query, with what this reader may open of either side."""
    open_to = Resource.objects.visible_to(user).shown()
    reached = Adoption.objects.visible_to(user).filter(pk__in=RawSQL(REACHED, [resource.pk, resource.pk]))
    return (
        reached.exclude(status=Adoption.Status.WITHDRAWN)
        .annotate(
            opens_source=Exists(open_to.filter(pk=OuterRef("resource"))),
            opens_result=Exists(open_to.filter(pk=OuterRef("result"))),
            taker_has_page=Exists(City.objects.visible_to(user).filter(pk=OuterRef("taker"))),
        )
        .select_related("taker__country", "resource__city__country", "result__city__country")
    )


def _when(adoption):
    """The order of the drawing: by year, as far as it is known."""
    year = adoption.from_on.isoformat() if adoption.from_on else adoption.period or "9999"
    return year, adoption.pk


def _rail(station, after):
    """What is drawn beside a station: `after` are the stations below it."""
    open_columns = set()
    lowest = station.depth
    for each in after:
        if each.depth <= lowest:
            open_columns.add(each.depth - 1)
            lowest = each.depth
        if lowest <= 1:
            break
    x = _x(station.depth)
    bend = ""
    if station.depth:
        begin = _x(station.depth - 1)
        bend = f"M{begin} 0V{MIDDLE - BEND}Q{begin} {MIDDLE} {begin + BEND} {MIDDLE}H{x - DOT}"
    passing = [_x(column) for column in sorted(open_columns) if column >= 0]
    return Rail(_x(station.depth) + STEP // 2 + 2, passing, bend, x, bool(station.below))


def _x(depth):
    return STEP * depth + STEP // 2
