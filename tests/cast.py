"""The named cast of the tests: each fixture is a person or a city one can think of.

Ana is lead contact of Porto, Paulo its political lead, Dina its deputy, Pia its practitioner, Olga acted for it once;
Bo is lead contact of Malmö, Eve a signed-in stranger without a role, Sam is suspended; Dev is a registrar, Mia a
moderator, Ada an administrator.
"""

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group

from scn_portal.accounts.models import User

from .factories.cities import a_country, a_member, a_representative

PASSWORD = "seven quiet lanterns by the sea"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_staff_member(group, email, name, **more):
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=True, **more)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def code_now(at=None):
    """What the authenticator app of the cast shows at this moment."""
    return format_hotp_value(hotp_value(SECRET, int(at or time.time()) // 30))


def with_factor(user):
    """Give the person an authenticator app and recovery codes. Returns the app's row."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        factor = TOTP.activate(user, SECRET).instance
        RecoveryCodes.activate(user)
    return factor


def sign_in(client, user, *, second_factor=None, ago=0):
    """A login as allauth leaves it, `ago` seconds old. Staff use a second factor unless said otherwise."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = time.time() - ago
    records = [{"method": "password", "at": at, "email": user.email}]
    if user.is_staff if second_factor is None else second_factor:
        records.append({"method": "mfa", "at": at, "id": with_factor(user).pk, "type": "totp"})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def a_representative_named(name, email, city, role, **more):
    user = User.objects.create_user(email, PASSWORD, name=name)
    a_representative(city, user, role, **more)
    return user


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@porto.example", PASSWORD, name="Ana Almeida")


@pytest.fixture
def porto(ana):
    return a_member("Porto", ana, slug="porto")


@pytest.fixture
def paulo(porto):
    return a_representative_named("Paulo Pinto", "paulo@porto.example", porto, "political_lead")


@pytest.fixture
def dina(porto):
    return a_representative_named("Dina Duarte", "dina@porto.example", porto, "deputy")


@pytest.fixture
def pia(porto):
    return a_representative_named("Pia Prata", "pia@porto.example", porto, "practitioner")


@pytest.fixture
def olga(porto):
    since, until = datetime(2017, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC)
    return a_representative_named("Olga Oliva", "olga@porto.example", porto, "deputy", since=since, until=until)


@pytest.fixture
def bo(db):
    return User.objects.create_user("bo@malmo.example", PASSWORD, name="Bo Berg")


@pytest.fixture
def malmo(bo):
    sweden = a_country("SE", "SWE", subregion="Northern Europe")
    return a_member("Malmö", bo, slug="malmo", country=sweden, lat=55.6, lon=13.0)


@pytest.fixture
def eve(db):
    return User.objects.create_user("eve@nowhere.example", PASSWORD, name="Eve")


@pytest.fixture
def sam(db):
    return User.objects.create_user("sam@porto.example", PASSWORD, name="Sam", is_active=False)


@pytest.fixture
def dev(db):
    return a_staff_member("registrar", "dev@host.example", "Dev")


@pytest.fixture
def mia(db):
    return a_staff_member("moderator", "mia@host.example", "Mia")


@pytest.fixture
def ada(db):
    return a_staff_member("administrator", "ada@host.example", "Ada")
