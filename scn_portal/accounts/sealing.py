"""Encryption at rest with keys outside the database, one for each purpose: secrets of second factors, needs of guests.

Whoever changes SECRET_KEY keeps the old one in SECRET_KEY_FALLBACKS for as long as something is sealed with it.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet  # noqa: F401 -- what unseal raises
from django.conf import settings

SECOND_FACTOR = "second-factor"


def _key(secret, purpose):
    salt = f"scn.{purpose}".encode()
    return base64.urlsafe_b64encode(hashlib.scrypt(secret.encode(), salt=salt, n=2, r=8, p=1, dklen=32))


def _box(purpose):
    """The present key first: it seals; those still honoured only open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def seal(text, purpose=SECOND_FACTOR):
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed, purpose=SECOND_FACTOR):
    return _box(purpose).decrypt(sealed.encode()).decode()
