"""Opaque codes for addresses, and tokens for links in mail.

A token is derived from the signing key and the row it opens, never stored: the outbox holds no secret, a copy of
the database opens nothing, and raising the row's `link_issue` ends every link sent before (docs/decisions/0004).
"""

import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlsafe_base64_encode

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_code(length=10):
    """A random code without look-alike signs: 30 ** 10 possibilities, about 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _derive(purpose, parts, key):
    message = "\x1f".join(str(part) for part in parts)
    return salted_hmac(f"scn.link.{purpose}", message, secret=key, algorithm="sha256")


def token_for(purpose, *parts):
    """The token (43 signs, URL-safe) that opens the row named by `parts` for `purpose`."""
    return urlsafe_base64_encode(_derive(purpose, parts, settings.SECRET_KEY).digest())


def token_opens(token, purpose, *parts):
    """Whether `token` was derived for exactly this purpose and row, by the present key or one still honoured."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(token, urlsafe_base64_encode(_derive(purpose, parts, key).digest())) for key in keys
    )


def digits_for(purpose, *parts, length=6):
    """A code of `length` digits that a person types back from a mail."""
    number = int.from_bytes(_derive(purpose, parts, settings.SECRET_KEY).digest()[:8], "big")
    return str(number % 10**length).zfill(length)
