"""Answering an invitation: who sees it, who may accept, and what each answer leaves behind."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import Invitation, JoinRequest, Representative
from scn_portal.accounts.models import User
from scn_portal.codes import token_for
from tests.cast import PASSWORD, person
from tests.factories.joining import an_invitation
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NEW = "seven-herons-cross-a-river"


@pytest.fixture
def invitation(porto, ana):
    return an_invitation(porto, by=ana, email="ines@porto.example", name="Ines")


def opened(client, invitation):
    token = token_for("cities.invitation", invitation.code, invitation.link_issue)
    assert client.post(f"/invitations/{invitation.code}/open/{token}/").status_code == 302
    return f"/invitations/{invitation.code}/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def status_of(invitation):
    return Invitation.objects.get(pk=invitation.pk).status


def chosen(name="Ines de Porto", password=NEW, repeated=NEW):
    return {"name": name, "password": password, "repeated": repeated}


def test_an_invitation_says_who_invites_whom_to_what(client, invitation):
    text = words(client.get(opened(client, invitation)))
    assert "Act for Porto in the network" in text
    assert "Practitioner Youth officer" in text
    assert "Invited by Ana" in text


def test_a_newcomer_chooses_a_password_and_is_signed_in(client, invitation):
    page = opened(client, invitation)
    answer = client.post(page, chosen())
    assert (answer.status_code, answer.url) == (302, "/me/")
    ines = User.objects.get(email="ines@porto.example")
    assert (ines.name, ines.check_password(NEW)) == ("Ines de Porto", True)
    assert int(client.session["_auth_user_id"]) == ines.pk
    role = Representative.objects.get(user=ines)
    assert (role.role, role.city.name, role.until) == ("practitioner", "Porto", None)
    assert status_of(invitation) == "accepted"


@pytest.mark.parametrize(
    "given, problem",
    [
        (chosen(password="heron7", repeated="heron7"), "too short"),
        (chosen(password="correct-horse-battery", repeated="something-else"), "The two passwords are not the same."),
        (chosen(password="strongcities2026", repeated="strongcities2026"), "words that others connect with you"),
        (chosen(name=""), "Give your name."),
    ],
)
def test_a_refused_password_keeps_the_name_and_lets_nobody_in(client, invitation, given, problem):
    page = opened(client, invitation)
    answer = client.post(page, given)
    assert answer.status_code == 422
    assert problem in words(answer)
    assert f'value="{given["name"]}"' in answer.content.decode() or not given["name"]
    assert given["password"] not in answer.content.decode()
    assert not User.objects.filter(email="ines@porto.example").exists()
    assert status_of(invitation) == "open"


def test_who_has_an_account_signs_in_first_and_then_accepts(client, invitation):
    ines = person("Ines", "ines@porto.example")
    page = opened(client, invitation)
    assert "Sign in to accept" in words(client.get(page))
    answer = client.post(page, chosen())
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={page}")
    assert ines.check_password(PASSWORD)
    sign_in(client, ines)
    answer = client.post(page)
    assert (answer.status_code, answer.url) == (302, "/me/")
    assert Representative.objects.filter(user=ines, until=None).count() == 1
    assert User.objects.get(pk=ines.pk).check_password(PASSWORD)


def test_another_account_is_told_why_not_and_learns_no_address(client, invitation, eve):
    page = opened(sign_in(client, eve), invitation)
    for answer in (client.get(page), client.post(page, chosen())):
        assert answer.status_code == 403
        assert "This invitation is for another address" in words(answer)
        assert "ines@porto.example" not in answer.content.decode()
    assert status_of(invitation) == "open"


def test_without_the_link_an_invitation_does_not_exist(client, invitation, eve):
    page = f"/invitations/{invitation.code}/"
    for visitor in (Client(), sign_in(client, eve)):
        for answer in (visitor.get(page), visitor.post(page, chosen()), visitor.post(f"{page}refuse/")):
            assert answer.status_code == 404
    assert status_of(invitation) == "open"


def test_the_invited_person_finds_it_without_the_link_when_signed_in(client, invitation):
    sign_in(client, person("Ines", "INES@porto.example"))
    assert client.post(f"/invitations/{invitation.code}/").url == "/me/"


def test_an_address_outside_the_city_is_checked_first(client, porto, ana):
    invitation = an_invitation(porto, by=ana, email="ines@mail.example")
    page = opened(client, invitation)
    assert client.post(page).url == page
    assert "We are checking it" in words(client.get(page))
    assert status_of(invitation) == "to_check"
    assert JoinRequest.objects.get().invitation == invitation
    assert not User.objects.filter(email="ines@mail.example").exists()


def test_declining_asks_once_more_and_is_final(client, invitation):
    page = opened(client, invitation)
    assert "You will not act for Porto" in words(client.get(f"{page}refuse/"))
    assert status_of(invitation) == "open"
    assert "You have declined the invitation." in words(client.post(f"{page}refuse/", follow=True))
    assert status_of(invitation) == "refused"
    assert client.post(page, chosen()).status_code == 409
    assert not User.objects.filter(email="ines@porto.example").exists()


def test_an_ended_or_recalled_invitation_has_no_link_any_more(client, invitation):
    token = token_for("cities.invitation", invitation.code, invitation.link_issue)
    address = f"/invitations/{invitation.code}/open/{token}/"
    assert client.get(address).status_code == 200
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1), status="recalled")
    assert client.get(address).status_code == 404


def test_an_accepted_invitation_is_accepted_once(client, invitation):
    page = opened(client, invitation)
    other = Client()
    opened(other, invitation)
    client.post(page, chosen())
    answer = other.post(page, chosen(password="another-quiet-river-here", repeated="another-quiet-river-here"))
    assert answer.status_code in (302, 409)
    assert User.objects.get(email="ines@porto.example").check_password(NEW)
    assert "_auth_user_id" not in other.session
