"""Six digits sent to an address and typed back: they prove that the address is the person's own.

The digits are derived from the signing key and a nonce, never stored. A wrong try is counted even when all else is
rolled back, so `check` must not run inside a transaction that may fail.
"""

import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from scn_portal.codes import digits_for
from scn_portal.lifecycle import TransitionRefused

from .models import MailCode

CODES_AN_HOUR, TRIES = 3, 5


class CodeRefused(TransitionRefused):
    """The digits do not open anything. The text says what the person can do."""


def for_request(request):
    """The purpose of the codes of one join request."""
    return f"join:{request.code}"


def digits_of(code):
    return digits_for("cities.mailcode", code.nonce, code.address)


def issue(purpose, address):
    """A new code for this purpose; the one before is dead. At most three an hour.

    The caller holds a lock on what the code is for.
    """
    now = timezone.now()
    if MailCode.objects.filter(purpose=purpose, created_at__gt=now - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise CodeRefused(_("Three codes were sent within an hour. Please wait before you ask for another."))
    return MailCode.objects.create(
        purpose=purpose, address=address.lower(), expires_at=now + timedelta(minutes=settings.MAIL_CODE_MINUTES)
    )


def latest(purpose):
    """The newest code for this purpose, or None. Only the newest can be typed back."""
    return MailCode.objects.filter(purpose=purpose).order_by("-id").first()


def is_alive(code):
    return code is not None and code.used_at is None and code.tries < TRIES and code.expires_at > timezone.now()


def check(purpose, address, digits):
    """Use up the newest code if the digits are right, else count the try and raise CodeRefused."""
    with transaction.atomic():
        code = MailCode.objects.select_for_update().filter(purpose=purpose).order_by("-id").first()
        if not is_alive(code):
            raise CodeRefused(_("This code is no longer valid. Ask for a new one."))
        typed = "".join(str(unicodedata.decimal(sign, "")) for sign in digits)  # digits of any script
        is_right = constant_time_compare(typed, digits_of(code)) & constant_time_compare(address.lower(), code.address)
        code.tries += 1
        if is_right:
            code.used_at = timezone.now()
        code.save(update_fields=["tries", "used_at"])
    if not is_right:
        left = TRIES - code.tries
        if not left:
            raise CodeRefused(_("This was not the code, and it was the last try. Ask for a new code."))
        raise CodeRefused(_("This is not the code that we sent. Look at the newest mail and try again."))


def was_passed(purpose, address):
    """Whether a code for this purpose and address was typed back in time."""
    return MailCode.objects.filter(purpose=purpose, address=address.lower(), used_at__isnull=False).exists()
