"""Cities, countries, news, seats and priorities for programs: the same as the pages, walked by cursor, CLEAR alone."""

import csv
import io
import json
import random
import re
from datetime import date, timedelta
from urllib.parse import urlencode, urlparse

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from openapi_spec_validator import validate

from cities.filters import TICKS, DirectoryFilter
from cities.models import Body, Decision, Priority, Profile, Seat, SeatTerm
from cities.panels import member_cities
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city, a_country, a_member, a_membership, a_term
from tests.factories.site import a_news_item, a_region
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CITIES = "/api/v1/cities/"


def answer(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def walk(client, path, key="slug"):
    """What all pages of the list name, along the cursor."""
    found = []
    while path:
        page = answer(client, path)
        found += [each[key] for each in page["items"]]
        path = page["next"] and path_of(page["next"])
    return found


def path_of(address):
    parts = urlparse(address)
    return f"{parts.path}?{parts.query}"


COUNTRIES = [
    ("PT", "PRT", "Europe", "Southern Europe", "150", "039"),
    ("SE", "SWE", "Europe", "Northern Europe", "150", "154"),
    ("KE", "KEN", "Africa", "Eastern Africa", "002", "014"),
    ("SN", "SEN", "Africa", "Western Africa", "002", "011"),
]
POINTS = {"PT": (39, -8), "SE": (60, 15), "KE": (0, 37), "SN": (14, -15)}


@pytest.fixture
def network(db):
    """Forty cities of four countries, two types and two themes; some silent, one on the committee."""
    chance = random.Random(4)
    countries = [a_country(*row[:5], subregion_code=row[5]) for row in COUNTRIES]
    types = [a_term(code="city"), a_term(code="county", label="County")]
    themes = [a_term("theme", "youth", "Young people"), a_term("theme", "schools", "Schools")]
    a_region("East", [countries[2]])
    cities = []
    for number in range(40):
        country = chance.choice(countries)
        lat, lon = POINTS[country.pk]
        place = {"country": country, "type": chance.choice(types), "lat": lat + number / 20, "lon": lon + number / 20}
        if number % 8 == 7:
            city = a_city(f"Silent {number}", **place)
            a_membership(city, confirmed_on=timezone.now().date())
        else:
            city = a_member(f"Town {number}", **place)
        Profile.objects.create(city=city).themes.set(chance.sample(themes, chance.randint(0, 2)))
        cities.append(city)
    in_seat(cities[3])
    return cities


def in_seat(city, begin=date(2015, 9, 29), number=1, until=None):
    body, _made = Body.objects.get_or_create(key="steering")
    seat, _made = Seat.objects.get_or_create(body=body, number=number)
    return SeatTerm.objects.create(seat=seat, city=city, period=DateRange(begin, until))


def a_question(chance):
    """A random setting of the directory's filters."""
    values = {
        "region": ["150", "002"],
        "subregion": ["039", "154", "014", "011"],
        "country": [row[0] for row in COUNTRIES],
        "type": ["city", "county"],
        "theme": ["youth", "schools"],
        "network": [],
    }
    asked = {name: chance.sample(known, chance.randint(0, len(known))) for name, known in values.items() if known}
    asked = {name: chosen for name, chosen in asked.items() if chance.random() < 0.4}
    if chance.random() < 0.3:
        asked["q"] = chance.choice(["town", "silent", "town 1", "zzz"])
    asked |= {name: "1" for name in ("silent", *TICKS) if chance.random() < 0.15}
    return urlencode(asked, doseq=True)


def on_the_page(client, query):
    page = client.get(f"/cities/?{query}").content.decode()
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    figure = page.partition('<figure class="map">')[2].partition("</figure>")[0]
    return [set(re.findall(r'href="/cities/([\w-]+)/"', part)) for part in (table, figure)]


def in_the_csv(client, query):
    lines = list(csv.reader(io.StringIO(client.get(f"/cities/cities.csv?{query}").getvalue().decode("utf-8-sig"))))
    return {line[-1].rstrip("/").rpartition("/")[2] for line in lines[2:]}


def compare(client, times):
    chance = random.Random(8)
    seen = set()
    for _ in range(times):
        query = a_question(chance)
        listed, mapped = on_the_page(client, query)
        found = walk(client, f"{CITIES}?{query}&limit=15")
        assert len(found) == len(set(found)), query
        assert set(found) == listed == mapped == in_the_csv(client, query), query
        assert answer(client, f"{CITIES}?{query}")["total"] == len(found), query
        seen.add(len(found))
    assert len(seen) > 3  # the questions are not all alike
    assert len(walk(client, CITIES)) == member_cities() == answer(client, CITIES)["total"]


def test_list_map_table_and_interface_give_the_same_cities_for_random_questions(client, network):
    compare(client, 12)


@pytest.mark.nightly
def test_list_map_table_and_interface_give_the_same_cities_for_200_random_questions(client, network):
    compare(client, 200)


def test_a_city_is_told_as_exactly_as_it_is_known(client):
    porto = a_member("Porto", joined_on=date(2016, 3, 1))
    porto.memberships.update(precision="month")
    region = a_region("North", [porto.country])
    (city,) = answer(client, CITIES)["items"]
    assert (city["slug"], city["member_since"], city["population"]) == ("porto", "2016-03", None)
    assert city["country"] == {"code": "PT", "label": "Portugal"}
    assert city["network"] == {"code": region.code, "label": "North"}
    assert city["url"].endswith(porto.get_absolute_url())


@pytest.mark.parametrize(
    ("query", "parameter", "known"),
    [
        ("?region=777", "region", "150"),
        ("?colour=red", "colour", "country"),
        ("?sort=newest", "sort", "name"),
        ("?limit=1000", "limit", "1–100"),
        ("?cursor=abc", "cursor", "next"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_would_be(client, query, parameter, known):
    a_member("Porto")
    refusal = answer(client, CITIES + query, status=400)
    assert refusal["parameter"] == parameter
    assert known in " ".join(refusal["allowed"])


def test_a_cursor_belongs_to_its_list_question_and_limit(client, network):
    cursor = answer(client, f"{CITIES}?limit=2")["next"].partition("cursor=")[2]
    answer(client, f"{CITIES}?limit=2&cursor={cursor}")
    answer(client, f"{CITIES}?limit=3&cursor={cursor}", status=400)
    answer(client, f"{CITIES}?limit=2&country=PT&cursor={cursor}", status=400)
    answer(client, f"/api/v1/countries/?limit=2&cursor={cursor}", status=400)


def test_whoever_follows_the_cursor_meets_each_city_once_whatever_joins_meanwhile(client, network):
    first = answer(client, f"{CITIES}?limit=10")
    a_member("Aaa")
    rest = walk(client, path_of(first["next"]))
    found = [each["slug"] for each in first["items"]] + rest
    assert len(found) == len(set(found)) == 35


def test_a_suspended_or_never_member_is_in_no_answer(client):
    a_city("Beja")
    assert walk(client, CITIES) == walk(client, "/api/v1/countries/", "code") == []


def test_countries_stand_with_the_number_of_their_cities(client, network):
    rows = answer(client, "/api/v1/countries/")["items"]
    assert [each["code"] for each in rows] == sorted(each["code"] for each in rows)
    assert sum(each["cities"] for each in rows) == member_cities()
    assert walk(client, "/api/v1/countries/?limit=1", "code") == [each["code"] for each in rows]


def test_news_are_walked_newest_first_and_told_in_the_readers_language(client):
    porto = a_member("Porto")
    new = a_news_item("Bridge", texts={"en": "Bridge", "fr": "Pont"}, cities=[porto, a_city("Beja")])
    old = a_news_item("Tunnel", days_ago=5)
    a_news_item(status="draft")
    assert walk(client, "/api/v1/news/?limit=1") == [new.slug, old.slug]
    assert walk(client, "/api/v1/news/?city=porto") == [new.slug]
    told = json.loads(client.get("/api/v1/news/", headers={"Accept-Language": "fr"}).content)["items"][0]
    assert (told["title"], told["language"]) == ("Pont", "fr")
    assert told["cities"] == [{"slug": None, "name": "Beja"}, {"slug": "porto", "name": "Porto"}]


def test_seats_stand_with_their_terms_and_on_a_day(client):
    porto, braga = a_member("Porto"), a_member("Braga")
    in_seat(porto, until=date(2018, 9, 29))
    in_seat(braga, date(2018, 9, 29))
    rows = answer(client, "/api/v1/seats/")["items"]
    assert [(each["holder"], each["since"], each["until"]) for each in rows] == [
        ("Porto", "2015-09-29", "2018-09-29"),
        ("Braga", "2018-09-29", None),
    ]
    assert walk(client, "/api/v1/seats/?on=2018-09-28", "holder") == ["Porto"]
    assert walk(client, "/api/v1/seats/?body=advisory", "holder") == []
    answer(client, "/api/v1/seats/?body=other", status=400)


def test_priorities_rest_on_a_decision_that_everybody_may_read(client, ana):
    theme = a_term("theme", "youth", "Young people")
    body = Body.objects.get_or_create(key="steering")[0]
    given = {"body": body, "year": 2024, "kind": "priority", "status": "adopted", "decided_on": date(2024, 1, 1)}
    clear = Decision.objects.create(number=1, title="Youth first", sharing=Sharing.CLEAR, **given)
    green = Decision.objects.create(number=2, title="For members", sharing=Sharing.GREEN, **given)
    Priority.objects.create(theme=theme, decision=clear, period=DateRange(date(2024, 1, 1), date(2025, 1, 1)))
    Priority.objects.create(theme=theme, decision=green, period=DateRange(date(2025, 1, 1), None))
    for browser in (client, sign_in(client, ana)):
        (row,) = answer(browser, "/api/v1/priorities/")["items"]
        assert (row["theme"]["label"], row["decision"], row["until"]) == (
            "Young people",
            "steering/2024/1",
            "2025-01-01",
        )
    assert walk(client, "/api/v1/priorities/?on=2025-06-01", "title") == []


@pytest.mark.parametrize("name", ["cities", "countries", "news", "seats", "priorities"])
def test_an_unchanged_answer_is_not_sent_again_and_nothing_but_looking_is_taken(client, name):
    path = f"/api/v1/{name}/"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("name", "most"), [("cities", 4), ("countries", 2), ("news", 3), ("seats", 2), ("priorities", 2)]
)
def test_one_row_and_thirty_ask_as_many_questions(client, django_assert_max_num_queries, name, most):
    for number in range(30):
        city = a_member(country=a_country(*COUNTRIES[number % 4][:5]))
        in_seat(city, date(2015, 9, 29) + timedelta(days=number), number + 1)
        a_news_item(cities=[city])
    with django_assert_max_num_queries(most):
        client.get(f"/api/v1/{name}/")


def test_the_one_description_is_valid_and_names_every_filter_of_the_directory(client):
    schema = answer(client, "/api/v1/openapi.json")
    validate(schema)
    named = {each["name"] for each in schema["paths"][CITIES]["get"]["parameters"]}
    assert named == {"q", "silent", "sort", "limit", "cursor", *DirectoryFilter.MANY, *TICKS}
    paths = {f"/api/v1/{name}/" for name in ("cities", "countries", "news", "seats", "priorities", "resources")}
    assert paths <= set(schema["paths"])
