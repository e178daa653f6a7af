"""The meetings of the demonstration: those that took place, from public facts, and made-up ones, marked as such.

`seed()` walks each through the lifecycles; what is there stays as it is. `check()` says what is missing.
"""

from django.db import transaction

from events.models import Event

from .agenda import seed_agenda
from .door import seed_certificates
from .meetings import seed_meetings
from .polls import seed_polls
from .recorded import missing, seed_recorded
from .summit import seed_summit


def seed(say=lambda line: None):
    """Load what is missing. Running it again changes nothing. All of it, or nothing."""
    with transaction.atomic():
        seed_recorded()
        seed_meetings()
        seed_certificates()
        seed_polls()
        seed_summit()
        seed_agenda()
    say(f"{Event.objects.announced().count()} events")


def cast():
    """Nobody beyond the cast of the other floors."""
    return []


def check():
    """What differs between the events and the files, one sentence each; nothing where they agree."""
    return missing()
