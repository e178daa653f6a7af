"""What a mail server can answer, and what becomes of the mail then. A real server on loopback."""

import time
from smtplib import SMTPServerDisconnected

import pytest

from scn_portal.notifications import relay, transport
from scn_portal.notifications.models import OutboxMail
from tests.drills.sink import sink

from .outbox import queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    with sink() as (handler, port):
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 1
        settings.MAIL_TRANSPORT = "scn_portal.notifications.transport.Smtp"
        handler.peers = set()
        yield handler


def outcome(answer, mailbox):
    """Send one mail to a server that answers DATA so; returns the row."""

    async def handle(server, session, envelope):
        return answer

    mailbox.handle_DATA = handle
    relay.run()
    return OutboxMail.objects.get()


def test_many_mails_go_over_one_connection(reader, notice, mailbox, monkeypatch):
    opened = []
    connect = transport.Smtp._connect
    monkeypatch.setattr(transport.Smtp, "_connect", lambda self: opened.append(1) or connect(self))
    for number in range(5):
        queue(subject=reader, address=f"{number}@porto.example")
    relay.turn()
    assert (len(mailbox.accepted), len(opened)) == (5, 1)


@pytest.mark.parametrize(
    "answer,state",
    [
        ("250 stored", "sent"),
        ("421 4.3.2 closing", "pending"),
        ("450 4.2.0 later", "pending"),
        ("451 4.7.1 greylisted", "pending"),
        ("452 4.2.2 mailbox full", "pending"),
        ("550 no such person", "bounced"),
        ("550 5.1.1 no such person", "bounced"),
        ("553 5.1.2 no such domain", "bounced"),
        ("550 5.7.1 blocked by policy", "pending"),
        ("554 5.6.0 we do not like it", "pending"),
    ],
)
def test_the_answer_decides_what_becomes_of_the_mail(reader, notice, mailbox, answer, state):
    queue(reader)
    row = outcome(answer, mailbox)
    assert row.state == state
    assert state == "sent" or answer[:3] in row.last_error


def test_a_server_that_closes_after_one_mail_gets_the_next_over_a_new_connection(reader, notice, mailbox, monkeypatch):
    first, second = (queue(subject=reader, address=f"{each}@porto.example") for each in "ab")
    send, calls = transport.smtplib.SMTP.send_message, []

    def cut_first(self, *args):
        calls.append(1)
        if len(calls) == 1:
            self.close()
            raise SMTPServerDisconnected("cut")
        return send(self, *args)

    monkeypatch.setattr(transport.smtplib.SMTP, "send_message", cut_first)
    relay.turn()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.attempts, second.state) == ("pending", 1, "sent")


def test_a_server_that_hangs_costs_no_more_than_the_limit(reader, notice, mailbox, settings):
    mailbox.at_each = lambda: time.sleep(1.5)
    row = queue(reader)
    began = time.monotonic()
    relay.turn()
    row.refresh_from_db()
    assert (row.state, row.last_error[:15]) == ("pending", "connection lost")
    assert time.monotonic() - began < 5


def test_no_server_at_all_gives_the_others_back(reader, notice, settings):
    settings.EMAIL_PORT, settings.MAIL_TRANSPORT = 1, "scn_portal.notifications.transport.Smtp"
    rows = [queue(subject=reader, address=f"{each}@porto.example") for each in "abc"]
    relay.turn()
    for row in rows:
        row.refresh_from_db()
    assert sorted(row.attempts for row in rows) == [0, 0, 1]
    assert {row.state for row in rows} == {"pending"}
