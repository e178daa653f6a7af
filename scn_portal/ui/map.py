"""The world as the portal draws it: land only, no borders, cities as links.

Equal Earth projection, centre meridian 0, in a box 1000 wide whose equator lies at y = 242. The land itself is the
static file img/world.svg, in the same projection.
"""

from math import asin, cos, hypot, radians, sin, sqrt
from typing import NamedTuple

_R, _A, _B, _C, _D = 2.70663, 1.340264, -0.081106, 0.000893, 0.003796
_SCALE, _M, _TOP = 1000 / (2 * _R), sqrt(3) / 2, 1.31
# What is shown: x, y, width, height. The regions are those of UN M49.
VIEWS = {
    "world": (60, 0, 900, 440),
    "002": (420, 125, 280, 215),
    "009": (700, 200, 300, 235),
    "019": (60, 0, 420, 440),
    "142": (560, 20, 420, 260),
    "150": (430, 5, 240, 130),
}
_TARGET = 38 / 900  # of the width: 24 pixels where the map is 570 wide; below that the links are not shown
_LIFT = 0.23  # how far a tie rises above the straight line


class Mark(NamedTuple):
    """One link on the map: a single place, or several that lie too close to be told apart."""

    x: int
    y: int
    places: list
    number: int  # counts the groups, 0 for a single place

    @property
    def place(self):
        return self.places[0]


class Map(NamedTuple):
    """Everything the template draws, in the units of the box."""

    view_box: str
    marks: list
    dots: str
    marked_dots: str
    ties: str
    reach: int

    @property
    def disc(self):
        """Radius of what is drawn for a group; the target around it is larger."""
        return max(3, round(self.reach * 0.6))

    @property
    def groups(self):
        return [mark for mark in self.marks if mark.number]


def project(lat, lon):
    """(x, y) in the box for a latitude and longitude in degrees."""
    angle = asin(_M * sin(radians(lat)))
    square, sixth = angle**2, angle**6
    x = radians(lon) * cos(angle) / (_M * (_A + 3 * _B * square + sixth * (7 * _C + 9 * _D * square)))
    y = angle * (_A + _B * square + sixth * (_C + _D * square))
    return _SCALE * (_R + x), _SCALE * (_TOP - y)


def draw(places, *, ties=(), view="world", is_marked=lambda place: False):
    """The map of `places` (with name, lat, lon, get_absolute_url) in their order; `ties` are pairs of places.

    Places without a point, or outside the view, are left out of the picture; the table twin holds them.
    """
    left, top, width, height = VIEWS[view]
    spots = [(place, *project(place.lat, place.lon)) for place in places if place.lat is not None]
    spots = [spot for spot in spots if left <= spot[1] <= left + width and top <= spot[2] <= top + height]
    return Map(
        view_box=f"{left} {top} {width} {height}",
        marks=_marks(spots, _TARGET * width),
        dots=_dots(spot for spot in spots if not is_marked(spot[0])),
        marked_dots=_dots(spot for spot in spots if is_marked(spot[0])),
        ties="".join(_arc(project(one.lat, one.lon), project(other.lat, other.lon)) for one, other in ties),
        reach=round(_TARGET * width / 2),
    )


def _dots(spots):
    """One path for all dots: a line of no length with a round end, so that a hundred cities weigh a kilobyte."""
    return "".join(f"M{x:.0f} {y:.0f}h0" for _, x, y in spots)


def _arc(one, other):
    (x, y), (to_x, to_y) = one, other
    over_x, over_y = (x + to_x) / 2, (y + to_y) / 2 - _LIFT * hypot(to_x - x, to_y - y)
    return f"M{x:.0f} {y:.0f}Q{over_x:.0f} {over_y:.0f} {to_x:.0f} {to_y:.0f}"


def _marks(spots, apart):
    """Join what lies closer than `apart` until every two marks are at least that far from each other."""
    clusters = [[spot] for spot in spots]
    merging = True
    while merging:
        merging = False
        kept = []
        for cluster in clusters:
            near = next((each for each in kept if _gap(each, cluster) < apart), None)
            if near is None:
                kept.append(cluster)
            else:
                near += cluster
                merging = True
        clusters = kept
    marks, groups = [], 0
    for cluster in clusters:
        groups += len(cluster) > 1
        x, y = _centre(cluster)
        number = groups if len(cluster) > 1 else 0
        marks.append(Mark(round(x), round(y), [place for place, *_ in cluster], number))
    return marks


def _centre(cluster):
    return sum(x for _, x, _ in cluster) / len(cluster), sum(y for *_, y in cluster) / len(cluster)


def _gap(one, other):
    (x, y), (to_x, to_y) = _centre(one), _centre(other)
    return hypot(to_x - x, to_y - y)
