"""The network: rows of the table = lines of the drawing = rows of the database that the reader may see."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import City, Country
from hub.models import Adoption
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city, a_country, a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import a_member_abroad, a_partnership, a_visit
from tests.signing_in import sign_in
from twinning.drawing import draw
from twinning.models import Partnership, Party, Visit
from twinning.network import ADOPTION, EXCHANGE, PARTNERSHIP, Link, Numbers, links_for

pytestmark = pytest.mark.django_db
ADDRESS = "/twinning/network/"


def an_adoption(source, taker, **more):
    given = {"degree": "adapted", "status": "recorded", "source_url": "https://source.example", "period": "2016-2017"}
    return Adoption.objects.create(resource=a_resource(source), taker=taker, **(given | more))


def a_recorded_visit(hosts, senders=(), **more):
    given = {"status": "reported", "is_recorded": True, "source": "https://source.example"}
    return a_visit(hosts, senders, **(given | more))


@pytest.fixture
def amman(db):
    return a_member("Amman", country=a_country("JO", "JOR", region="Asia", subregion="Western Asia", region_code="142"))


@pytest.fixture
def links(porto, malmo, amman):
    """One public link of each kind, one for members, one that only its cities know."""
    a_partnership([porto, malmo], sharing=Sharing.CLEAR, title="Open doors", started_on=date(2018, 11, 22))
    a_recorded_visit([porto], [amman, malmo], title="Learning together")
    an_adoption(malmo, amman)
    a_partnership([porto, amman], title="Among members")
    a_partnership([malmo, amman], status="proposed", title="Not yet told")
    a_visit([malmo], [amman], status="planned", title="Only planned")


def rows_and_lines(client, query=""):
    text = client.get(ADDRESS + query).content.decode()
    table = text.partition("<tbody>")[2].partition("</tbody>")[0]
    drawing = text.partition('class="graph"')[2].partition("</figure>")[0].partition("<svg")[2]
    addresses = re.findall(r'<a class="small" href="([^"]+)"', table)
    lines = re.findall(r'<a href="([^"]+)"><title>', drawing)
    assert len(addresses) == table.count("<tr>")
    return addresses, lines


def test_rows_of_the_table_are_lines_of_the_drawing_are_rows_the_reader_may_see(links, ana, eve, mia):
    known = {
        None: {"Open doors", "Learning together", "practice"},
        eve: {"Open doors", "Learning together", "practice"},
        ana: {"Open doors", "Learning together", "practice", "Among members"},
        mia: {"Open doors", "Learning together", "practice", "Among members"},
    }
    shown = Partnership.objects.exclude(status="proposed"), Visit.objects.exclude(status="planned")
    addresses = {each.title: each.get_absolute_url() for rows in shown for each in rows}
    addresses["practice"] = f"/hub/adoptions/{Adoption.objects.get().code}/"
    for person, titles in known.items():
        client = sign_in(Client(), person) if person else Client()
        rows, lines = rows_and_lines(client)
        assert sorted(rows) == sorted(lines) == sorted(addresses[title] for title in titles)


def test_it_is_narrowed_by_kind_year_and_region_and_sorted_without_a_script(links, client):
    partnership = Partnership.objects.get(title="Open doors").get_absolute_url()
    assert rows_and_lines(client, "?kind=partnership") == ([partnership], [partnership])
    assert rows_and_lines(client, "?year=2018&kind=partnership")[0] == [partnership]
    assert rows_and_lines(client, "?year=2016")[0] == [f"/hub/adoptions/{Adoption.objects.get().code}/"]
    assert partnership not in rows_and_lines(client, "?region=142")[0]
    assert len(rows_and_lines(client, "?region=142")[0]) == 2
    by_kind = rows_and_lines(client, "?sort=kind")[0]
    assert by_kind[1] == partnership
    strange = client.get(ADDRESS + "?kind=%3Cb%3E&year=1066")
    assert "We left out what we do not know" in strange.content.decode()
    assert len(rows_and_lines(client, "?kind=%3Cb%3E&year=1066")[0]) == 3


def test_nothing_to_show_leads_on(client):
    assert "No link is recorded yet" in client.get(ADDRESS).content.decode()


def test_a_party_that_is_not_named_stands_in_the_row_and_counts_as_no_city(porto, client):
    partnership = a_partnership([porto], origin="recorded", source="a page", kind="exchange", sharing=Sharing.CLEAR)
    Party.objects.create(partnership=partnership, kind="to_be_named", words="Danish cities")
    rows, lines = rows_and_lines(client)
    assert rows == lines == [partnership.get_absolute_url()]
    assert "Danish cities" in client.get(ADDRESS).content.decode()
    numbers = Numbers(links_for(AnonymousUser()))
    assert (numbers.cities, numbers.countries, numbers.partnerships, numbers.exchanges) == (1, 1, 0, 1)


def test_a_city_without_a_page_is_named_and_leads_nowhere(porto, client):
    a_recorded_visit([porto], [a_city("Rostock", a_country("DE", "DEU"))])
    text = client.get(ADDRESS).content.decode()
    assert "Rostock" in text and "/cities/rostock/" not in text and 'href="/cities/porto/"' in text


def test_a_city_that_left_a_partnership_stands_in_its_line_no_more(porto, malmo, amman):
    partnership = a_partnership([porto, malmo, amman], sharing=Sharing.CLEAR)
    partnership.partner_cities.filter(city=amman).update(left_on=timezone.now().date())
    assert [city.name for city in links_for(AnonymousUser())[0].cities] == ["Porto", "Malmö"]


@pytest.mark.parametrize("path", [ADDRESS, "/twinning/"])
def test_thirty_links_cost_no_more_queries_than_one(path, client, django_assert_num_queries, porto):
    def more(number):
        for _number in range(number):
            other = a_member_abroad()
            a_partnership([porto, other], sharing=Sharing.CLEAR)
            a_recorded_visit([porto], [other])
            an_adoption(porto, other)

    more(1)
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    more(10)
    with django_assert_num_queries(len(first)):
        client.get(path)
    assert len(first) <= 25


def many_links(number):
    countries = [Country(iso2=f"{code}", region_code=region) for code, region in zip("ABCDE", REGIONS, strict=True)]
    cities = [
        City(pk=key, name=f"City of long name {key}", folded=f"{key:03}", country=countries[key % 5])
        for key in range(60)
    ]
    for key in range(number):
        kind = (PARTNERSHIP, EXCHANGE, ADOPTION)[key % 3]
        pair = [cities[key % 60], cities[(key * 7 + 1 + key // 60) % 60]]
        address = f"/twinning/partnerships/city-of-long-name-{key}-and-another-city/"
        yield Link(kind, address, "A title", "active", "active", pair, since=date(2020, 1, 1))


REGIONS = ["002", "019", "142", "150", "009"]


def test_three_hundred_lines_are_small_and_each_is_a_link_with_a_text():
    links = list(many_links(300))
    svg = render_to_string("twinning/_graph.html", {"graph": draw(links)}).partition("<svg")[2].partition("</svg>")[0]
    assert len(svg.encode()) <= 150_000
    lines = re.findall(r'<a href="([^"]+)"><title>([^<]+)</title><path class="hit" d="M[^"]+"/>', svg)
    assert len(lines) == 300
    assert all("City of long name" in words and "active" in words for _address, words in lines)


def test_cities_stand_around_the_circle_by_region_part_of_the_region_and_name():
    graph = draw(list(many_links(60)))
    radius = graph.radius
    around = [each.city.country.region_code for each in graph.cities]
    assert around == sorted(around, key=list(dict.fromkeys(around)).index)
    assert len(graph.regions) == 5
    for each in graph.names:
        assert abs((each.spot.x**2 + each.spot.y**2) ** 0.5 - radius) < 0.01
    names = [each.city.folded for each in graph.cities if each.city.country.region_code == "002"]
    assert names == sorted(names)


def test_two_links_of_the_same_cities_are_two_lines_that_do_not_hide_each_other():
    first = next(many_links(1))
    graph = draw([first, first, first])
    assert len({line.way for line in graph.lines}) == 3


def test_a_host_is_linked_with_each_who_came_and_they_not_with_each_other():
    links = list(many_links(4))
    cities = list({city.pk: city for each in links for city in each.cities}.values())[:4]
    visit = Link(EXCHANGE, "/x/", "A visit", "held", "held", cities, hosts=1)
    assert draw([visit]).lines[0].way.count("M") == 3
    group = Link(PARTNERSHIP, "/y/", "Four", "active", "active", cities)
    assert draw([group]).lines[0].way.count("M") == 6


def test_a_title_that_looks_like_markup_stays_words(porto, malmo, client):
    a_partnership([porto, malmo], sharing=Sharing.CLEAR, title="<b>Bold</b> & more")
    text = client.get(ADDRESS).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in text and "<b>Bold" not in text
