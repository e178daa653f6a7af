"""The inbox, the choice of what one hears, and leaving a list with one click."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from scn_portal.notifications import kinds, relay
from scn_portal.notifications.models import InboxItem, OutboxMail, Preference
from scn_portal.notifications.unsubscribing import unsubscribe_address

from .outbox import queue

pytestmark = pytest.mark.django_db
INBOX = "/me/inbox/"


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


def test_a_notice_says_what_and_why_and_opens_the_right_page(signed_in, reader, notice, settings):
    notice["button_url"] = settings.BASE_URL + "/status/"
    queue(reader)
    item = InboxItem.objects.get()
    page = signed_in.get(INBOX).content.decode()
    assert "News for Ana &amp; Bo" in page
    assert "You follow notices." in page
    assert InboxItem.objects.get().read_at is None
    response = signed_in.post(reverse("notifications:inbox_open", args=[item.code]))
    assert (response.status_code, response["Location"]) == (302, "/status/")
    assert InboxItem.objects.get().read_at is not None


def test_an_address_outside_the_portal_is_never_opened(signed_in, reader, notice):
    notice["button_url"] = "https://elsewhere.example/"
    queue(reader)
    response = signed_in.post(reverse("notifications:inbox_open", args=[InboxItem.objects.get().code]))
    assert response["Location"] == INBOX


def test_nobody_opens_or_reads_the_notice_of_another(client, reader, notice):
    queue(reader)
    client.force_login(get_user_model().objects.create_user("eve@elsewhere.example"))
    item = InboxItem.objects.get()
    assert "News for" not in client.get(INBOX).content.decode()
    for name in ("inbox_open", "inbox_read"):
        assert client.post(reverse(f"notifications:{name}", args=[item.code])).status_code == 404
    client.post(reverse("notifications:inbox_read_all"))
    assert InboxItem.objects.get().read_at is None


def test_one_or_all_notices_are_marked_read(signed_in, reader, notice):
    for due in "123":
        queue(reader, due=due)
    first = InboxItem.objects.first()
    signed_in.post(reverse("notifications:inbox_read", args=[first.code]))
    assert InboxItem.objects.filter(read_at=None).count() == 2
    signed_in.post(reverse("notifications:inbox_read_all"))
    assert InboxItem.objects.filter(read_at=None).count() == 0


def test_a_notice_about_something_gone_stays_neutral_and_opens_nothing(signed_in, reader, notice):
    queue(reader)
    notice.clear()
    page = signed_in.get(INBOX).content.decode()
    assert "no longer about anything you can open" in page
    assert "News for" not in page


def test_reading_the_inbox_costs_the_same_for_one_and_for_three(signed_in, reader, notice, django_assert_num_queries):
    queue(reader)
    signed_in.get(INBOX)
    with django_assert_num_queries(6):
        signed_in.get(INBOX)
    queue(reader, due="2")
    queue(reader, due="3")
    with django_assert_num_queries(6):
        signed_in.get(INBOX)


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999", "%F0%9F%98%80", "9" * 400])
def test_any_page_number_gets_an_answer(signed_in, page):
    assert signed_in.get(f"{INBOX}?page={page}").status_code in (200, 404)


def test_the_empty_inbox_says_why_and_what_to_do(signed_in):
    page = signed_in.get(INBOX).content.decode()
    assert "Nothing here yet" in page
    assert reverse("notifications:preferences") in page


def test_the_inbox_asks_strangers_to_sign_in(client):
    for path in (INBOX, "/me/settings/notifications/"):
        assert client.get(path).status_code == 302


def test_preferences_offer_only_what_can_be_switched_off(signed_in, notice):
    form = signed_in.get("/me/settings/notifications/").context["form"]
    assert "tests-notice" in form.fields
    assert "tests-decision" not in form.fields


@pytest.mark.parametrize("channel", ["mail", "inbox", "off"])
def test_a_choice_is_kept(signed_in, reader, notice, channel):
    form = signed_in.get("/me/settings/notifications/").context["form"]
    answers = dict.fromkeys(form.fields, channel)
    assert signed_in.post("/me/settings/notifications/", answers).status_code == 302
    assert Preference.objects.get(person=reader, kind="tests.notice").channel == channel


def test_an_invented_channel_is_refused(signed_in, notice):
    response = signed_in.post("/me/settings/notifications/", {"tests-notice": "pigeon"})
    assert response.status_code == 422
    assert Preference.objects.count() == 0


def test_off_keeps_a_notice_out_of_the_inbox(reader, notice):
    Preference.objects.create(person=reader, kind="tests.notice", channel="off")
    queue(reader)
    assert InboxItem.objects.count() == 0


def unsubscribing(row):
    return unsubscribe_address(row).removeprefix("http://127.0.0.1:8000")


def test_robots_that_open_the_link_change_nothing_and_it_still_works(client, reader, notice):
    address = unsubscribing(queue(reader))
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    assert Preference.objects.count() == 0
    assert client.post(address).status_code == 200
    assert Preference.objects.get().channel == "inbox"


def test_one_click_without_a_cookie_leaves_that_list_only(reader, notice, server, monkeypatch):
    from django.test import Client

    monkeypatch.setitem(kinds.registered, "tests.other", kinds.registered["tests.notice"])
    address = unsubscribing(queue(reader))
    robot = Client(enforce_csrf_checks=True)
    assert robot.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    queue(reader, due="next")
    other = queue(reader, kind="tests.other")
    relay.run()
    states = dict(OutboxMail.objects.values_list("pk", "state"))
    assert states.pop(other.pk) == "sent"
    assert set(states.values()) == {"suppressed"}


def test_an_address_without_an_account_can_leave_too(client, reader, notice, server):
    row = queue(subject=reader, address="Office@Lisboa.example")
    client.post(unsubscribing(row))
    queue(subject=reader, address="office@lisboa.example", due="next")
    relay.run()
    assert server.accepted == []


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x" + t, lambda t: t[33:]]
)
def test_a_changed_token_opens_nothing(client, reader, notice, change):
    token = unsubscribing(queue(reader)).split("/")[2]
    assert client.get(f"/unsubscribe/{change(token)}/").status_code == 404
    assert client.post(f"/unsubscribe/{change(token)}/").status_code == 404


def test_the_token_of_one_list_does_not_leave_another(client, reader, notice, monkeypatch):
    monkeypatch.setitem(kinds.registered, "tests.other", kinds.registered["tests.notice"])
    token = unsubscribing(queue(reader)).split("/")[2]
    other = queue(reader, kind="tests.other")
    assert client.post(f"/unsubscribe/{other.message_id.hex}-{token.partition('-')[2]}/").status_code == 404


def test_a_decision_has_no_list_to_leave(client, reader, notice):
    row = queue(reader, kind="tests.decision")
    assert client.post(unsubscribing(row)).status_code == 404
