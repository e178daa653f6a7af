"""Invitations to an event: read, accepted, declined, forwarded, too late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Invitation, Registration
from scn_portal.codes import token_for
from tests.factories.events import a_pool, an_event, an_invitation_to
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(porto):
    event = an_event("Meeting of bridges", host=porto, guests_from=None)
    a_pool(event.stops.get(), 5, "speaker")
    return event


@pytest.fixture
def invitation(event):
    return an_invitation_to(event, "ngozi@elsewhere.example", category="speaker")


def link_of(invitation, issue=None):
    token = token_for("events.invitation", invitation.code, issue or invitation.link_issue)
    return reverse("events:invitation_open", args=[invitation.event.slug, invitation.code, token])


def page_of(invitation, verb="detail"):
    return reverse(f"events:invitation_{verb}", args=[invitation.event.slug, invitation.code])


def test_whoever_has_the_link_accepts_and_sees_only_that_it_is_recorded(client, invitation):
    assert client.get(link_of(invitation)).status_code == 200
    assert client.post(link_of(invitation)).url == page_of(invitation)
    assert "Ngozi Okafor" in client.get(page_of(invitation)).content.decode()
    place = client.get(page_of(invitation, "accept")).context["form"].initial["places"]
    client.post(page_of(invitation, "accept"), {"places": place})
    registration = Registration.objects.get()
    assert (registration.name, registration.email) == ("Ngozi Okafor", "ngozi@elsewhere.example")
    assert registration.seats.get().pool.category == "speaker"
    page = client.get(page_of(invitation)).content.decode()
    assert "Your answer is recorded" in page
    assert registration.code not in page
    assert client.get(registration.get_absolute_url()).status_code == 404


def test_declining_takes_a_page_that_says_what_it_means(client, invitation):
    client.post(link_of(invitation))
    assert client.get(page_of(invitation, "decline")).status_code == 200
    client.post(page_of(invitation, "decline"))
    invitation.refresh_from_db()
    assert (invitation.status, Registration.objects.count()) == ("declined", 0)


def test_another_account_is_told_why_not(client, invitation, ana):
    browser = sign_in(client, ana)
    browser.post(link_of(invitation))
    for verb in ("detail", "accept", "decline"):
        assert browser.get(page_of(invitation, verb)).status_code == 403
    assert browser.post(page_of(invitation, "accept")).status_code == 403
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "accepted"},
        {"status": "declined"},
        {"status": "revoked", "link_issue": 3},
        {"status": "expired"},
        {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"link_issue": 3, "times_sent": 2},
    ],
    ids=str,
)
def test_a_link_that_was_used_taken_back_renewed_or_is_out_of_time_is_gone(client, invitation, change):
    address = link_of(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410
    assert client.get(page_of(invitation)).status_code == 404


def test_a_mistyped_link_is_a_wrong_address(client, invitation):
    wrong = client.get("/no-such-page/").content
    for address in (link_of(invitation, issue=9), link_of(an_invitation_to(an_event()))[:-3] + "x/"):
        assert (client.get(address).status_code, client.get(address).content) == (404, wrong)


def test_whoever_was_let_in_and_comes_late_is_told_that_it_is_gone(client, invitation):
    client.post(link_of(invitation))
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    for verb in ("detail", "accept", "decline"):
        assert client.get(page_of(invitation, verb)).status_code == 410


def test_an_invited_member_answers_signed_in_and_has_the_seat_on_the_own_page(client, event, ana):
    invitation = an_invitation_to(event, ana.email, category="speaker")
    browser = sign_in(client, ana)
    place = browser.get(page_of(invitation, "accept")).context["form"].initial["places"]
    browser.post(page_of(invitation, "accept"), {"places": place})
    registration = Registration.objects.get()
    assert registration.user == ana
    assert browser.get(registration.get_absolute_url()).status_code == 200
