"""Signing in: one path, no word about who has an account, a second factor that nothing leads around."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from scn_portal.accounts import fresh, logins, sealing
from scn_portal.accounts.addresses import is_own_address
from scn_portal.accounts.middleware import MEMBER_ENDS, STAFF_ENDS
from scn_portal.notifications.models import InboxItem, OutboxMail
from tests.cast import PASSWORD
from tests.signing_in import SECRET, code_now, sign_in, with_factor

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client, person, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": person.email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_secret_is_sealed_in_the_database_and_opens_with_the_key_before(ana, settings):
    factor = with_factor(ana)
    assert SECRET not in str(Authenticator.objects.filter(user=ana).values_list("data", flat=True))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key " * 8
    assert decrypt(factor.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.InvalidToken):
        decrypt(factor.data["secret"])


def test_nobody_signs_up(client, django_user_model):
    for method in (client.get, client.post):
        assert method("/accounts/signup/", {"email": "x@y.example", "password1": PASSWORD}).status_code == 404
    assert django_user_model.objects.count() == 0


def test_a_member_signs_in_with_a_password_and_the_login_key_changes(client, ana):
    client.get(LOGIN)
    before = client.session.session_key
    assert log_in(client, ana)["Location"] == "/me/"
    assert is_signed_in(client) and client.session.session_key != before


def test_who_has_a_second_factor_is_asked_for_it_and_each_code_works_once(client, ana):
    with_factor(ana)
    assert log_in(client, ana)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    code = code_now()
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)
    other = Client()
    log_in(other, ana)
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_signed_in(other)


def test_a_recovery_code_works_once_and_its_owner_is_told(client, ana, django_capture_on_commit_callbacks):
    with_factor(ana)
    code = Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()[0]
    for browser, lets_in in ((client, True), (Client(), False)):
        log_in(browser, ana)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_signed_in(browser) is lets_in
    assert OutboxMail.objects.filter(kind="accounts.recovery_code_used", person=ana).count() == 1


def test_a_suspended_person_gets_the_answer_of_a_wrong_password(client, ana, sam):
    texts = []
    for person, password in ((ana, "wrong"), (sam, "wrong"), (sam, PASSWORD)):
        answer = Client().post(LOGIN, {"login": "same@length.example", "password": password})
        answer = log_in(Client(), person, password)
        texts.append((answer.status_code, answer.context["form"].errors.as_text()))
    assert texts[0] == texts[1] == texts[2] and texts[0][1]


def test_a_suspension_ends_at_the_next_request(client, ana):
    sign_in(client, ana)
    assert client.get("/accounts/password/change/").status_code == 200
    ana.is_active = False
    ana.save()
    assert client.get("/accounts/password/change/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("who, ends", [("ana", MEMBER_ENDS), ("dev", STAFF_ENDS)])
def test_a_login_ends_when_idle_and_when_it_is_old(client, request, who, ends):
    person, (idle, absolute) = request.getfixturevalue(who), ends
    with time_machine.travel(time.time(), tick=False) as clock:
        sign_in(client, person)
        for _step in range(3):
            clock.shift(idle - 1)
            client.get("/accounts/logout/")
            assert is_signed_in(client)
        clock.shift(idle + 1)
        client.get("/accounts/logout/")
        assert not is_signed_in(client)
        sign_in(client, person)
        while is_signed_in(client):
            clock.shift(idle // 2)
            client.get("/accounts/logout/")
            absolute -= idle // 2
        assert -idle < absolute < 0


def test_looking_around_writes_the_instant_of_use_at_most_once_a_minute_for_staff(
    client, dev, django_assert_num_queries
):
    with time_machine.travel(time.time(), tick=False) as clock:
        sign_in(client, dev)
        client.get("/accounts/logout/")
        before = Session.objects.get().session_data
        clock.shift(50)
        client.get("/accounts/logout/")
        assert Session.objects.get().session_data == before
        clock.shift(20)
        client.get("/accounts/logout/")
        assert Session.objects.get().session_data != before


# The gate
def test_staff_without_a_second_factor_reach_only_the_page_that_sets_one_up(client, dev):
    sign_in(client, dev, second_factor=False)
    assert client.get("/admin/")["Location"] == "/me/second-factor/?next=%2Fadmin%2F"
    assert client.get("/accounts/2fa/recovery-codes/")["Location"].startswith("/me/second-factor/")
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.post("/accounts/email/", {"email": "x@y.example"})["Location"] == "/me/second-factor/"


def test_a_login_from_before_the_set_up_does_not_count(client, dev):
    sign_in(client, dev, second_factor=False)
    with_factor(dev)
    assert client.get("/admin/")["Location"].startswith("/me/second-factor/")
    assert client.get("/me/second-factor/?next=/admin/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
    for page in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/recovery-codes/"):
        assert client.get(page)["Location"].startswith("/me/second-factor/"), page
    client.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_a_factor_that_was_removed_counts_no_longer(client, dev):
    sign_in(client, dev)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(user=dev).delete()
    assert client.get("/admin/")["Location"].startswith("/me/second-factor/")


def test_a_rule_that_fails_asks_for_the_second_factor(client, ana, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["tests.ground.test_sign_in.broken_rule"]
    sign_in(client, ana)
    assert client.get("/accounts/email/")["Location"].startswith("/me/second-factor/")


def broken_rule(user):
    raise RuntimeError


def test_a_new_password_by_mail_leads_to_the_second_factor_all_the_same(client, dev):
    with_factor(dev)
    client.post("/accounts/password/reset/", {"email": dev.email})
    link = next(line for line in mail.outbox[0].body.split() if "/password/reset/key/" in line)
    path = client.get(link.removeprefix("http://127.0.0.1:8000"))["Location"]
    client.post(path, {"password1": "a harbour of quiet bells", "password2": "a harbour of quiet bells"})
    assert not is_signed_in(client)
    assert log_in(client, dev, "a harbour of quiet bells")["Location"] == "/accounts/2fa/authenticate/"


# The admin has no door of its own
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_has_no_login_form_of_its_own(client, dev, method):
    answer = getattr(client, method)("/admin/login/", {"username": dev.email, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert not is_signed_in(client)


def test_the_admin_has_no_password_page_of_its_own(client, dev):
    sign_in(client, dev)
    assert client.post("/admin/password_change/", {})["Location"] == "/accounts/password/change/"


def test_the_admin_is_a_wrong_address_for_members(client, ana):
    sign_in(client, ana, second_factor=True)
    assert client.get("/admin/").status_code == 404


# Fresh proof
def request_of(client, person):
    request = RequestFactory().get("/")
    request.user, request.session = person, client.session
    return request


def test_proof_is_fresh_for_a_quarter_of_an_hour(client, ana):
    assert fresh.is_fresh(request_of(sign_in(client, ana, ago=14 * 60), ana))
    assert not fresh.is_fresh(request_of(sign_in(client, ana, ago=16 * 60), ana))


def test_an_act_with_old_proof_waits_for_a_new_one_and_then_happens_once(client, ana):
    sign_in(client, ana, ago=16 * 60)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "new@porto.example"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not ana.emailaddress_set.filter(email="new@porto.example").exists()
    for _twice in range(2):
        client.post(answer["Location"], {"password": PASSWORD})
    assert ana.emailaddress_set.filter(email="new@porto.example").count() == 1
    assert len(mail.outbox) == 1


# Passwords
@pytest.mark.parametrize(
    "password", ["short", "x" * 129, "password1234", "StrongCities2026!", "Porto-Porto-2026", "Ana-porto-2026"]
)
def test_a_password_that_others_would_try_is_refused(password, ana, porto):
    with pytest.raises(ValidationError):
        validate_password(password, ana)


@pytest.mark.parametrize("password", [PASSWORD, "ميناء هادئ وسبع قباب", "porto lantern violin 17", "x9" * 64])
def test_a_password_of_other_words_is_accepted_in_any_script(password, ana, porto):
    validate_password(password, ana)


# Notices
def test_a_new_browser_is_noticed_and_a_known_one_is_not(client, ana):
    log_in(client, ana)
    assert not OutboxMail.objects.filter(kind="accounts.new_device").exists()
    log_in(Client(), ana)
    assert OutboxMail.objects.filter(kind="accounts.new_device", person=ana).count() == 1
    client.post("/accounts/logout/")
    log_in(client, ana)
    assert InboxItem.objects.filter(kind="accounts.new_device", person=ana).count() == 1


def test_a_changed_password_ends_the_other_logins_and_its_owner_is_told(client, ana):
    other = Client()
    log_in(client, ana)
    log_in(other, ana)
    assert len(logins.open_logins(ana)) == 2
    new = "a harbour of quiet bells"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(client) and len(logins.open_logins(ana)) == 1
    assert other.get("/accounts/email/")["Location"].startswith(LOGIN)
    assert OutboxMail.objects.filter(kind="accounts.password_changed", person=ana).count() == 1


# Redirects
HOSTILE = ["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "\n//evil"]
HOSTILE += ["https://evil.example", "javascript:alert(1)", "http:evil.example", "http://127.0.0.1:8000@evil.example"]
HOSTILE += ["http://[::1", "http://127.0.0.1:9999/", "https://127.0.0.1:8000/", "http://127。0。0。1:8000/", "ftp://x/"]
HOSTILE += ["//127.0.0.1:8000/", "data:text/html,x", "http://2130706433/", "http:///evil.example", "/ /evil", "\x00"]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_foreign_address_leads_nowhere(address, client, ana):
    assert not is_own_address(address)
    answer = log_in(client, ana, next=address)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")


def test_an_own_address_is_followed(client, ana):
    assert log_in(client, ana, next="/me/inbox/?page=2")["Location"] == "/me/inbox/?page=2"
    assert is_own_address("http://127.0.0.1:8000/me/")


def test_mailed_links_come_from_the_configured_address_and_not_from_the_host(client, ana, settings):
    client.post("/accounts/password/reset/", {"email": ana.email}, headers={"host": "localhost"})
    assert f"{settings.BASE_URL}/accounts/password/reset/key/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_the_sixth_wrong_password_in_five_minutes_is_one_too_many(client, ana):
    for _try in range(5):
        log_in(client, ana, "wrong")
    answer = log_in(client, ana)
    assert answer.context["form"].errors and not is_signed_in(client)


def test_leaving_clears_what_the_browser_kept(client, ana):
    sign_in(client, ana)
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_sign_in_is_not_announced_by_a_message(client, ana):
    log_in(client, ana)
    page = client.get("/me/")
    assert "Ana" in page.content.decode() and not list(page.context["messages"])
