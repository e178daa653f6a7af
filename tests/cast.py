"""The named cast of the tests: each fixture is a person or a city one can think of.

Porto is a member: Ana is its lead contact, Paulo its political lead, Dora its deputy, Pia its practitioner; Rui
represented it once.
Malmö is a member: Linn is its lead contact, Bo its practitioner. Oldtown left: Omar was its lead contact to the end
and his role was never closed. Eve is a signed-in stranger, Sam's account is closed.
Dev and Rita are registrars, Tess is a registrar who once represented Porto. Mia and Noa are moderators, Tim is a
moderator who once represented Porto. Ada is an administrator.
Everybody has the same password, `PASSWORD`.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from cities.models import CityDomain
from scn_portal.accounts.models import User
from tests.factories.cities import a_city, a_country, a_membership, a_representative

PASSWORD = "a-quiet-harbour-of-tests"
PAGE = "https://www.city.example/contact"


def person(name, email, **more):
    return User.objects.create_user(email, PASSWORD, name=name, **more)


def staff(name, group):
    user = person(name, f"{name.lower()}@network.example", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def member(name, country, domain, **more):
    city = a_city(name, country, **more)
    a_membership(city, date(2016, 5, 1), confirmed_on=datetime.now(UTC).date() - timedelta(days=30))
    CityDomain.objects.create(city=city, domain=domain, source_url=PAGE)
    return city


@pytest.fixture
def porto(db):
    return member("Porto", a_country(), "porto.example")


@pytest.fixture
def malmo(db):
    sweden = a_country("SE", "SWE", subregion="Northern Europe")
    city = member("Malmö", sweden, "malmo.example", lat=55.6, lon=13.0)
    a_representative(city, person("Linn", "linn@malmo.example"))
    return city


@pytest.fixture
def oldtown(db):
    city = a_city("Oldtown", a_country("GB", "GBR", subregion="Northern Europe"), lat=52.0, lon=0.0)
    a_membership(city, date(2016, 5, 1), confirmed_on=date(2019, 5, 1), ended_on=date(2020, 5, 1))
    return city


@pytest.fixture
def ana(porto):
    return a_representative(porto, person("Ana", "ana@porto.example")).user


@pytest.fixture
def paulo(porto):
    return a_representative(porto, person("Paulo", "paulo@porto.example"), "political_lead", office="Mayor").user


@pytest.fixture
def dora(porto):
    return a_representative(porto, person("Dora", "dora@porto.example"), "deputy").user


@pytest.fixture
def pia(porto):
    return a_representative(porto, person("Pia", "pia@porto.example"), "practitioner", office="Youth office").user


@pytest.fixture
def rui(porto):
    gone = datetime(2021, 3, 1, tzinfo=UTC)
    return a_representative(porto, person("Rui", "rui@elsewhere.example"), "practitioner", until=gone).user


@pytest.fixture
def bo(malmo):
    return a_representative(malmo, person("Bo", "bo@malmo.example"), "practitioner", office="Youth worker").user


@pytest.fixture
def linn(malmo):
    return User.objects.get(email="linn@malmo.example")


@pytest.fixture
def omar(oldtown):
    return a_representative(oldtown, person("Omar", "omar@oldtown.example")).user


@pytest.fixture
def eve(db):
    return person("Eve", "eve@stranger.example")


@pytest.fixture
def sam(porto):
    return a_representative(porto, person("Sam", "sam@porto.example", is_active=False), "practitioner").user


@pytest.fixture
def dev(db):
    return staff("Dev", "registrar")


@pytest.fixture
def rita(db):
    return staff("Rita", "registrar")


@pytest.fixture
def tess(porto):
    user = staff("Tess", "registrar")
    a_representative(porto, user, "practitioner", until=datetime(2022, 1, 1, tzinfo=UTC))
    return user


@pytest.fixture
def mia(db):
    return staff("Mia", "moderator")


@pytest.fixture
def noa(db):
    return staff("Noa", "moderator")


@pytest.fixture
def tim(porto):
    user = staff("Tim", "moderator")
    a_representative(porto, user, "practitioner", until=datetime(2022, 1, 1, tzinfo=UTC))
    return user


@pytest.fixture
def ada(db):
    return staff("Ada", "administrator")
