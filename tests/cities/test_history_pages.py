"""A city over the years: who sees names, what stays, and how a text changed."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from cities.lifecycle import membership
from cities.lifecycle.profile import profile_of, write
from cities.models import Confirmation
from scn_portal.lifecycle import SYSTEM
from tests.factories.cities import a_membership, a_representative
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/cities/porto/history/"


@pytest.fixture
def texts(porto, ana):
    for number, approach in enumerate(["We meet weekly.", "We meet monthly with schools."]):
        given = {"summary": "Neighbours first.", "background": "", "approach": approach}
        write(profile_of(porto), by=ana, language="en", seen=number, **given)


def test_the_city_s_own_people_and_staff_read_names_checks_and_versions(client, ana, pia, dev, porto, texts):
    membership.confirm(porto.memberships.get(), by=ana)
    for somebody in (ana, pia, dev):
        text = words(sign_in(client, somebody).get(PAGE))
        for shown in ("Ana, Head of prevention", "Who confirmed when", "English, version 2", "1 May 2016", "Pia"):
            assert shown in text, (somebody.name, shown)


def test_others_read_years_and_offices_alone(client, ana, pia, linn, eve, porto, texts):
    membership.confirm(porto.memberships.get(), by=ana)
    for answer in (Client().get(PAGE), sign_in(client, linn).get(PAGE), sign_in(Client(), eve).get(PAGE)):
        text = words(answer)
        assert "1 May 2016" in text and "Youth office" in text
        for hidden in ("Ana", "Pia", "Who confirmed when", "version 2", "/history/en/"):
            assert hidden not in text, hidden
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_who_lost_the_role_reads_as_others_do(client, ana, pia, porto):
    membership.end_role(pia.representations.get(), by=ana)
    assert "Ana" not in words(sign_in(client, pia).get(PAGE))


def test_past_acts_keep_name_and_office_of_their_time(client, ana, dora, dev, porto):
    old = porto.representatives.get(user=ana)
    write(profile_of(porto), by=ana, language="en", seen=0, summary="Then.", background="", approach="")
    membership.confirm(porto.memberships.get(), by=ana)
    membership.end_role(old, by=SYSTEM)
    a_representative(porto, ana, "practitioner", since=datetime(2100, 1, 1, tzinfo=UTC), office="Archivist")
    text = words(sign_in(client, dora).get(PAGE))
    assert text.count("Ana, Head of prevention") == 2 and "Ana, Archivist" not in text


def test_a_former_member_shows_its_years_and_nobody_s_office(client, oldtown, omar):
    text = words(Client().get("/cities/oldtown/history/"))
    assert "1 May 2016: joined the network" in text and "1 May 2020: left the network" in text
    assert "Who acted for the city" not in text


def test_an_unknown_or_rough_day_is_not_made_exact(client, malmo, porto):
    porto.memberships.update(precision="year")
    assert "2016: joined the network" in words(client.get(PAGE)) and "May 2016" not in words(client.get(PAGE))


def test_a_city_that_left_and_came_back_shows_both_periods(client, oldtown):
    a_membership(oldtown, date(2023, 2, 1), confirmed_on=date(2023, 2, 1))
    text = words(client.get("/cities/oldtown/history/"))
    assert text.count("joined the network") == 2


def test_a_city_that_never_was_a_member_is_a_wrong_address(client, porto):
    assert client.get("/cities/nowhere/history/").status_code == 404


def test_a_version_stands_beside_the_one_before_with_its_changes(client, ana, porto, texts):
    page = sign_in(client, ana).get(f"{PAGE}en/2/").content.decode()
    assert "<del>" in page and "<ins>" in page
    text = words(client.get(f"{PAGE}en/2/"))
    assert "Version 1" in text and "Ana, Head of prevention" in text
    first = client.get(f"{PAGE}en/1/").content.decode()
    assert "<del>" not in first and f"{PAGE}en/2/" in first


@pytest.mark.parametrize("address", ["en/3/", "en/0/", "fr/1/", "xx/1/"])
def test_a_version_that_is_not_there_is_not_found(client, ana, porto, texts, address):
    assert sign_in(client, ana).get(f"{PAGE}{address}").status_code == 404


def test_versions_are_for_own_people_and_staff(client, pia, linn, dev, mia, porto, texts):
    for somebody, status in ((pia, 200), (dev, 200), (mia, 200), (linn, 404)):
        assert sign_in(client, somebody).get(f"{PAGE}en/1/").status_code == status
    assert Client().get(f"{PAGE}en/1/").status_code == 302


def test_signs_of_html_in_an_old_text_stay_signs(client, ana, porto):
    write(profile_of(porto), by=ana, language="en", seen=0, summary="<b>x</b>", background="", approach="")
    assert "&lt;b&gt;x" in sign_in(client, ana).get(f"{PAGE}en/1/").content.decode()


QUERIES = {"own": 11, "public": 3}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_few_queries_with_one_row_as_with_thirty(client, ana, porto, rows, django_assert_num_queries):
    for number in range(rows):
        a_representative(porto, role="practitioner")
        given = {"summary": f"Version {number}", "background": "", "approach": ""}
        write(profile_of(porto), by=ana, language="en", seen=number, **given)
        Confirmation.objects.create(membership=porto.memberships.get(), on=date(2020, 1, 1), by=ana, basis="registrar")
    sign_in(client, ana).get(PAGE)
    with django_assert_num_queries(QUERIES["own"]):
        client.get(PAGE)
    visitor = Client()
    with django_assert_num_queries(QUERIES["public"]):
        visitor.get(PAGE)
