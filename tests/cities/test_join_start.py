"""The start of a join request: the same answer to everybody, in the same time, and not too often."""

import re
import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import JoinRequest
from scn_portal.accounts import limits
from scn_portal.accounts.models import User
from scn_portal.notifications.models import OutboxMail
from tests.factories.joining import a_draft

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_start_tells_nobody_who_is_known(client, ana):
    a_draft("begun@newtown.example")
    pages = []
    for address in ("stranger@newtown.example", "begun@newtown.example", ana.email, ana.email.upper()):
        answer = client.post("/join/start/", {"email": address, "language": "en"})
        page = client.get(answer.url).content
        pages.append((answer.status_code, answer.url, answer.content, re.sub(rb'value="\w{64}"', b"", page)))
    assert len(set(pages)) == 1


def test_the_start_asks_the_same_of_the_database_whoever_is_known(client, ana, django_capture_on_commit_callbacks):
    asked = []
    for address in ("warm@newtown.example", "stranger@newtown.example", ana.email):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            client.post("/join/start/", {"email": address, "language": "en"})
        asked.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries.captured_queries])
    assert asked[1] == asked[2]


@pytest.mark.nightly
def test_the_start_takes_the_same_time_whoever_is_known(client, ana, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setitem(limits.PERIODS, "write_to_recipient", "1000/h/key")
    monkeypatch.setitem(limits.PERIODS, "write_as_sender", "1000/d/ip")
    taken = {"known": [], "unknown": []}
    for number in range(-2, 10):
        User.objects.create_user(f"known{number}@porto.example", name="Known")
        for who in taken:
            began = time.perf_counter()
            with django_capture_on_commit_callbacks(execute=True):
                client.post("/join/start/", {"email": f"{who}{number}@porto.example", "language": "en"})
            if number >= 0:  # the first rounds only warm up
                taken[who].append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in taken.values())
    assert 0.8 <= known / unknown <= 1.25


def test_who_has_access_already_is_told_by_mail_alone_and_no_account_is_made(client, ana, mailbox):
    accounts = User.objects.count()
    for address in (ana.email, "stranger@newtown.example"):
        client.post("/join/start/", {"email": address, "language": "en"})
    mailbox.collect()
    kinds = dict(OutboxMail.objects.values_list("address", "kind"))
    assert kinds == {ana.email: "cities.join_already_member", "stranger@newtown.example": "cities.join_link"}
    assert User.objects.count() == accounts


def test_a_start_without_an_address_is_asked_for_one_and_keeps_the_language(client):
    answer = client.post("/join/start/", {"email": "nobody", "language": "ar"})
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert '<option value="ar" selected>' in answer.content.decode()
    assert JoinRequest.objects.count() == 0


def test_the_fourth_mail_to_one_address_in_an_hour_is_too_many(client):
    given = {"email": "noor@newtown.example", "language": "en"}
    assert [client.post("/join/start/", given).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert JoinRequest.objects.count() == 3


def test_one_sender_writes_to_twenty_addresses_a_day(client):
    given = [{"email": f"noor{number}@newtown.example", "language": "en"} for number in range(21)]
    assert [client.post("/join/start/", each).status_code for each in given] == [302] * 20 + [429]
