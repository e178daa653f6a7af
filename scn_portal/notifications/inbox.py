"""What stands in a person's inbox: each item in the words of its kind, as true as it is now."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from . import kinds
from .models import InboxItem
from .rendering import render

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """One item as the page shows it. `url` is empty where there is nothing to open any more."""

    item: InboxItem
    title: str
    because: str
    url: str


def unread_count(person):
    return InboxItem.objects.filter(person=person, read_at=None).count()


def mark_read(person, **which):
    return InboxItem.objects.filter(person=person, read_at=None, **which).update(read_at=timezone.now())


def notices(items):
    """The items with title and address, asking each kind again whether the person may still see it."""
    subjects = kinds.subjects_of(items)
    return [_notice(item, subjects.get(item.pk)) for item in items]


def _notice(item, subject):
    declared = kinds.registered.get(item.kind)
    values = _values(declared, item, subject) if declared and subject is not None else None
    if values is None:
        return Notice(item, _("This notice is no longer about anything you can open."), "", "")
    title = " ".join(render(f"{declared.template}.subject.txt", values).split())
    return Notice(item, title, str(values.get("because", declared.because)), _own(values.get("button_url", "")))


def _values(declared, item, subject):
    try:
        return declared.values(item, subject)
    except Exception:
        logger.exception("an inbox item could not be shown", extra={"object": f"inbox item {item.pk}"})
        return None


def _own(url):
    """Only addresses of the portal are opened."""
    path = url.removeprefix(settings.BASE_URL)
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""
