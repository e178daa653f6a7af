"""Mail is rendered when it is sent, in the reader's language, from what is true then."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from . import kinds
from .unsubscribing import unsubscribe_address

LARGEST = 100_000


class HeldBack(Exception):  # noqa: N818 -- a decision, not an error
    """This mail must not go out any more. The text is the reason, for staff."""


def message_for(row):
    """The mail of an outbox row as the standard library writes it; raises HeldBack where it must not go out."""
    language = row.person.language if row.person else row.language
    with translation.override(language):
        subject, text, html = _written(row) if row.body else _rendered(row)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = " ".join(subject.split())
        message["From"] = _address(settings.DEFAULT_FROM_EMAIL)
        message["To"] = _address(row.person.email if row.person else row.address)
        message["Date"] = format_datetime(timezone.now())
        message["Message-ID"] = message_id(row)
        message["Auto-Submitted"] = "auto-generated"
        if row.request_number:
            message["X-Request-ID"] = row.request_number
        if unsubscribes(row):
            message["List-Unsubscribe"] = f"<{unsubscribe_address(row)}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(text, cte="quoted-printable")
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        _add_calendar(message, row)
        message["Content-Language"] = translation.get_language()  # last: adding a part moves such headers into it
    if len(message.as_bytes()) > LARGEST:
        raise ValueError(f"a mail may have {LARGEST} bytes, {row.kind} has {len(message.as_bytes())}")
    return message


def _add_calendar(message, row):
    """The entry for the reader's calendar, as the part that calendar programs act on, byte for byte."""
    declared = kinds.registered.get(row.kind)
    part = declared.calendar(row, kinds.subject_of(row)) if declared and declared.calendar else None
    if part is not None:
        said = {"method": part.method, "charset": "utf-8"}
        message.add_alternative(part.content, maintype="text", subtype="calendar", cte="base64", params=said)


def unsubscribes(row):
    declared = kinds.registered.get(row.kind)
    return not row.is_security and bool(declared) and declared.can_be_off


def message_id(row):
    """The same at every attempt: a reader's program shows a repeat once."""
    return f"<{row.message_id.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def _address(written):
    name, address = parseaddr(written)
    user, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    return Address(display_name=name, username=user, domain=domain)


def _rendered(row):
    """Subject and both parts of a kind that an app declares."""
    declared = kinds.registered[row.kind]
    subject = kinds.subject_of(row)
    if subject is None:
        raise HeldBack("what it was about is gone")
    values = declared.values(row, subject)
    if values is None:
        raise HeldBack("no longer true, or no longer theirs to see")
    values = _around(row, declared) | values
    subject = " ".join(render(f"{declared.template}.subject.txt", values).split())
    values["subject"] = subject
    if not exists(f"{declared.template}.html"):
        return subject, *_in_layout(values, render(f"{declared.template}.txt", values))
    return subject, *(render(f"{declared.template}.{part}", values) for part in ("txt", "html"))


def _written(row):
    """Mail that the framework wrote for a form: its text goes through the same layout."""
    values = _around(row, None) | {"subject": row.body["subject"]}
    return row.body["subject"], *_in_layout(values, row.body["text"])


def _in_layout(values, text):
    """Both parts of a mail of which there is only the text."""
    values = values | {"written": text.strip(), "paragraphs": text.strip().split("\n\n")}
    return tuple(render(f"notifications/emails/written.{part}", values) for part in ("txt", "html"))


def _around(row, declared):
    """What the layout of every mail needs."""
    can_be_off = unsubscribes(row)
    return {
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "host_name": settings.HOST_NAME,
        "base_url": settings.BASE_URL,
        "because": declared.because if declared else kinds.NEEDED,
        "person": row.person,
        "preferences_url": kinds.address("notifications:preferences") if row.person and can_be_off else "",
        "unsubscribe_url": unsubscribe_address(row) if can_be_off else "",
    }


def render(template, values):
    """Render a part of a mail. Plain text is not escaped; everything else is."""
    own = Context(values, autoescape=template.endswith(".html"))
    return get_template(template).template.render(own)


def exists(template):
    try:
        return bool(get_template(template))
    except TemplateDoesNotExist:
        return False
