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
    recipient = f"p{person.pk}" if person else address.lower()
    key = f"{kind}:{kind_of(subject)}:{subject.pk}:{recipient}:{due}"[:200]
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
    if person and declared.in_inbox and not (declared.can_be_off and is_off(kind, person)):
        InboxItem.objects.bulk_create(
            [InboxItem(key=key, person=person, kind=kind, subject_kind=kind_of(subject), subject_key=str(subject.pk))],
            ignore_conflicts=True,
        )


def is_off(kind, person):
    return Preference.objects.filter(person=person, kind=kind, channel=Preference.Channel.OFF).exists()
