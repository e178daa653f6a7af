"""Regions of the network: staff draw them, the directory filters by them, hubs stand with their years."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.lifecycle import regions
from cities.models import Country, NetworkRegion, RegionalHub
from tests.factories.cities import a_country, a_member
from tests.factories.site import a_region, an_organisation
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_a_country_is_in_one_region_or_none_and_moves(mia):
    portugal, spain = a_country(), a_country("ES", "ESP")
    north, south = a_region("North"), a_region("South")
    regions.set_countries(north, by=mia, countries=[portugal, spain])
    regions.set_countries(south, by=mia, countries=[spain])
    assert dict(Country.objects.values_list("pk", "network_region")) == {"PT": north.pk, "ES": south.pk}
    regions.set_countries(south, by=mia, countries=[])
    assert Country.objects.get(pk="ES").network_region is None


def test_a_region_has_an_english_name_and_shows_the_readers(client):
    with pytest.raises(IntegrityError, match="network_region_named"), transaction.atomic():
        NetworkRegion.objects.create(code="x", names={"fr": "Nord"})
    NetworkRegion.objects.create(code="north", names={"en": "North", "fr": "Nord"})
    assert ">Nord</h2>" in client.get("/about/regions/", headers={"Accept-Language": "fr"}).content.decode()
    assert ">North</h2>" in client.get("/about/regions/", headers={"Accept-Language": "ar"}).content.decode()


def test_the_page_leads_to_exactly_the_cities_of_the_region(client, mia):
    porto = a_member("Porto")
    a_member("Nairobi", country=a_country("KE", "KEN", "Africa", "Eastern Africa", "002"))
    region = a_region("North", [porto.country])
    region.hubs.create(name="Northern Hub", organisation=an_organisation("Builders"))
    page = client.get("/about/regions/").content.decode()
    assert "1 member city" in page and f"?network={region.code}" in page
    assert "Northern Hub" in page and "hosted by Builders" in page and "years not known" in page


def test_a_hub_with_a_first_day_says_how_exactly_it_is_known():
    region = a_region()
    for given in ({"since": date(2020, 1, 1)}, {"precision": "year"}):
        with pytest.raises(IntegrityError, match="regional_hub_unknown_start"), transaction.atomic():
            region.hubs.create(name="Hub", **given)


def test_one_region_and_ten_ask_as_many_questions(client, django_assert_num_queries):
    a_region("North", [a_member("Porto").country])
    with django_assert_num_queries(5):  # text, numbers, regions, countries, hubs
        client.get("/about/regions/")
    for _ in range(9):
        a_region()
    with django_assert_num_queries(5):
        client.get("/about/regions/")


def test_without_a_region_the_page_says_so(client):
    assert "No region has been drawn yet" in client.get("/about/regions/").content.decode()


def test_moderators_draw_a_region_and_record_its_hub(client, mia):
    sign_in(client, mia)
    a_country()
    make = reverse("admin:cities_networkregion_make", args=["make"])
    assert client.post(make, {"code": "north", "name_fr": "Nord", "position": 1}).status_code == 422
    assert client.post(make, {"code": "north", "name_en": "North", "name_fr": "Nord", "position": 1}).status_code == 302
    assert client.post(make, {"code": "NORTH", "name_en": "North", "position": 1}).status_code == 422

    def act(verb, **values):
        data = {f"{verb}-{name}": value for name, value in values.items()}
        return client.post(reverse("admin:cities_networkregion_act", args=["north", verb]), data).status_code

    assert act("set_countries", countries="PT") == 302
    assert act("open_hub", name="Northern Hub", since="2022-01-01", precision="unknown") == 422
    assert act("open_hub", name="Northern Hub", since="2022-01-01", precision="year") == 302
    hub = RegionalHub.objects.get()
    assert act("close_hub", hub=hub.pk, until="2021-01-01") == 422
    assert act("close_hub", hub=hub.pk, until="2023-01-01") == 302
    region = NetworkRegion.objects.get()
    assert (region.names, region.countries.get().pk) == ({"en": "North", "fr": "Nord"}, "PT")
    assert client.get(reverse("admin:cities_networkregion_changelist")).status_code == 200
