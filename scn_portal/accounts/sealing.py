"""Encryption of second-factor secrets at rest: an authenticator app's key, the seed of recovery codes."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet  # noqa: F401 -- what unseal raises
from django.conf import settings


def _key(secret):
    return base64.urlsafe_b64encode(hashlib.scrypt(secret.encode(), salt=b"scn.second-factor", n=2, r=8, p=1, dklen=32))


def _box():
    """The present key first: it seals; those still honoured only open."""
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def seal(text):
    return _box().encrypt(text.encode()).decode()


def unseal(sealed):
    return _box().decrypt(sealed.encode()).decode()
