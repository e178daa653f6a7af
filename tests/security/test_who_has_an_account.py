"""Nobody learns who has an account (S1), guessing is slow (S8), and a second factor works once (S6)."""

import re
import time
from statistics import median

import pytest
import time_machine
from django.core import mail
from django.test import Client

from scn_portal.accounts.models import User
from tests.cast import PASSWORD
from tests.signing_in import code_now, with_factor

pytestmark = pytest.mark.django_db
STRANGER = "nobody@nowhere.example"
TYPED = re.compile(rb'[a-z]+@[a-z]+\.example|name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{32}|[A-Za-z0-9]{64}')


def answer_to(path, **data):
    """Status and bytes for a fresh browser, without the address that was typed and the form's tokens."""
    answer = Client().post(path, data)
    return answer.status_code, answer.get("Location"), TYPED.sub(b"", answer.content)


def test_a_wrong_password_looks_the_same_for_a_member_a_suspended_person_and_a_stranger(ana, sam):
    answers = [
        answer_to("/accounts/login/", login=email, password="wrong") for email in (ana.email, sam.email, STRANGER)
    ]
    answers.append(answer_to("/accounts/login/", login=sam.email, password=PASSWORD))
    assert [each == answers[0] for each in answers] == [True] * 4
    assert answers[0][0] == 422


def test_a_reset_looks_the_same_for_everybody_and_mails_only_the_member(ana, sam):
    answers = [answer_to("/accounts/password/reset/", email=email) for email in (ana.email, sam.email, STRANGER)]
    assert answers[0][0] == 302 and answers[0] == answers[1] == answers[2]
    assert [each.to for each in mail.outbox] == [[ana.email]]


@pytest.mark.nightly
def test_the_time_of_an_answer_does_not_tell_who_has_an_account(ana, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    ana.set_password(PASSWORD)
    ana.save()

    def taken(email):
        settings.ACCOUNT_RATE_LIMITS = False
        start = time.perf_counter()
        answer_to("/accounts/login/", login=email, password="wrong")
        return time.perf_counter() - start

    pairs = [(taken(ana.email), taken(STRANGER)) for _pair in range(40)]
    assert 0.9 < median(one for one, _ in pairs) / median(other for _, other in pairs) < 1.1


def test_the_sixth_wrong_password_for_one_account_is_limited_from_any_address(ana):
    with time_machine.travel(time.time(), tick=False) as clock:
        for number in range(5):
            Client(REMOTE_ADDR=f"192.0.2.{number}").post("/accounts/login/", {"login": ana.email, "password": "wrong"})
        client = Client(REMOTE_ADDR="192.0.2.99")
        client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session
        clock.shift(301)
        client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
        assert "_auth_user_id" in client.session


def test_one_password_tried_on_many_accounts_from_one_address_is_limited(db):
    with time_machine.travel(time.time(), tick=False):
        statuses = [
            Client().post("/accounts/login/", {"login": f"p{number}@x.example", "password": PASSWORD}).status_code
            for number in range(33)
        ]
    assert statuses[:30] == [422] * 30 and 429 in statuses[30:32]


def test_forged_forwarding_headers_do_not_evade_the_limit(db):
    with time_machine.travel(time.time(), tick=False):
        for number in range(31):
            headers = {"x-forwarded-for": f"192.0.2.{number}", "x-real-ip": f"192.0.2.{number}"}
            data = {"login": f"p{number}@x.example", "password": PASSWORD}
            answer = Client().post("/accounts/login/", data, headers=headers)
    assert answer.status_code == 429


def test_three_resets_an_hour_reach_one_address(ana):
    for _try in range(6):
        answer = Client().post("/accounts/password/reset/", {"email": ana.email})
    assert len(mail.outbox) == 3
    assert answer.status_code in {302, 422, 429}


def test_guessing_the_code_of_the_app_is_limited_too(client, ana):
    with_factor(ana)
    with time_machine.travel(time.time(), tick=False):
        client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
        for _try in range(6):
            client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        client.post("/accounts/2fa/authenticate/", {"code": code_now()})
        assert "_auth_user_id" not in client.session


def test_an_old_code_is_refused(client, ana):
    with_factor(ana)
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_now(time.time() - 90)})
    assert "_auth_user_id" not in client.session


def reset_path(person):
    Client().post("/accounts/password/reset/", {"email": person.email})
    return re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]


def test_a_reset_link_works_once(client, ana):
    path, new = reset_path(ana), "a harbour of quiet bells"
    client.post(client.get(path)["Location"], {"password1": new, "password2": new})
    ana.refresh_from_db()
    assert ana.check_password(new)
    assert Client().get(path).status_code == 200  # the page that says that the link is worn out


def test_a_reset_link_dies_when_the_address_changes(client, ana):
    path = reset_path(ana)
    User.objects.filter(pk=ana.pk).update(email="other@porto.example")
    assert client.get(path).status_code == 200
