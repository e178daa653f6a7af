from dataclasses import dataclass
from itertools import combinations
from math import hypot

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from scn_portal.ui.map import VIEWS, draw, project


@dataclass
class Spot:
    name: str
    lat: float
    lon: float
    is_founder: bool = False

    def get_absolute_url(self):
        return f"/cities/{self.name.lower()}/"


AARHUS, MOMBASA = Spot("Aarhus", 56.16, 10.21, is_founder=True), Spot("Mombasa", -4.05, 39.67)
PARIS, MONTREUIL = Spot("Paris", 48.85, 2.35), Spot("Montreuil", 48.86, 2.44)


def render(places, **options):
    words = " ".join(f'{name}="{value}"' for name, value in options.items())
    return Template(f"{{% world_map places {words} %}}").render(Context({"places": places}))


@pytest.mark.parametrize(
    ("place", "at"), [(AARHUS, (522, 51)), (MOMBASA, (610, 257)), (Spot("Null Island", 0, 0), (500, 242))]
)
def test_cities_stand_where_the_land_is_drawn(place, at):
    x, y = project(place.lat, place.lon)
    assert (round(x), round(y)) == at


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_earth_lies_in_the_box(lat, lon):
    x, y = project(lat, lon)
    assert -1 < x < 1001
    assert -4 < y < 490


@given(st.lists(st.tuples(st.floats(-55, 80), st.floats(-150, 150)), max_size=60))
def test_two_links_never_lie_closer_than_their_targets_and_no_place_is_lost(points):
    places = [Spot(str(number), *point) for number, point in enumerate(points)]
    drawn = draw(places)
    for one, other in combinations(drawn.marks, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 38 - 1.5  # both are rounded
    assert sorted(place.name for mark in drawn.marks for place in mark.places) == sorted(
        place.name for place in places if 60 <= project(place.lat, place.lon)[0] <= 960
    )


def test_near_places_are_one_link_with_their_number_and_each_is_a_link_below():
    drawn = draw([MOMBASA, PARIS, MONTREUIL])
    assert [[place.name for place in mark.places] for mark in drawn.marks] == [["Mombasa"], ["Paris", "Montreuil"]]
    html = render([PARIS, MONTREUIL, MOMBASA])
    assert '<a href="#map-1"><title>2 cities, close together: Paris, Montreuil</title>' in html
    assert '<li id="map-1" tabindex="-1">' in html
    assert html.count('href="/cities/paris/"') == html.count('href="/cities/mombasa/"') == 1


def test_links_come_in_the_order_of_the_list():
    html = render([MOMBASA, AARHUS])
    assert html.index("/cities/mombasa/") < html.index("/cities/aarhus/")


def test_marked_places_are_drawn_apart_and_explained():
    html = render([AARHUS, MOMBASA], marked_label="Founding city")
    assert html.count('d="M522 51h0"') == 2
    assert 'class="dots" d="M610 257h0"' in html
    assert '<p class="key">Founding city</p>' in html


def test_a_place_without_a_point_is_left_out_of_the_picture():
    assert draw([Spot("Somewhere", None, None)]).marks == []


def test_a_region_shows_its_own_places_only():
    assert [mark.place.name for mark in draw([AARHUS, MOMBASA], view="150").marks] == ["Aarhus"]
    assert [mark.place.name for mark in draw([AARHUS, MOMBASA], view="002").marks] == ["Mombasa"]


def test_a_tie_is_an_arc_that_rises():
    assert draw([AARHUS, MOMBASA], ties=[(AARHUS, MOMBASA)]).ties == "M522 51Q566 102 610 257"


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_lies_on_the_map(view):
    left, top, width, height = VIEWS[view]
    assert left >= 0 and top >= 0 and left + width <= 1000 and top + height <= 445


def test_names_are_words_and_no_style_is_inline():
    html = render([Spot("<b>Évil & Sons</b>", 10, 10)])
    assert "&lt;b&gt;Évil &amp; Sons&lt;/b&gt;" in html
    assert "style=" not in html


def test_numbers_are_written_for_the_drawing_not_for_the_reader():
    with translation.override("fr"):
        assert 'r="19"' in render([AARHUS])


def test_what_borders_mean_is_said_under_every_map():
    assert "Positions are approximate. No view on borders is implied." in render([])


def test_a_hundred_cities_weigh_little():
    places = [Spot(f"City number {number}", (number * 7) % 60, (number * 37) % 300 - 150) for number in range(100)]
    assert len(render(places).encode()) < 30_000
