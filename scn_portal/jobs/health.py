"""Whether the portal is well: one item per part. Other parts of the ground register theirs.

The web process asks PostgreSQL only. Whether the broker lives is read from what came through it.
"""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Fact, Turn

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=2)
FREE_SHARE = 0.10


@dataclass(frozen=True)
class Item:
    """`check()` returns None where all is well, else a word for staff. `outage` tells everybody what it means."""

    key: str
    label: str
    check: Callable
    outage: str
    is_needed: bool = False  # without it the portal cannot serve: 503


@dataclass(frozen=True)
class Finding:
    item: Item
    trouble: str

    @property
    def is_well(self):
        return not self.trouble


_items = []


def register(item):
    _items[:] = [each for each in _items if each.key != item.key] + [item]


def findings():
    """What each item says now. A check that raises is trouble."""
    return [Finding(item, _ask(item)) for item in _items]


def _ask(item):
    try:
        return item.check() or ""
    except Exception as error:
        logger.warning("a part of the portal is not well", extra={"object": item.key})
        return type(error).__name__


def state_of(found):
    """ "ok", "degraded", or "down" where something is missing without which nothing can be served."""
    troubles = [each.item for each in found if not each.is_well]
    if any(item.is_needed for item in troubles):
        return "down"
    return "degraded" if troubles else "ok"


def age_in_words(instant):
    return f"{int((timezone.now() - instant).total_seconds())} s"


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied" if missing else None


def _facts():
    oldest = Fact.objects.filter(delivered_at=None).order_by("created_at").values_list("created_at", flat=True).first()
    if oldest and timezone.now() - oldest > PATIENCE:
        return f"oldest waits {age_in_words(oldest)}"
    return None


def turned_lately(name):
    """A check: has the part of this name turned within two minutes?"""

    def check():
        last = Turn.objects.filter(name=name).values_list("at", flat=True).first()
        if last is None:
            return "never turned"
        return f"last turn {age_in_words(last)} ago" if timezone.now() - last > PATIENCE else None

    return check


def _disk():
    folder = next(each for each in [settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents] if each.exists())
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    return f"{share:.0%} free" if share < FREE_SHARE else None


SLOW = _("Work in the background is slower than usual. Nothing is lost.")
LATE = _("E-mail goes out later than usual. Nothing is lost.")

for each in (
    Item("database", _("Database"), _database, _("The portal cannot read or store anything."), is_needed=True),
    Item("migrations", _("Tables of this release"), _migrations, _("The portal is being updated."), is_needed=True),
    Item("facts", _("What follows from decisions"), _facts, SLOW),
    Item("relay", _("Sending mail"), turned_lately("relay"), LATE),
    Item("broker", _("Work in the background"), turned_lately("broker"), SLOW),
    Item("disk", _("Room for files"), _disk, _("Files can perhaps not be stored.")),
):
    register(each)
