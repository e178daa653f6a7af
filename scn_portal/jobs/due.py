"""Daily work. Beat only wakes; a row per function and date says what is due, and holds it once.

    @daily
    def remind_and_expire(): ...

A function registered here may run twice after a crash, so it writes through unique keys. After days without a beat
it runs once: it looks at what is due now, not at what was due then.
"""

import logging
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from .models import DueRun

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
ATTEMPTS = 5
_registered = {}


def daily(function):
    """Run `function()` once a day (UTC)."""
    _registered[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def run():
    """Run what is due today and not done. Returns the names that were run to their end."""
    today = timezone.now().date()
    DueRun.objects.bulk_create([DueRun(name=name, on=today) for name in _registered], ignore_conflicts=True)
    return [name for name in sorted(_registered) if _run_one(name, today)]


def _claim(name, today):
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = DueRun.objects.filter(free, name=name, on=today, finished_at=None, attempts__lt=ATTEMPTS)
    return waiting.update(attempts=F("attempts") + 1, lease_until=now + LEASE)


def _run_one(name, today):
    """The attempt is counted before the work starts, so work that kills its process ends after five tries."""
    if not _claim(name, today):
        return False
    mine = DueRun.objects.filter(name=name, on=today)
    try:
        _registered[name]()
    except Exception as error:
        logger.exception("daily work failed", extra={"object": name})
        mine.update(lease_until=None, last_error=f"{type(error).__name__}"[:300])
        return False
    mine.update(finished_at=timezone.now(), lease_until=None, last_error="")
    return True
