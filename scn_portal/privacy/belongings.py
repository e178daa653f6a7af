"""Which rows are about a person. Each app registers its models here; copy and erasure ask nobody else.

    register(SavedSearch, _("Saved searches"), by_user=lambda user: Q(user=user))

What is copied, and what erasure does with the rows, stands in the data inventory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from scn_portal.accounts.models import User

from .inventory import inventory

NOBODY = Q(pk__in=[])
_registered, _files, _first = {}, [], []


@dataclass(frozen=True)
class Whom:
    """Whom a copy or an erasure is about: an account and all its addresses, or addresses alone."""

    user: User | None
    addresses: frozenset
    number: str  # opaque; stands in place of the address afterwards

    @property
    def new_address(self):
        return f"erased-{self.number}@erased.invalid"


@dataclass(frozen=True)
class Belonging:
    """The rows of one model that are about a person."""

    model: type
    label: str
    by_user: Callable | None  # user -> Q
    by_address: Callable | None  # address (lower case) -> Q
    erase: Callable | None  # rows, whom: instead of what the inventory says, where it takes more than one step
    position: int
    in_words: Callable | None  # row -> {field: value}: what a copy says where the row itself cannot be read

    @property
    def entry(self):
        return inventory().of(self.model)

    def rows(self, whom):
        found = [self.by_address(each) for each in sorted(whom.addresses)] if self.by_address else []
        if self.by_user and whom.user:
            found.append(self.by_user(whom.user))
        return self.model._base_manager.filter(reduce(or_, found, NOBODY))


def register(model, label, *, by_user=None, by_address=None, erase=None, position=50, in_words=None):
    _registered[model._meta.label] = Belonging(model, label, by_user, by_address, erase, position, in_words)


def register_files(files):
    """`files(whom)` gives stored files that the person handed in, for the own copy."""
    _files.append(files)


def before_erasing(function):
    """Call `function(whom)` before any row is touched: for what must end properly, such as a role."""
    _first.append(function)
    return function


def all_belongings():
    """In the order of erasure and of the copy."""
    return sorted(_registered.values(), key=lambda each: (each.position, each.model._meta.label))


def whom(user):
    """The person with all addresses that the account has now."""
    addresses = {user.email, *user.emailaddress_set.values_list("email", flat=True)}
    return Whom(user, frozenset(each.lower() for each in addresses if each), user.public_id)


def files_of(about):
    """The stored files that the person handed in, each once."""
    found = {file.pk: file for files in _files for file in files(about)}
    return [found[pk] for pk in sorted(found)]


def end_what_must_end(about):
    for function in _first:
        function(about)


def unregistered():
    """Models that the inventory promises in the own copy, and for which nobody registered which rows are meant."""
    return sorted(
        each.model for each in inventory().entries.values() if each.own_copy and each.model not in _registered
    )


def addresses_kept():
    """Every address in the rows that are found by address, in lower case."""
    kept = set()
    for belonging in all_belongings():
        if belonging.by_address:
            fields = [
                each.name for each in belonging.model._meta.concrete_fields if isinstance(each, models.EmailField)
            ]
            for name in fields:
                kept |= set(belonging.model._base_manager.exclude(**{name: ""}).values_list(name, flat=True))
    return {each.lower() for each in kept if each}
