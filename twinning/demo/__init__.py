"""The links of the demonstration: those recorded from public sources, and made-up ones, marked as such.

`seed()` walks each through the lifecycles; what is there stays as it is. `check()` says what is missing.
"""

from django.db import transaction

from twinning.models import Partnership

from .interests import seed_interests
from .partnerships import seed_partnerships
from .profiles import seed_profiles
from .projects import seed_projects
from .recorded import missing, seed_recorded
from .rounds import seed_rounds
from .visits import seed_visits


def seed(say=lambda line: None):
    """Load what is missing. Running it again changes nothing. All of it, or nothing."""
    with transaction.atomic():
        seed_profiles()
        seed_recorded()
        seed_rounds()
        seed_interests()
        seed_partnerships()
        seed_visits()
        seed_projects()
    say(f"{Partnership.objects.count()} partnerships")


def cast():
    """Nobody beyond the cast of the other floors."""
    return []


def check():
    """What differs between the records and the files, one sentence each; nothing where they agree."""
    return missing()
