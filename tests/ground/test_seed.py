"""The demonstration is seeded once, and its cast can sign in, also after a second seeding."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from scn_portal.accounts.models import User
from scn_portal.accounts.rules import is_administrator, is_moderator, is_registrar
from scn_portal.demo import cast, second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(settings, tmp_path):
    settings.STATE_FOLDER = tmp_path
    return tmp_path


def people():
    return {each["role"]: each for each in cast.kept().values()}


def test_each_of_the_staff_has_one_role_a_good_password_and_a_second_factor(state):
    cast.gather([])
    claims = {"registrar": is_registrar, "moderator": is_moderator, "administrator": is_administrator}
    for role, claim in claims.items():
        user = User.objects.get(email=people()[role]["email"])
        assert claim(user)
        assert list(user.groups.values_list("name", flat=True)) == [role]
        assert not user.is_superuser
        validate_password(people()[role]["password"], user)
        assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == {
            "totp",
            "recovery_codes",
        }
    assert is_moderator(cast.colleague("second moderator"))
    assert cast.check() == []


def test_a_member_of_the_cast_gets_a_password_and_no_second_factor(state):
    bo = User.objects.create_user("bo@malmo.example", name="Bo")
    cast.gather([("lead_contact", bo, "Malmö")])
    assert people()["lead contact"] == {
        "role": "lead contact",
        "name": "Bo",
        "email": "bo@malmo.example",
        "password": cast.kept()["bo@malmo.example"]["password"],
        "totp_secret": None,
        "city": "Malmö",
    }
    bo.refresh_from_db()
    assert bo.check_password(people()["lead contact"]["password"])


def test_seeding_again_keeps_passwords_and_secrets(state):
    cast.gather([])
    before = (state / "cast.json").read_text()
    cast.gather([])
    assert (state / "cast.json").read_text() == before
    assert Authenticator.objects.count() == 2 * len(cast.STAFF)


def test_an_emptied_database_gets_the_kept_passwords_back(state):
    cast.gather([])
    before = cast.kept()
    Authenticator.objects.all().delete()
    User.objects.all().delete()
    assert cast.check() == [f"{email} cannot sign in with what was kept" for email in before]
    cast.gather([])
    assert cast.kept() == before
    assert cast.check() == []


def test_the_printed_codes_are_those_that_the_sign_in_expects(state):
    cast.gather([])
    secret = people()["registrar"]["totp_secret"]
    now = time.time()
    assert second_factor.code(secret, now) == format_hotp_value(hotp_value(secret, int(now) // 30))
    assert second_factor.code(secret, now) != second_factor.code(secret, now + 30)


def test_the_kept_cast_is_for_its_owner_only(state):
    cast.gather([])
    assert (state / "cast.json").stat().st_mode & 0o777 == 0o600
    assert len(json.loads((state / "cast.json").read_text())) == len(cast.STAFF)


def test_the_check_names_what_is_missing(state):
    with pytest.raises(CommandError, match="nobody was seeded yet"):
        call_command("seed", check=True)


def test_the_seed_makes_the_network_and_somebody_of_every_role(state, capsys):
    call_command("seed")
    call_command("seed", check=True)
    assert {"registrar", "moderator", "administrator", "lead contact", "deputy", "practitioner"} <= set(people())
    assert "91 member cities of 39 countries" in capsys.readouterr().out
