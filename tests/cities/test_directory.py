"""The directory: one set of cities in list, map, CSV and figure; the page of a city; what nobody may see."""

import csv
import io
import re
from datetime import date

import pytest

from cities.models import CityName, NetworkRegion, Profile, ProfileText, SiteText
from cities.panels import member_cities
from scn_portal.ui.tables import plain
from tests.factories.cities import a_city, a_country, a_member, a_membership, a_term

pytestmark = pytest.mark.django_db
LIST_QUERIES = 4  # session-less reader: groups, labels, rows, and the note of a country where one is shown


def named_in(html):
    """The slugs of the cities to which the table of the page leads."""
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return set(re.findall(r'href="/cities/([\w-]+)/"', table))


def on_the_map(html):
    figure = html.partition('<figure class="map">')[2].partition("</figure>")[0]
    return set(re.findall(r'href="/cities/([\w-]+)/"', figure))


def in_csv(response):
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["TLP:CLEAR"]
    return {row[-1].rstrip("/").rpartition("/")[2] for row in rows[2:]}


@pytest.fixture
def network(db):
    kenya = a_country("KE", "KEN", "Africa", "Eastern Africa", "002", subregion_code="014")
    county = a_term(code="county", label="County")
    return [a_member("Porto"), a_member("Braga"), a_member("Kwale", country=kenya, type=county, lat=-4.2, lon=39.4)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"porto", "braga", "kwale"}),
        ("?region=002", {"kwale"}),
        ("?country=PT", {"porto", "braga"}),
        ("?type=county&region=150", set()),
        ("?q=PORTO", {"porto"}),
        ("?region=150&region=002&sort=country", {"porto", "braga", "kwale"}),
        ("?sort=newest", {"porto", "braga", "kwale"}),
    ],
)
def test_table_map_and_csv_show_the_same_cities(client, network, query, expected):
    page = client.get(f"/cities/{query}").content.decode()
    assert named_in(page) == on_the_map(page) == expected
    assert in_csv(client.get(f"/cities/cities.csv{query}")) == expected


def test_the_default_list_is_what_the_home_page_counts(client, network):
    page = client.get("/cities/").content.decode()
    assert len(named_in(page)) == member_cities() == 3
    assert on_the_map(client.get("/").content.decode()) == named_in(page)


def test_the_list_asks_as_many_questions_for_three_cities_as_for_one(client, django_assert_num_queries):
    a_member("Porto")
    client.get("/cities/")
    with django_assert_num_queries(LIST_QUERIES - 1):
        client.get("/cities/")
    a_member("Braga")
    a_member("Faro")
    with django_assert_num_queries(LIST_QUERIES - 1):
        client.get("/cities/")


def test_the_page_of_a_city_stays_within_fifteen_questions(client, network, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        client.get("/cities/porto/")


def test_a_value_that_nobody_knows_is_left_out_and_said_so(client, network):
    page = client.get("/cities/?region=777&country=PT&sort=size").content.decode()
    assert named_in(page) == {"porto", "braga"}
    assert "777" in page
    assert "size" in page


def test_an_empty_answer_says_which_filter_to_drop(client, network):
    page = client.get("/cities/?region=002&country=PT").content.decode()
    assert "No member city fits all of this" in page
    assert 'href="?country=PT"' in page
    assert 'href="?region=002"' in page


def test_silent_cities_are_shown_on_request_alone(client, network):
    silent = a_city("Lagos")
    a_membership(silent)
    assert "lagos" not in named_in(client.get("/cities/").content.decode())
    assert "lagos" in named_in(client.get("/cities/?silent=1").content.decode())


def test_a_city_is_found_by_another_name_and_in_spite_of_a_wrong_letter(client):
    city = a_member("Copenhagen")
    a_member("Porto")
    CityName.objects.create(city=city, language="da", name="København", folded="kobenhavn", kind="official")
    for typed in ("københavn", "KOBENHAVN", "copenhagen", "copenhagn", "kopenhagen"):
        assert named_in(client.get("/cities/", {"q": typed}).content.decode()) == {"copenhagen"}, typed


def test_a_filter_by_theme_uses_the_profile(client, network):
    theme = a_term("theme", "youth", "Young people")
    Profile.objects.create(city=network[0]).themes.add(theme)
    assert named_in(client.get("/cities/?theme=youth").content.decode()) == {"porto"}


def test_a_region_of_the_network_is_a_filter_as_soon_as_one_has_countries(client, network, django_assert_num_queries):
    assert 'name="network"' not in client.get("/cities/").content.decode()
    region = NetworkRegion.objects.create(code="east", names={"en": "East Africa", "fr": "Afrique de l’Est"})
    region.countries.add(network[2].country)
    page = client.get("/cities/?network=east").content.decode()
    assert named_in(page) == on_the_map(page) == {"kwale"}
    assert in_csv(client.get("/cities/cities.csv?network=east")) == {"kwale"}
    assert "East Africa" in page
    assert "Afrique de l’Est" in client.get("/cities/", headers={"Accept-Language": "fr"}).content.decode()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/cities/")


def test_with_htmx_only_the_results_are_answered(client, network):
    part = client.get("/cities/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert named_in(part) == {"porto", "braga", "kwale"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_words_in_a_csv_never_begin_like_a_formula(cell):
    assert plain(cell) == f"'{cell}"
    assert plain("Porto") == "Porto"


def test_a_never_member_answers_like_an_address_that_does_not_exist(client):
    a_city("Berlin", slug="berlin")
    answers = [client.get(f"/cities/{slug}/") for slug in ("berlin", "nowhere")]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_former_member_keeps_its_name_and_years_and_is_not_indexed(client):
    city = a_city("Lagos", slug="lagos")
    a_membership(city, joined_on=a_day("2016-05-01"), ended_on=a_day("2019-06-01"))
    page = client.get("/cities/lagos/").content.decode()
    assert "2016–2019" in page
    assert "noindex" in page
    assert "lagos" not in client.get("/sitemap.xml").content.decode()


def a_day(text):
    return date.fromisoformat(text)


def test_a_city_speaks_the_readers_language_or_says_which_it_speaks(client):
    profile = Profile.objects.create(city=a_member("Porto"))
    ProfileText.objects.create(profile=profile, language="fr", number=1, summary="Bonjour", background="Notre ville")
    page = client.get("/cities/porto/").content.decode()
    assert 'lang="fr" dir="auto">Bonjour' in page
    assert "The city wrote this in French." in page
    ProfileText.objects.create(profile=profile, language="en", number=1, summary="Hello", background="Our city")
    assert "Bonjour" not in client.get("/cities/porto/").content.decode()


def test_the_note_of_a_country_stands_wherever_its_name_does(client):
    kosovo = a_country("XK", "XKX", "Europe", "Southern Europe", "150", note="placed by convention")
    SiteText.objects.create(
        key="country.xk", title="Note", body="Resolution 1244", status="published", published_at="2026-01-01T00:00Z"
    )
    a_member("Junik", country=kosovo)
    for path in ("/cities/", "/cities/junik/"):
        assert "Resolution 1244" in client.get(path).content.decode()


def test_a_person_is_never_named_on_the_page_of_a_city(client, ana, porto):
    assert ana.name not in client.get(porto.get_absolute_url()).content.decode()
