"""Mails, and a relay that is killed again and again while it sends them; by night two thousand, and 27 kills."""

import os
import random
import signal
import time
from collections import Counter
from threading import Event

import pytest
from django.db.models import Count

from scn_portal.notifications.models import OutboxMail

from .processes import environment, manage, report
from .sink import sink

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
SEED, PATIENCE = 27, 400
FULL = pytest.param(2_000, 27, marks=pytest.mark.nightly)


def queue(number):
    body = {"subject": "Drill", "text": "Nothing to do."}
    rows = [
        OutboxMail(key=f"drill:{each}", kind="written", address=f"{each}@drill.example", is_security=True, body=body)
        for each in range(number)
    ]
    OutboxMail.objects.bulk_create(rows)


class Killer:
    """Kills the present relay after a number of mails: mostly between the server's yes and the mark."""

    def __init__(self):
        self.random, self.countdown, self.pid, self.struck = random.Random(SEED), None, None, Event()

    def aim(self, process):
        self.pid, self.countdown = process.pid, self.random.randint(1, 90)
        self.struck.clear()

    def one_more(self):
        if self.countdown is None:
            return
        self.countdown -= 1
        if self.countdown <= 0:
            self.countdown = None
            time.sleep(self.random.choice([0, 0, 0.001, 0.004]))
            os.kill(self.pid, signal.SIGKILL)
            self.struck.set()


def unfinished():
    return OutboxMail.objects.filter(state__in=["pending", "sending"]).count()


@pytest.mark.parametrize(("mails", "kills"), [(500, 7), FULL])
def test_no_mail_is_lost_and_a_repeat_needs_a_kill(mails, kills):
    queue(mails)
    began, killer = time.monotonic(), Killer()
    with sink() as (mailbox, port):
        mailbox.at_each = killer.one_more
        variables = environment(SCN_KEEP_MAIL=0, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, SCN_WORKER=1)
        for _ in range(kills):
            relay = manage("relay", "--forever", variables=variables)
            killer.aim(relay)
            assert killer.struck.wait(PATIENCE), "the relay stopped sending"
            assert relay.wait(10) == -signal.SIGKILL
        relay = manage("relay", "--forever", variables=variables)
        while unfinished() and time.monotonic() - began < PATIENCE:
            time.sleep(0.5)
        relay.terminate()
        relay.wait(10)
    times = Counter(recipient for recipient, _ in mailbox.accepted)
    numbers = {recipient: set() for recipient in times}
    for recipient, number in mailbox.accepted:
        numbers[recipient].add(number)
    repeats = sum(times.values()) - len(times)
    states = dict(OutboxMail.objects.values_list("state").annotate(Count("pk")))
    report("relay killed", kills=kills, mails=mails, repeats=repeats, seconds=round(time.monotonic() - began, 1))
    assert states == {"sent": mails}
    assert len(times) == mails
    assert repeats <= kills
    assert max(len(each) for each in numbers.values()) == 1
