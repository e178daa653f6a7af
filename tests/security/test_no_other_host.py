"""The web process talks to PostgreSQL only: no broker, no mail server, no other host."""

import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import URLResolver, get_resolver

from scn_portal.jobs.models import announce
from scn_portal.lifecycle import SYSTEM
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(monkeypatch):
    """Every connection that Python tried to open. The database driver has its own way and is not seen here."""
    tried = []

    def refuse(self, address):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    return tried


def plain_addresses(resolver=None, before="/"):
    """Every address of the portal that takes no argument."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = str(pattern.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if any(sign in route for sign in "<(?\\"):
            continue
        if isinstance(pattern, URLResolver):
            yield from plain_addresses(pattern, before + route)
        else:
            yield before + route


def test_no_page_opens_a_connection(client, opened):
    addresses = sorted(set(plain_addresses()))
    assert {"/healthz", "/search/", "/me/inbox/", "/accounts/login/"} <= set(addresses)
    sign_in(client, get_user_model().objects.create_user("dev@isd.example", is_staff=True))
    for address in addresses:
        client.get(address)
    client.logout()
    for address in addresses:
        client.get(address)
    assert opened == []


def test_a_fact_and_a_mail_of_a_form_open_none_either(opened, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "scn_portal.notifications.backend.OutboxBackend"
    with django_capture_on_commit_callbacks(execute=True):
        announce("tests.anything", subject=get_user_model().objects.create_user("a@b.example"), actor=SYSTEM)
        send_mail("Reset", "text", None, ["a@b.example"])
    assert opened == []


def test_the_guard_sees_a_task_that_is_sent_to_the_broker(opened):
    from kombu.exceptions import OperationalError

    from scn_portal.notifications.tasks import relay

    with pytest.raises(OperationalError):
        relay.apply_async(retry=False)
    assert opened
