"""Where mail goes out: an SMTP server, or a table that staff read where the portal runs without one."""

import contextlib
import re
import smtplib
from email.utils import parseaddr

from django.conf import settings

from . import models

ADDRESS_IS_BAD = re.compile(r"\b5\.1\.\d{1,3}\b")
OTHER_REASON = re.compile(r"\b5\.[02-7]\.\d{1,3}\b")


class Unreachable(Exception):  # noqa: N818 -- says what happened
    """Not accepted for now. The text is the server's answer, for staff."""


class NoServer(Unreachable):
    """The server does not answer at all: the other mails need not be tried."""


class Refused(Exception):  # noqa: N818
    """Refused for good: the address does not exist."""


class Smtp:
    """One connection for many mails; opened at the first, opened again where the server closed it."""

    def __init__(self):
        self.connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self._drop()

    def send(self, message, row, address):
        connection = self._open()
        try:
            connection.send_message(message, parseaddr(settings.DEFAULT_FROM_EMAIL)[1], [address])
        except smtplib.SMTPRecipientsRefused as refused:
            self._judge(*refused.recipients[address])
        except smtplib.SMTPResponseException as refused:
            if refused.smtp_code == 421:
                self._drop()
            self._judge(refused.smtp_code, refused.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unreachable(f"connection lost: {type(error).__name__}") from error

    def _open(self):
        if self.connection is None or self.connection.sock is None:
            try:
                self.connection = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise NoServer(f"no connection: {type(error).__name__}") from error
        return self.connection

    def _connect(self):
        connection = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        if settings.EMAIL_USE_TLS:
            connection.starttls()
        if settings.EMAIL_HOST_USER:
            connection.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return connection

    def _drop(self):
        self.connection.close()
        self.connection = None

    @staticmethod
    def _judge(code, answer):
        words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
        bad_address = ADDRESS_IS_BAD.search(words) or (code == 550 and not OTHER_REASON.search(words))
        raise (Refused if bad_address and code >= 500 else Unreachable)(f"{code} {words}")


class KeptMail:
    """Keeps each mail for an hour, as it would have gone out, on a page for staff."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def send(self, message, row, address):
        models.KeptMail.objects.create(
            message_id=message["Message-ID"],
            address=address,
            subject=message["Subject"],
            text=message.get_body(("plain",)).get_content(),
            html=message.get_body(("html",)).get_content(),
            language=message["Content-Language"],
        )
