"""A person's own pages: settings, security, and what staff can do with an account."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from scn_portal.accounts import logins
from scn_portal.audit.models import AuditEntry
from tests.cast import PASSWORD
from tests.signing_in import sign_in, with_factor

pytestmark = pytest.mark.django_db
SETTINGS = {"name": "Ana", "name_in_other_script": "", "language": "fr", "zone": "Europe/Lisbon"}


def log_in(person):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_a_person_chooses_a_language_and_the_pages_follow(client, ana):
    sign_in(client, ana)
    assert client.get("/me/settings/", headers={"accept-language": "es"})["Content-Language"] == "en"
    assert client.post("/me/settings/", SETTINGS)["Location"] == "/me/settings/"
    answer = client.get("/me/settings/", headers={"accept-language": "es"})
    assert answer["Content-Language"] == "fr"
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer["Vary"].split(",")}


def test_a_language_chosen_for_this_browser_wins_over_the_person_s(client, ana, settings):
    sign_in(client, ana)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert client.get("/me/settings/")["Content-Language"] == "ar"


def test_a_zone_that_does_not_exist_is_refused(client, ana):
    sign_in(client, ana)
    assert client.post("/me/settings/", SETTINGS | {"zone": "Europe/Atlantis"}).status_code == 422
    ana.refresh_from_db()
    assert ana.zone == "UTC"


def test_settings_change_nothing_but_the_fields_they_show(client, ana):
    sign_in(client, ana)
    client.post("/me/settings/", SETTINGS | {"is_staff": "on", "email": "x@y.example", "is_active": ""})
    ana.refresh_from_db()
    assert (ana.is_staff, ana.is_active, ana.email) == (False, True, "ana@porto.example")


def test_a_person_sees_the_open_logins_and_ends_the_others(ana):
    here, there = log_in(ana), log_in(ana)
    assert len(here.get("/me/security/").context["form"].logins) == 2
    here.post("/me/security/", {"which": "others"})
    assert there.get("/me/security/").status_code == 302
    assert here.get("/me/security/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5", "Unknown device"),
    ],
)
def test_a_login_is_named_as_people_call_their_machines(user_agent, words):
    assert logins.in_words(user_agent) == words


def test_the_other_logins_can_be_ended_only_where_there_are_others(ana):
    here = log_in(ana)
    assert "End all other logins" not in here.get("/me/security/").content.decode()
    log_in(ana)
    assert "End all other logins" in here.get("/me/security/").content.decode()


def test_a_person_ends_one_login_by_its_code_and_nobody_else_s(ana, eve):
    here, strange = log_in(ana), log_in(eve)
    code = logins.open_logins(eve)[0].code
    here.post("/me/security/", {"which": code})
    assert strange.get("/me/security/").status_code == 200
    here.post("/me/security/", {"which": logins.open_logins(ana)[0].code})
    assert here.get("/me/security/").status_code == 302


def test_the_security_page_shows_factors_and_never_a_secret(client, ana):
    sign_in(client, ana, second_factor=True)
    page = client.get("/me/security/").content.decode()
    assert "/accounts/2fa/totp/deactivate/" in page and "/accounts/2fa/recovery-codes/" in page
    assert client.session.session_key not in page
    assert with_factor(ana).data["secret"] not in page


def test_a_person_without_a_factor_is_told_why_one_is_asked(client, dev):
    sign_in(client, dev, second_factor=False)
    answer = client.get("/me/second-factor/")
    assert answer.status_code == 200 and b"/accounts/2fa/totp/activate/" in answer.content


# What staff can do with an account
def people(client, person, **fields):
    return client.post(f"/admin/accounts/user/{person.pk}/change/", fields)


def test_an_administrator_suspends_a_person_whose_logins_end(client, ada, ana):
    theirs = log_in(ana)
    sign_in(client, ada)
    people(client, ana, name="Ana", language="en", zone="UTC")
    ana.refresh_from_db()
    assert not ana.is_active and theirs.get("/me/security/").status_code == 302
    entry = AuditEntry.objects.get(action="accounts.change_user")
    assert (entry.actor, entry.changed) == (ada.public_id, ["is_active"])


def test_granting_a_role_asks_for_fresh_proof(client, ada, ana):
    sign_in(client, ada, ago=16 * 60)
    answer = people(client, ana, name="Ana", language="en", zone="UTC", is_active="on", is_staff="on")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    ana.refresh_from_db()
    assert not ana.is_staff


def test_a_registrar_reads_people_and_changes_none(client, dev, ana):
    sign_in(client, dev)
    assert client.get(f"/admin/accounts/user/{ana.pk}/change/").status_code == 200
    assert people(client, ana, name="X", language="en", zone="UTC").status_code == 403


def test_staff_start_a_reset_and_never_set_a_password(client, ada, ana):
    sign_in(client, ada)
    page = client.get(f"/admin/accounts/user/{ana.pk}/change/").content.decode()
    assert "password" not in page.split("<main")[-1].lower()
    act = {"action": "start_a_reset", "_selected_action": [ana.pk]}
    client.post("/admin/accounts/user/", act)
    assert [each.to for each in mail.outbox] == [[ana.email]]


def test_mails_about_an_account_speak_the_person_s_language(client, ana):
    ana.language = "fr"
    ana.save()
    client.post("/accounts/password/reset/", {"email": ana.email})
    with translation.override("en"):
        english = "You're receiving this email because you or someone else has requested a password reset"
        assert english not in mail.outbox[0].body
