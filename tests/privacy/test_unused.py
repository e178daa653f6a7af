"""Accounts that nobody uses: told twice, erased after 24 months; never a lead contact, never staff."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from scn_portal.accounts.models import User
from scn_portal.notifications.models import OutboxMail
from scn_portal.privacy import retention
from scn_portal.privacy.unused import warn_of_unused_accounts

pytestmark = pytest.mark.django_db


def night_after(days):
    """What happens in the night so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        warn_of_unused_accounts()
        return retention.run()["ground.unused_accounts"]


def told():
    return OutboxMail.objects.filter(kind="privacy.account_unused").count()


def test_an_unused_account_is_told_twice_and_then_erased(bo):
    found = [(night_after(days), told()) for days in (669, 671, 690, 701, 720, 731, 732)]
    assert found == [(0, 0), (0, 1), (0, 1), (0, 2), (0, 2), (1, 0), (0, 0)]
    bo.refresh_from_db()
    assert bo.erased_at and bo.name == "Former member of the network"


def test_a_portal_that_was_asleep_tells_twice_all_the_same(bo):
    found = [(night_after(days), told()) for days in (1000, 1001, 1028, 1029, 1055, 1056)]
    assert found == [(0, 1), (0, 1), (0, 2), (0, 2), (0, 2), (1, 0)]


def test_signing_in_once_begins_anew(bo, mailbox):
    night_after(671)
    User.objects.filter(pk=bo.pk).update(last_login=timezone.now() + timedelta(days=672))
    with time_machine.travel(timezone.now() + timedelta(days=672), tick=False):
        mailbox.collect()
    assert OutboxMail.objects.get(person=bo).state == "suppressed"
    assert [night_after(days) for days in (731, 800)] == [0, 0]
    assert (night_after(672 + 671), told()) == (0, 1)  # the first went with the other old mail


def test_staff_and_the_last_contact_of_a_city_are_left_alone(ana, mia):
    assert [night_after(days) for days in (700, 740, 800)] == [0, 0, 0]
    assert told() == 0


def test_the_notice_says_until_when(bo, mailbox):
    with time_machine.travel(timezone.now() + timedelta(days=671), tick=False):
        warn_of_unused_accounts()
        text = mailbox.newest("bo@malmo.example").text
    assert "You have not used your account since" in text
    assert "/accounts/login/" in text
