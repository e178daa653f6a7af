"""Organisations beside the cities: their roles with years, and where they stand on the page of partners."""

from datetime import date

import pytest
from django.urls import reverse

from cities.lifecycle import organisations
from cities.models import Organisation
from scn_portal.lifecycle import TransitionRefused
from tests.factories.cities import a_country
from tests.factories.site import a_region, an_organisation
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def part(page, heading):
    """The section of the page below that heading."""
    return page.partition(f'id="{heading}"')[2].partition("</section>")[0]


def test_partners_stand_by_what_is_known_of_their_years(client, mia):
    host, old, new, undated, none = (an_organisation(name) for name in ("Host", "Old", "New", "Undated", "None"))
    year = {"precision": "year"}
    organisations.give_role(host, by=mia, role="host")
    organisations.give_role(old, by=mia, role="co_host", since=date(2020, 1, 1), until=date(2020, 12, 31), **year)
    organisations.give_role(new, by=mia, role="programme_partner", since=date(2024, 1, 1), **year)
    organisations.give_role(undated, by=mia, role="funder")
    page = client.get("/about/partners/").content.decode()
    assert "Host" in part(page, "now") and "since 2024" in part(page, "now")
    assert ">Old<" in part(page, "earlier") and ">2020</span>" in part(page, "earlier")
    assert ">Undated<" in part(page, "undated") and "years not known" in part(page, "undated")
    assert "1 other organisation" in page and ">None<" in page
    strip = client.get("/").content.decode().partition('id="partners"')[2].partition("</section>")[0]
    assert [name for name in ("Host", "Old", "New", "Undated", "None") if f"<bdi>{name}</bdi>" in strip] == [
        "Host",
        "New",
    ]


def test_a_role_is_held_once_at_a_time_and_its_years_stay_when_it_ends(mia):
    partner = an_organisation()
    organisations.give_role(partner, by=mia, role="funder", since=date(2020, 1, 1), precision="year")
    with pytest.raises(TransitionRefused, match="has this role already"):
        organisations.give_role(partner, by=mia, role="funder")
    organisations.end_role(partner, by=mia, held=partner.roles.get(), until=date(2022, 12, 31))
    organisations.give_role(partner, by=mia, role="funder", since=date(2024, 1, 1), precision="year")
    assert [each.until for each in partner.roles.order_by("since")] == [date(2022, 12, 31), None]


def test_who_hosts_a_hub_of_a_region_is_a_partner(client):
    a_region("North").hubs.create(name="Northern Hub", organisation=an_organisation("Builders"))
    assert "Hosts the hub for North" in part(client.get("/about/partners/").content.decode(), "now")


def test_one_partner_and_thirty_ask_as_many_questions(client, mia, django_assert_num_queries):
    def add():
        partner = an_organisation(country=a_country())
        organisations.give_role(partner, by=mia, role="funder")

    add()
    with django_assert_num_queries(4):  # text, organisations, roles, hubs
        client.get("/about/partners/")
    for _ in range(29):
        add()
    with django_assert_num_queries(4):
        client.get("/about/partners/")


def test_without_an_organisation_the_page_says_so(client):
    assert "No organisation is on record yet" in client.get("/about/partners/").content.decode()


def test_moderators_enter_an_organisation_and_its_roles(client, mia):
    sign_in(client, mia)
    address = reverse("admin:cities_organisation_make", args=["register"])
    assert client.post(address, {"name": "Ørsted Builders", "kind": "ngo"}).status_code == 302
    organisation = Organisation.objects.get()
    act = reverse("admin:cities_organisation_act", args=[organisation.slug, "give_role"])
    role = {"give_role-role": "funder", "give_role-since": "2020-01-01", "give_role-precision": "unknown"}
    assert client.post(act, role).status_code == 422
    assert client.post(act, role | {"give_role-precision": "year"}).status_code == 302
    end = reverse("admin:cities_organisation_act", args=[organisation.slug, "end_role"])
    held = {"end_role-held": organisation.roles.get().pk}
    assert client.post(end, held | {"end_role-until": "2019-01-01"}).status_code == 422
    assert client.post(end, held | {"end_role-until": "2021-01-01"}).status_code == 302
    change = reverse("admin:cities_organisation_act", args=[organisation.slug, "change"])
    assert client.post(change, {"change-name": "Builders", "change-kind": "network"}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.slug) == ("Builders", "ørsted-builders")
