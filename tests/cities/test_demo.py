"""The demonstration network is that of the files, whoever loads it and however often."""

import csv
from pathlib import Path

import pytest
from django.apps import apps

from cities import demo
from cities.models import City, Country, JoinRequest, Membership, Place, SiteText, Term
from cities.site_texts import FOLDER, texts_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(db):
    demo.seed()


def rows_of_all_models():
    return {
        model.__name__: sorted(map(str, model.objects.values_list("pk", flat=True)))
        for model in apps.get_app_config("cities").get_models()
    }


def test_the_seed_shows_the_91_member_cities_of_39_countries(seeded):
    assert City.objects.listed().count() == 91
    assert demo.countries_of_members() == 39
    assert City.objects.count() == 144
    assert demo.check() == []


def test_seeding_twice_changes_nothing(seeded, django_assert_max_num_queries):
    before = rows_of_all_models()
    with django_assert_max_num_queries(50):
        demo.seed()
    assert rows_of_all_models() == before


def test_seeding_again_leaves_what_staff_changed(seeded):
    Membership.objects.filter(city__slug="oslo").update(ended_on=demo.today())
    City.objects.filter(slug="oslo").update(population=1)
    demo.seed()
    assert City.objects.with_status().get(slug="oslo").status == "ended"
    assert any("oslo: population" in line for line in demo.check())


def test_a_membership_is_as_precise_as_its_source(seeded):
    known = {each.slug: (each.joined_on, each.precision) for each in City.objects.with_status()}
    assert (str(known["aarhus"][0]), known["aarhus"][1]) == ("2015-09-29", "day")
    assert (str(known["cair"][0]), known["cair"][1]) == ("2016-01-01", "month")
    assert known["the-hague"][1] == "year"
    assert known["malaga"] == (None, "unknown")


def test_an_unknown_population_stays_unknown_and_a_point_set_by_hand_says_so(seeded):
    assert City.objects.get(slug="victoria-state-of").population is None
    assert City.objects.get(slug="kolofata").point_by == City.PointBy.STAFF


def test_cities_get_their_place_once_the_gazetteer_is_there(seeded):
    Place.objects.create(geonames_id=2624652, name="Aarhus", country_code="DK", lat=56.1, lon=10.2, zone="Europe/Oslo")
    Place.objects.create(geonames_id=1185241, name="Dhaka", country_code="BD", lat=23.7, lon=90.4)
    demo.seed()
    assert City.objects.get(slug="aarhus").place_id == 2624652
    assert City.objects.get(slug="dhaka-south").place_id is None, "the point is that of another place"


def test_nobody_of_the_seed_can_sign_in_before_the_launcher_gives_a_password(seeded):
    people = [person for _, person, _ in demo.cast()]
    assert [role for role, _, _ in demo.cast()] == ["lead_contact", "deputy", "practitioner", "political_lead"]
    assert all("(Demonstration)" in person.name and not person.has_usable_password() for person in people)
    assert all(person.email.endswith(".example") for person in people)


def test_six_join_requests_wait_and_none_is_decided(seeded):
    requests = list(JoinRequest.objects.all())
    assert [each.status for each in requests] == ["submitted"] * 6
    assert {flag for each in requests for flag in each.flags} == {
        "free_mail",
        "free_host",
        "mixed_script",
        "look_alike",
    }
    targets = [each.target for each in requests]
    assert sorted(targets.count(each) for each in set(targets)) == [1, 1, 1, 1, 2]


def test_the_lists_have_labels_and_leave_out_what_is_not_used(seeded):
    assert Term.objects.filter(list="theme").count() == 22
    assert not Term.objects.filter(list="member_role").exists()
    for term in Term.objects.prefetch_related("labels"):
        assert sorted(each.language for each in term.labels.all()) == ["ar", "en", "es", "fr"], term.code


def test_every_country_of_the_table_has_a_region(seeded):
    assert Country.objects.filter(region_code="").count() == 0
    assert Country.objects.get(pk="XK").subregion == "Southern Europe"


def test_the_shipped_table_of_cities_names_a_source_for_each():
    with (Path(demo.tables.DATA) / "cities.csv").open(encoding="utf-8") as file:
        assert all(row["source"] for row in csv.DictReader(file))


def test_every_text_exists_in_four_languages_and_says_that_a_translation_is_to_be_checked(seeded):
    keys = {file.stem for file in (FOLDER / "en").glob("*.md")}
    for language in ("en", "fr", "es", "ar"):
        texts = texts_for(keys, language)
        assert all(text.title and text.language == language for text in texts.values())
    assert not SiteText.objects.filter(language="en", needs_check=True).exists()
    assert not SiteText.objects.exclude(language="en").filter(needs_check=False).exists()


def test_a_text_that_is_missing_in_a_language_is_shown_in_english_and_says_so(seeded):
    SiteText.objects.filter(language="fr").update(status="retired")
    text = texts_for(["mission"], "fr")["mission"]
    assert (text.language, text.is_fallback) == ("en", True)
    assert text.body
