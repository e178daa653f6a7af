"""Leaving one list with one click, without signing in (RFC 8058). A link opens exactly one kind for one reader."""

from django.conf import settings
from django.urls import reverse

from scn_portal.codes import token_for, token_opens

from .models import OutboxMail, Preference

PURPOSE = "notifications.unsubscribe"


def unsubscribe_address(row):
    token = f"{row.message_id.hex}-{token_for(PURPOSE, row.message_id.hex, row.kind)}"
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def mail_of(token):
    """The mail whose list this token leaves, or None."""
    number, _, rest = token.partition("-")
    if len(number) != 32 or not number.isalnum() or not number.isascii():
        return None
    row = OutboxMail.objects.filter(message_id=number).first() if _is_hex(number) else None
    if row is None or not token_opens(rest, PURPOSE, row.message_id.hex, row.kind):
        return None
    return row


def _is_hex(text):
    return all(sign in "0123456789abcdef" for sign in text)


def leave(row):
    """No more mail of this kind for this reader; a person keeps the notice in the inbox."""
    reader = {"person": row.person} if row.person_id else {"person": None, "address": row.address.lower()}
    Preference.objects.update_or_create(**reader, kind=row.kind, defaults={"channel": Preference.Channel.INBOX})
