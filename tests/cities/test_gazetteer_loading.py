import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cities.gazetteer.file import FILE, Row, read, write
from cities.gazetteer.loading import load
from cities.gazetteer.nearest import nearest_larger
from cities.management.commands.build_places import as_row
from cities.models import Place, PlaceName
from tests.factories.places import small_gazetteer

AARHUS = Row(2624652, "Aarhus", "DK", "18", 56.15674, 10.21076, 285273, "Europe/Copenhagen", 0, ("aarhus", "arhus"))
ODENSE = Row(2615876, "Odense", "DK", "21", 55.39594, 10.38831, 180863, "Europe/Copenhagen", 0, ("odense",))


def held():
    return (
        list(Place.objects.order_by("pk").values()),
        list(PlaceName.objects.order_by("pk").values()),
        indexes(),
    )


def indexes():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, PlaceName._meta.db_table)
    return sorted(constraints)


def test_a_file_gives_back_the_rows_that_were_written(tmp_path):
    write([ODENSE, AARHUS], tmp_path / "places.xz")
    assert list(read(tmp_path / "places.xz")) == [AARHUS, ODENSE]


def test_the_same_rows_in_another_order_give_the_same_file(tmp_path):
    write([ODENSE, AARHUS], tmp_path / "one.xz")
    write([AARHUS, ODENSE], tmp_path / "two.xz")
    assert (tmp_path / "one.xz").read_bytes() == (tmp_path / "two.xz").read_bytes()


def test_names_of_a_source_entry_are_folded_and_stand_once():
    row = as_row(
        {
            "geonameid": 3091150, "name": "Łódź", "latitude": 51.8, "longitude": 19.5, "countrycode": "PL",
            "population": 768755, "timezone": "Europe/Warsaw", "admin1code": "74",
            "alternatenames": ["Lodz", "LODZ", "Lódz’", "لودز", "!"],
        }
    )  # fmt: skip
    assert row.names == ("lodz", "لودز")
    assert row.name == "Łódź"


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    before = indexes()
    small_gazetteer()
    once = held()
    small_gazetteer()
    assert held() == once
    assert once[2] == before
    assert len(once[0]) == 183


@pytest.mark.django_db
def test_a_place_that_left_the_file_keeps_its_row_but_is_not_found():
    load([AARHUS, ODENSE])
    load([AARHUS._replace(population=290_000)])
    assert list(Place.objects.order_by("pk").values_list("name", "population")) == [
        ("Odense", 180_863),
        ("Aarhus", 290_000),
    ]
    assert set(PlaceName.objects.values_list("folded", "weight")) == {("aarhus", 30 * 290_000), ("arhus", 290_000)}


@pytest.mark.django_db
def test_a_filled_gazetteer_is_left_alone_when_asked(capsys):
    load([AARHUS])
    call_command("load_places", "--if-empty")
    assert capsys.readouterr().out == "The gazetteer is loaded already.\n"
    assert Place.objects.count() == 1


def test_a_missing_file_is_an_error_with_its_name(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.xz"):
        call_command("load_places", "--file", str(tmp_path / "nowhere.xz"))


def test_the_next_larger_place_is_near_large_and_of_the_same_country():
    victoria = Row(1, "Victoria", "CA", "02", 48.43, -123.37, 91_000, "", 0, ("victoria",))
    sidney = victoria._replace(geonames_id=2, name="Sidney", lat=48.65, population=11_000)
    seattle = victoria._replace(geonames_id=3, name="Seattle", country_code="US", lat=47.6, population=740_000)
    vancouver = victoria._replace(geonames_id=4, name="Vancouver", lat=49.25, lon=-123.12, population=660_000)
    toronto = victoria._replace(geonames_id=5, name="Toronto", lat=43.7, lon=-79.42, population=2_700_000)
    assert nearest_larger([victoria, sidney, seattle, vancouver, toronto]) == {1: 4, 2: 1, 3: 0, 4: 5, 5: 0}


def test_a_country_of_small_places_still_has_a_larger_one():
    vaduz = Row(1, "Vaduz", "LI", "11", 47.14, 9.52, 5_600, "", 0, ("vaduz",))
    hamlet = vaduz._replace(geonames_id=2, name="Planken", lat=47.18, population=0)
    assert nearest_larger([vaduz, hamlet]) == {1: 0, 2: 1}


def test_the_shipped_file_is_small_enough_to_keep_in_the_repository():
    assert FILE.stat().st_size < 7_000_000


@pytest.mark.nightly
@pytest.mark.django_db(transaction=True)
def test_the_whole_gazetteer_loads_within_fifteen_seconds():
    from time import monotonic

    started = monotonic()
    call_command("load_places")
    assert monotonic() - started < 15
    assert Place.objects.count() == 170_391
    assert PlaceName.objects.count() > 860_000
