"""Kinds of notification. An app's notifications.py declares them; the ground sends them.

A kind renders from `<app>/emails/<name>.{subject.txt,txt,html}` at the time of sending. Its function gets the
outbox row (or the inbox item) and the subject as it is now, and returns the values for the templates, or None when
nothing should be sent any more (the row is then `suppressed`). The values `button_url` (an address of the portal)
and `button_label` make the one button of the mail, and the address that the inbox item opens.

A kind may carry an entry for the reader's calendar: `calendar=` names a function that gets the same two and returns a
`CalendarPart`, or None when there is nothing to enter or to take out.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

registered = {}
NEEDED = _("You get this because it concerns your access, your request or a decision about it.")


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object for a mail. `method` is the one that it says itself: REQUEST or CANCEL."""

    method: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Kind:
    name: str  # "cities.join_received"
    values: callable = field(repr=False)
    label: str = ""  # in preferences; kinds without one cannot be chosen
    because: str = NEEDED  # "You get this because you are lead contact of your city."
    is_security: bool = False  # cannot be switched off, is not capped, carries no unsubscribe
    in_inbox: bool = False
    related: tuple = ()  # what select_related should fetch with the subject
    calendar: callable = field(default=None, repr=False)

    @property
    def can_be_off(self):
        return bool(self.label) and not self.is_security

    @property
    def template(self):
        app, _, name = self.name.partition(".")
        return f"{app}/emails/{name}"


def kind(name, *, label="", because=NEEDED, is_security=False, in_inbox=False, related=(), calendar=None):
    """Declare a kind: `@kind("cities.join_link", is_security=True)` over a function (mail, subject) -> dict | None.

    A kind about a decision or about access is `is_security`; every other kind has a `label`, so that people can
    switch it off.
    """

    def declare(values):
        registered[name] = Kind(name, values, label, because, is_security, in_inbox, tuple(related), calendar)
        return values

    return declare


def address(url_name, *args, **kwargs):
    """The full address of a page, for use in mail: from the configured base, never from a Host header."""
    return settings.BASE_URL + reverse(url_name, args=args, kwargs=kwargs)


def subjects_of(rows):
    """What outbox mails, inbox items or facts speak of, as it is now: {row.pk: subject}, one query per model."""
    wanted = {}
    for row in rows:
        if row.subject_kind:
            related = registered[row.kind].related if getattr(row, "kind", "") in registered else ()
            wanted.setdefault((row.subject_kind, related), []).append(row)
    found = {}
    for (model, related), group in wanted.items():
        manager = apps.get_model(model)._base_manager
        subjects = manager.select_related(*related) if related else manager.all()
        by_key = {str(each.pk): each for each in subjects.filter(pk__in={row.subject_key for row in group})}
        found |= {row.pk: by_key[row.subject_key] for row in group if row.subject_key in by_key}
    return found


def subject_of(row):
    """The row that an outbox mail, inbox item or fact speaks of, as it is now, or None."""
    return subjects_of([row]).get(row.pk)
