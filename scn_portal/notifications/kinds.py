"""Kinds of notification. An app's notifications.py declares them; the ground sends them.

A kind renders from `<app>/emails/<name>.{subject.txt,txt,html}` at the time of sending. Its function gets the
outbox row and the subject as it is now, and returns the values for the templates, or None when nothing should be
sent any more (the row is then `suppressed`).
"""

from dataclasses import dataclass, field

from django.apps import apps

registered = {}


@dataclass(frozen=True)
class Kind:
    name: str  # "cities.join_received"
    values: callable = field(repr=False)
    label: str = ""  # in preferences; kinds without one cannot be chosen
    is_security: bool = False  # cannot be switched off, is not capped, carries no unsubscribe
    in_inbox: bool = False


def kind(name, *, label="", is_security=False, in_inbox=False):
    """Declare a kind: `@kind("cities.join_link", is_security=True)` over a function (mail, subject) -> dict | None."""

    def declare(values):
        registered[name] = Kind(name, values, label, is_security, in_inbox)
        return values

    return declare


def subject_of(row):
    """The row that an outbox mail, inbox item or fact speaks of, as it is now, or None."""
    if not row.subject_kind:
        return None
    return apps.get_model(row.subject_kind)._base_manager.filter(pk=row.subject_key).first()
