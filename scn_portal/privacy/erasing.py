"""Erasure: what names a person goes, row by row as the inventory says, in one transaction.

The pseudonymous number stays, so that the audit trail and the public record still hold together. Each erasure is also
written to a list outside of the database: after a restore, `manage.py erase_again` carries it out once more.
"""

import json
import logging
import os
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from scn_portal.accounts.models import PSEUDONYM, User
from scn_portal.audit.models import record
from scn_portal.lifecycle import SYSTEM

from . import belongings
from .belongings import Whom

logger = logging.getLogger(__name__)
VALUES = {"blank": "", "nothing": None, "no": False, "dash": "–", "pseudonym": PSEUDONYM}


@transaction.atomic
def erase_person(user):
    """Erase the person behind this account, and note it in the list."""
    about = belongings.whom(user)
    _note(about)
    erase(about)


@transaction.atomic
def erase(about):
    """Erase everything that is registered about somebody. Twice is once."""
    belongings.end_what_must_end(about)
    for belonging in belongings.all_belongings():
        rows = belonging.rows(about)
        if belonging.erase:
            belonging.erase(_these(rows), about)
        else:
            as_written(belonging.entry, rows, about)
    belongings.end_what_must_end(about)  # what began meanwhile; the account is closed by now, nothing more can


def _these(rows):
    """The same rows by their keys: what the steps change about them does not lose them."""
    return rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))


def as_written(entry, rows, about):
    """Do with these rows what the inventory says of them."""
    if entry.erasure == "deleted":
        rows.delete()
    elif entry.erasure == "cleared":
        rows.update(**{name: _value(word, about) for name, word in entry.cleared.items()})


def _value(word, about):
    return about.new_address if word == "address" else VALUES[word]


# The list: one line per erasure, kept apart from the database and its backups


def hash_of(address, secret=None):
    """A keyed hash: it tells nobody the address, and finds it again in a restored database."""
    return salted_hmac("scn.privacy.erased", address.lower(), secret=secret, algorithm="sha256").hexdigest()


def _note(about):
    line = {
        "at": timezone.now().isoformat(),
        "number": about.number,
        "addresses": sorted(hash_of(each) for each in about.addresses),
    }
    path = settings.ERASURE_LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def listed():
    """The lines of the list, oldest first."""
    path = settings.ERASURE_LIST
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def erase_again(dry_run=False):
    """Carry out every erasure of the list whose person is in the database again. Returns their numbers."""
    again = []
    for line in listed():
        about = _found_again(line)
        if about is None:
            continue
        again.append(line["number"])
        if not dry_run:
            _erase_again(about)
            logger.warning("erased again after a restore", extra={"person": line["number"]})
    return again


@transaction.atomic
def _erase_again(about):
    if about.user:
        record("privacy.erase_again_user", subject=about.user, actor=SYSTEM)
    erase(about)


def _found_again(line):
    """The account by its number; without one, the addresses that rows from before the erasure still hold."""
    user = User.objects.filter(public_id=line["number"], erased_at=None).first()
    if user:
        return belongings.whom(user)
    if User.objects.filter(public_id=line["number"]).exists():
        return None
    found = frozenset(each for each in _addresses_before(line["at"]) if _is_listed(each, line["addresses"]))
    return Whom(None, found, line["number"]) if found else None


def _is_listed(address, hashes):
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    own = [hash_of(address, secret) for secret in secrets]
    return any(constant_time_compare(mine, each) for mine in own for each in hashes)


def _addresses_before(instant):
    """The addresses in rows that are found by address, without those of accounts made since: somebody came back."""
    since = User.objects.filter(joined_at__gt=datetime.fromisoformat(instant)).values_list("email", flat=True)
    back = {each.lower() for each in since}
    return belongings.addresses_kept() - back
