"""Requests that may mean one authority are shown side by side; nothing is merged by a rule."""

import pytest

from cities.duplicates import distance_km, duplicates_of
from cities.targets import city_meant, target_key
from tests.factories.cities import a_city, a_country, a_term
from tests.factories.joining import a_draft, a_submitted_request

pytestmark = pytest.mark.django_db
FAR = {"proposed_lat": 10.0, "proposed_lon": 10.0}


def test_the_same_folded_name_in_one_country_is_a_duplicate():
    one = a_submitted_request(proposed_name="Évora Nova")
    other = a_submitted_request(proposed_name="EVORA  nova", **FAR)
    assert list(duplicates_of(one)) == [other]
    assert "duplicate" in other.flags and "duplicate" not in one.flags


def test_the_same_name_in_another_country_is_none():
    one = a_submitted_request(proposed_name="Tripoli", proposed_country=a_country("LY", "LBY", "Africa"))
    a_submitted_request(proposed_name="Tripoli", proposed_country=a_country("LB", "LBN", "Asia"), **FAR)
    assert not duplicates_of(one).exists()


@pytest.mark.parametrize(("east", "found"), [(0.035, True), (0.040, False)])
def test_points_less_than_3_km_apart_are_duplicates_where_the_type_is_the_same(east, found):
    north = 41.0  # here a degree east is about 84 km
    one = a_submitted_request(proposed_lat=north, proposed_lon=0.0)
    a_submitted_request(proposed_lat=north, proposed_lon=east)
    a_submitted_request(proposed_lat=north, proposed_lon=0.001, proposed_type=a_term(code="county", label="County"))
    assert duplicates_of(one).exists() is found
    assert (distance_km((north, 0.0), (north, east)) < 3) is found


def test_a_draft_is_nobodys_duplicate():
    one = a_submitted_request(proposed_name="Newtown")
    a_draft(proposed_name="Newtown", proposed_country=one.proposed_country)
    assert not duplicates_of(one).exists()


def test_points_on_both_sides_of_the_date_line_are_near():
    assert distance_km((-17.0, 179.99), (-17.0, -179.99)) < 3
    assert round(distance_km((0, 0), (0, 180))) == 20015


def test_a_city_on_record_is_meant_by_its_place_or_by_its_folded_name(porto):
    request = a_draft(proposed_name="porto", proposed_country=porto.country, proposed_type=porto.type)
    assert city_meant(request) == porto
    request.proposed_type = a_term(code="county", label="County")
    assert city_meant(request) is None


def test_the_key_of_a_target_is_the_same_however_the_name_is_written():
    values = {"proposed_country": a_country(), "proposed_type": a_term(code="city")}
    one = a_draft(proposed_name="São  João", **values)
    other = a_draft(proposed_name="sao joao", **values)
    assert target_key(one) == target_key(other) == "PT||city|sao joao"
    city = a_city("Elsewhere")
    assert target_key(a_draft(city=city)) == f"city:{city.pk}"
