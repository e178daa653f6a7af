"""Writing to the outbox and the inbox: rows only, in the caller's transaction. Nothing is sent here."""

from scn_portal.audit import request_number
from scn_portal.audit.models import kind_of

from . import kinds
from .models import InboxItem, OutboxMail, Preference


def write(kind, *, subject, person=None, address="", language="en", due="", not_before=None):
    """Queue one mail of `kind` about `subject` to a person or a bare address. Twice is once.

    `due` tells apart repeats that are meant: the date of a reminder, the issue of a link.
    """
    declared = kinds.registered[kind]
    key = _key(kind, subject, f"p{person.pk}" if person else address.lower(), due)
    values = {
        "kind": kind,
        "person": person,
        "address": "" if person else address,
        "subject_kind": kind_of(subject),
        "subject_key": str(subject.pk),
        "language": person.language if person else language,
        "is_security": declared.is_security,
        "request_number": request_number.current(),
    }
    if not_before is not None:
        values["not_before"] = values["due_at"] = not_before
    OutboxMail.objects.bulk_create([OutboxMail(key=key, **values)], ignore_conflicts=True)
    if person and declared.in_inbox:
        put_into_inbox(kind, subject=subject, person=person, due=due)


def put_into_inbox(kind, *, subject, person, due=""):
    """A notice without a mail. Twice is once, and nothing comes of a kind that the person switched off."""
    if kinds.registered[kind].can_be_off and is_off(kind, person):
        return
    about = {"kind": kind, "subject_kind": kind_of(subject), "subject_key": str(subject.pk)}
    item = InboxItem(key=_key(kind, subject, f"p{person.pk}", due), person=person, **about)
    InboxItem.objects.bulk_create([item], ignore_conflicts=True)


def _key(kind, subject, recipient, due):
    return f"{kind}:{kind_of(subject)}:{subject.pk}:{recipient}:{due}"[:200]


def due_of(row):
    """What `due` was when this mail was written: which of several about the same object it is."""
    return row.key.rpartition(":")[2]


def is_off(kind, person):
    return Preference.objects.filter(person=person, kind=kind, channel=Preference.Channel.OFF).exists()
