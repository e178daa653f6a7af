"""Django's mail backend: mail that a form sends becomes an outbox row in the form's own transaction."""

from uuid import uuid4

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from scn_portal.audit import request_number

from .models import OutboxMail

KIND = "written"  # by a form of the framework, not declared by an app


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, messages):
        rows = [row_for(message, recipient) for message in messages for recipient in message.recipients()]
        OutboxMail.objects.bulk_create(rows)
        return len(messages)


def row_for(message, recipient):
    message.message()  # refuses a line break in a header
    return OutboxMail(
        key=f"{KIND}:{uuid4().hex}",
        kind=KIND,
        address=recipient,
        language=(translation.get_language() or "en")[:5],
        is_security=True,
        body={"subject": str(message.subject), "text": str(message.body)},
        request_number=request_number.current(),
    )
