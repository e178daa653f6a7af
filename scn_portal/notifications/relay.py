"""The relay: takes due rows out of the outbox, sends them, and marks each one.

Claiming is one short transaction, sending happens outside any, marking is a second one per mail. A process that dies
in between leaves rows whose lease runs out; the sweep gives them back and they go out under the same Message-ID.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from scn_portal.audit import request_number
from scn_portal.jobs.models import Turn
from scn_portal.jobs.sweeping import sweeps

from . import kinds, rendering
from .models import KeptMail, OutboxMail, Preference
from .rendering import HeldBack
from .transport import NoServer, Refused, Unreachable

logger = logging.getLogger(__name__)
State = OutboxMail.State

BATCH = 50
LEASE = timedelta(seconds=60)
RESERVE = timedelta(seconds=30)  # a mail is begun only while this much of the lease is left
RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440, 1440)]
GIVEN_UP_AFTER = timedelta(days=3)
KEPT_FOR = timedelta(hours=1)


def run(seconds=None):
    """Turn until nothing is due or the time is over. Returns how many mails were handled."""
    began, handled = time.monotonic(), 0
    while True:
        done = turn()
        handled += done
        if not done or (seconds is not None and time.monotonic() - began > seconds):
            return handled


def turn():
    """Claim up to 50 due mails and send them over one connection. Returns how many were handled."""
    rows = claim()
    Turn.record("relay")
    handled = 0
    if rows:
        with import_string(settings.MAIL_TRANSPORT)() as transport:
            handled = _send_all(rows, transport)
    return handled


def claim():
    """Take the rows that are due, count the attempt, and hold them for a minute."""
    now = timezone.now()
    due = OutboxMail.objects.filter(state=State.PENDING, not_before__lte=now).exclude(Exists(_older(now)))
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk")
        keys = list(locked.values_list("pk", flat=True)[:BATCH])
        OutboxMail.objects.filter(pk__in=keys).update(
            state=State.SENDING, attempts=F("attempts") + 1, lease_until=now + LEASE
        )
    return list(OutboxMail.objects.filter(pk__in=keys).select_related("person").order_by("not_before", "pk"))


def _older(now):
    """Unsent rows that a person should read first: same recipient, same object, written before.

    A reminder whose day has not come holds nothing up.
    """
    same_reader = Q(person=OuterRef("person")) | Q(person=None, address=OuterRef("address"), address__gt="")
    begun = (
        Q(state=State.SENDING) | Q(state=State.PENDING, attempts__gt=0) | Q(state=State.PENDING, not_before__lte=now)
    )
    same_object = Q(subject_kind=OuterRef("subject_kind"), subject_key=OuterRef("subject_key"), subject_kind__gt="")
    return OutboxMail.objects.filter(same_reader, begun, same_object, pk__lt=OuterRef("pk"))


def _send_all(rows, transport):
    for position, row in enumerate(rows):
        if row.lease_until - timezone.now() < RESERVE:
            _give_back(rows[position:])
            return position
        before = request_number.current()
        request_number.use(row.request_number)
        try:
            _send(row, transport)
        except NoServer:
            _give_back(rows[position + 1 :])
            return position + 1
        finally:
            request_number.use(before)
    return len(rows)


def _send(row, transport):
    try:
        _ask_again(row)
        message = rendering.message_for(row)
        transport.send(message, row, row.person.email if row.person else row.address)
    except HeldBack as held:
        _mark(row, state=State.SUPPRESSED, reason=str(held), body=None)
    except Refused as refusal:
        _mark(row, state=State.BOUNCED, last_error=str(refusal), body=None)
    except Exception as error:
        _try_later(row, error)
        if isinstance(error, NoServer):
            raise
    else:
        _mark(row, state=State.SENT, sent_at=timezone.now(), last_error="", body=None)


def _ask_again(row):
    """Whether the mail may still go out, asked at the moment of sending; raises HeldBack with the reason."""
    if row.person and not row.person.is_active:
        raise HeldBack("the account is closed")
    if not row.subject_kind:
        if get_user_model().objects.filter(email__iexact=row.address, is_active=False).exists():
            raise HeldBack("the account is closed")
        return
    reader = Q(person=row.person) if row.person else Q(person=None, address__iexact=row.address)
    if kinds.registered[row.kind].can_be_off:
        chosen = Preference.objects.filter(reader, kind=row.kind).values_list("channel", flat=True).first()
        if chosen in (Preference.Channel.INBOX, Preference.Channel.OFF):
            raise HeldBack("the person does not want this kind by mail")


def _try_later(row, error):
    known = isinstance(error, Unreachable)
    if not known:
        logger.exception("a mail could not be sent", extra={"object": f"mail {row.pk}"})
    words = str(error) if known else type(error).__name__
    if row.attempts > len(RETRY_AFTER):
        _mark(row, state=State.DEAD, last_error=words, body=None)
    else:
        _mark(row, state=State.PENDING, last_error=words, not_before=timezone.now() + RETRY_AFTER[row.attempts - 1])


def _mark(row, **values):
    """Write the outcome, unless the lease ran out and somebody else has taken the row since."""
    values = {name: value[:300] if name in ("reason", "last_error") else value for name, value in values.items()}
    mine = OutboxMail.objects.filter(pk=row.pk, state=State.SENDING, attempts=row.attempts)
    mine.update(lease_until=None, **values)


def _give_back(rows):
    """Rows that were claimed and not begun wait again; their attempt did not happen."""
    for row in rows:
        _mark(row, state=State.PENDING, attempts=row.attempts - 1)


@sweeps
def sweep():
    """Leases that ran out, rows that grew too old, kept mails that may hold a link that opens something."""
    now = timezone.now()
    OutboxMail.objects.filter(state=State.SENDING, lease_until__lt=now).update(state=State.PENDING, lease_until=None)
    OutboxMail.objects.filter(state=State.PENDING, due_at__lt=now - GIVEN_UP_AFTER).update(state=State.DEAD, body=None)
    KeptMail.objects.filter(at__lt=now - KEPT_FOR).exclude(text="", html="").update(text="", html="")


def retry(row):
    """Staff send a dead mail on its way again, with the whole schedule before it."""
    now = timezone.now()
    dead = OutboxMail.objects.filter(pk=row.pk, state=State.DEAD).exclude(subject_kind="")
    return dead.update(state=State.PENDING, attempts=0, not_before=now, due_at=now, last_error="")


def close(row, reason):
    """Staff settle a dead mail without sending it."""
    return OutboxMail.objects.filter(pk=row.pk, state=State.DEAD).update(state=State.CANCELLED, reason=reason[:300])


def cancel(kind, subject_kind, subject_key):
    """A receiver takes back what is no longer true: mails of this kind about this object that have not gone out."""
    waiting = OutboxMail.objects.filter(kind=kind, subject_kind=subject_kind, subject_key=subject_key)
    return waiting.filter(state=State.PENDING).update(state=State.CANCELLED, reason="no longer true")
