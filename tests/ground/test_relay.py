"""The outbox and its relay: what becomes of a mail."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from scn_portal.notifications import kinds, relay
from scn_portal.notifications.models import InboxItem, KeptMail, OutboxMail, Preference
from scn_portal.notifications.transport import NoServer, Refused, Unreachable

from .outbox import queue

pytestmark = pytest.mark.django_db
State = OutboxMail.State


def after(row):
    row.refresh_from_db()
    return row


def test_a_queued_mail_is_sent_once_and_marked(reader, notice, server):
    row = queue(reader)
    assert relay.run() == 1
    assert relay.run() == 0
    after(row)
    assert (row.state, row.attempts, row.lease_until) == (State.SENT, 1, None)
    assert row.sent_at is not None
    assert [address for address, _ in server.accepted] == ["ana@porto.example"]


def test_writing_the_same_mail_twice_is_one_mail_and_one_notice(reader, notice):
    queue(reader)
    queue(reader)
    assert (OutboxMail.objects.count(), InboxItem.objects.count()) == (1, 1)


def test_another_due_date_is_another_mail(reader, notice):
    queue(reader, due="2026-11-01")
    queue(reader, due="2026-12-01")
    queue(reader, due="2026-12-01")
    assert OutboxMail.objects.count() == 2


def test_a_moved_date_cancels_the_old_reminder_and_the_new_one_goes_once(reader, notice, server):
    old = queue(reader, due="2026-11-01", not_before=timezone.now() + timedelta(days=2))
    assert relay.cancel("tests.notice", "accounts.user", str(reader.pk)) == 1
    new = queue(reader, due="2026-12-01")
    relay.run()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        relay.run()
    assert (after(old).state, after(new).state, len(server.accepted)) == (State.CANCELLED, State.SENT, 1)


def test_a_mail_refused_for_now_comes_again_by_the_schedule_and_ends_dead(reader, notice, server):
    row = queue(reader)
    server.answers = [Unreachable("451 later")] * 8
    waits, now = [], timezone.now()
    for _ in range(8):
        with time_machine.travel(now, tick=False):
            assert relay.run() == 1
            after(row)
            if row.state == State.PENDING:
                waits.append((row.not_before - now) / timedelta(minutes=1))
            now = row.not_before
    assert waits == [1, 5, 30, 120, 360, 1440, 1440]
    assert (row.state, row.attempts, row.last_error) == (State.DEAD, 8, "451 later")


def test_a_mail_waits_until_its_retry_is_due(reader, notice, server):
    queue(reader)
    server.answers = [Unreachable("421 busy")]
    relay.run()
    assert relay.run() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert relay.run() == 1
    assert len(server.accepted) == 1


def test_an_address_that_does_not_exist_ends_the_mail(reader, notice, server):
    row = queue(reader)
    server.answers = [Refused("550 5.1.1 no such person")]
    relay.run()
    assert (after(row).state, row.last_error) == (State.BOUNCED, "550 5.1.1 no such person")
    assert relay.run() == 0


def test_when_the_server_is_gone_the_other_mails_keep_their_attempts(reader, notice, server):
    first, second = (
        queue(reader, due="1"),
        queue(reader, due="2", subject=get_user_model().objects.create_user("x@y.example")),
    )
    server.answers = [NoServer("no connection")]
    assert relay.turn() == 1
    assert (after(first).state, first.attempts) == (State.PENDING, 1)
    assert (after(second).state, second.attempts, second.lease_until) == (State.PENDING, 0, None)


def test_a_mail_that_cannot_be_rendered_is_tried_again_and_stops_no_other(reader, notice, server, monkeypatch, caplog):
    broken, whole = (
        queue(reader),
        queue(reader, kind="tests.decision", subject=get_user_model().objects.create_user("b@c.example")),
    )
    monkeypatch.setitem(kinds.registered, "tests.notice", kinds.Kind("tests.notice", lambda mail, subject: 1 / 0))
    relay.run()
    assert (after(broken).state, broken.last_error) == (State.PENDING, "ZeroDivisionError")
    assert after(whole).state == State.SENT


@pytest.mark.parametrize("loss", ["right", "object", "account", "preference"])
def test_what_a_person_may_not_or_will_not_read_is_held_back_with_the_reason(reader, notice, server, loss):
    subject = get_user_model().objects.create_user("subject@porto.example")
    row = queue(reader, subject=subject)
    if loss == "right":
        notice.clear()
    elif loss == "object":
        subject.delete()
    elif loss == "account":
        get_user_model().objects.update(is_active=False)
    else:
        Preference.objects.create(person=reader, kind="tests.notice", channel="off")
    relay.run()
    after(row)
    assert (row.state, server.accepted) == (State.SUPPRESSED, [])
    assert row.reason


@pytest.mark.parametrize("channel,sent", [("mail", 1), ("inbox", 0), ("off", 0)])
def test_the_preference_decides_about_mail_of_a_kind(reader, notice, server, channel, sent):
    Preference.objects.create(person=reader, kind="tests.notice", channel=channel)
    queue(reader)
    relay.run()
    assert len(server.accepted) == sent


def test_a_decision_is_mailed_whatever_the_preferences_say(reader, notice, server):
    Preference.objects.create(person=reader, kind="tests.decision", channel="off")
    queue(reader, kind="tests.decision")
    relay.run()
    assert len(server.accepted) == 1


def test_a_mail_waits_for_an_older_one_about_the_same_thing(reader, notice, server):
    older, newer = queue(reader, due="1"), queue(reader, due="2")
    server.answers = [Unreachable("451 later")]
    relay.run()
    assert (after(older).state, after(newer).attempts, server.accepted) == (State.PENDING, 0, [])
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        relay.run()
    assert (after(older).state, after(newer).state) == (State.SENT, State.SENT)


def test_a_reminder_for_next_week_holds_up_nothing(reader, notice, server):
    queue(reader, due="later", not_before=timezone.now() + timedelta(days=7))
    now = queue(reader, due="now")
    relay.run()
    assert after(now).state == State.SENT


def test_mails_of_others_do_not_wait(reader, notice, server):
    bo = get_user_model().objects.create_user("bo@malmo.example")
    queue(reader)
    other = queue(bo, subject=reader)
    server.answers = [Unreachable("451 later")]
    relay.run()
    assert after(other).state == State.SENT


def test_a_lease_that_ran_out_is_given_back_under_the_same_number(reader, notice, server):
    row = queue(reader)
    number = row.message_id
    relay.claim()
    relay.sweep()
    assert after(row).state == State.SENDING
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        relay.sweep()
        assert after(row).state == State.PENDING
        relay.run()
    assert (after(row).state, row.message_id, row.attempts) == (State.SENT, number, 2)


def test_a_relay_whose_lease_ran_out_does_not_overwrite_what_another_found(reader, notice):
    row = queue(reader)
    late = relay.claim()[0]
    OutboxMail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=timezone.now(), attempts=2)
    relay._try_later(late, Unreachable("timeout"))
    assert after(row).state == State.SENT


def test_a_mail_of_three_days_is_dead_and_loses_its_body(server):
    send_mail("Reset", "https://portal.example/secret/", None, ["ana@porto.example"])
    row = OutboxMail.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        relay.sweep()
    assert (after(row).state, row.body) == (State.DEAD, None)


def test_a_reminder_written_long_before_its_day_is_not_dead_on_it(reader, notice):
    row = queue(reader, not_before=timezone.now() + timedelta(days=30))
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        relay.sweep()
        assert after(row).state == State.PENDING


def test_staff_send_a_dead_mail_again_or_close_it_with_a_reason(reader, notice, server):
    again, closed = queue(reader, due="1"), queue(reader, due="2")
    OutboxMail.objects.update(state=State.DEAD, attempts=8)
    assert (relay.retry(again), relay.close(closed, "wrong address")) == (1, 1)
    relay.run()
    assert (after(again).state, again.attempts) == (State.SENT, 1)
    assert (after(closed).state, closed.reason) == (State.CANCELLED, "wrong address")
    assert (relay.retry(closed), relay.close(again, "twice")) == (0, 0)


def test_mail_of_a_form_is_written_in_its_transaction_and_wiped_when_sent(server):
    with pytest.raises(IntegrityError), transaction.atomic():
        send_mail("Reset", "link", None, ["ana@porto.example"])
        raise IntegrityError
    assert OutboxMail.objects.count() == 0
    send_mail("Reset", "Open https://portal.example/secret/", None, ["ana@porto.example"])
    relay.run()
    row = OutboxMail.objects.get()
    assert (row.state, row.body) == (State.SENT, None)
    assert b"https://portal.example/secret/" in server.accepted[0][1]


def test_a_reset_for_a_closed_account_is_held_back_and_wiped(reader, server):
    send_mail("Reset", "secret", None, ["Ana@porto.example"])
    get_user_model().objects.update(is_active=False)
    relay.run()
    row = OutboxMail.objects.get()
    assert (row.state, row.body, server.accepted) == (State.SUPPRESSED, None, [])


def test_kept_mail_is_emptied_after_an_hour(reader, notice, settings):
    settings.MAIL_TRANSPORT = "scn_portal.notifications.transport.KeptMail"
    queue(reader)
    relay.run()
    assert KeptMail.objects.get().text
    relay.sweep()
    assert KeptMail.objects.get().text
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        relay.sweep()
    kept = KeptMail.objects.get()
    assert (kept.text, kept.html, kept.subject) == ("", "", "News for Ana & Bo")


def test_a_batch_is_at_most_fifty(reader, notice, server):
    for number in range(52):
        queue(reader, subject=get_user_model().objects.create_user(f"{number}@porto.example"))
    assert [relay.turn(), relay.turn(), relay.turn()] == [50, 2, 0]
    assert len({number for number, _ in enumerate(server.accepted)}) == 52
