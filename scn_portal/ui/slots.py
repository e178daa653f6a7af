"""Slots: where an app hangs something on a page of a lower floor. `panels.py` of each app registers here.

An entry that raises is left out and logged; the page still answers.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

logger = logging.getLogger(__name__)


class Slot:
    """A named list of entries in the order of their position."""

    registered = {}

    def __init__(self, name):
        self.name, self._entries = name, []
        self.registered[name] = self

    def hang(self, entry, position=50):
        """Add an entry (a function, or one of the dataclasses below). Returns it, so it also decorates."""
        self._entries.append((position, len(self._entries), entry))
        self._entries.sort(key=lambda each: each[:2])
        return entry

    def __iter__(self):
        return iter([entry for _, _, entry in self._entries])

    def collect(self, *args):
        """Call each function entry with `args` and return the results that are not None."""
        results = []
        for entry in self:
            try:
                result = entry(*args)
            except Exception:
                logger.exception("an entry of a slot failed", extra={"object": f"{self.name}: {entry!r}"})
                continue
            if result is not None:
                results.append(result)
        return results


@dataclass(frozen=True)
class Panel:
    """What a function hung in a page slot returns: a template part and what it shows."""

    template: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A live figure: `count()` returns a number, counted for an anonymous reader."""

    key: str
    label: str  # lazy translation
    count: Callable
    url_name: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what, for which city, until when."""

    title: str
    url: str
    where: str = ""
    due_at: datetime | None = None
    is_done: bool = False

    @property
    def tone(self):
        """Coloured in the last seven days, and strongly once the date has passed."""
        left = self.due_at - timezone.now()
        return "bad" if left.days < 0 else "warn" if left.days < 7 else ""


@dataclass(frozen=True)
class ProfileCheck:
    """One check of a city's completeness: `is_met(city)`; the link shows where to mend it."""

    key: str
    label: str
    is_met: Callable
    url: Callable  # url(city)


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu."""

    label: str
    url_name: str
    key: str


@dataclass(frozen=True)
class QueueSource:
    """A source of the staff work queue.

    `rows()` returns an unevaluated queryset of what waits, oldest first; the four functions take one of its rows.
    `group` is the staff group that works through it. `rows` and `owner` may use select_related; a row costs no query.
    `marks` gives short facts as (words, tone) to show under the title. `barred_for(person)` is asked once a page; it
    returns a function from a row to the words that say why this person must leave it to a colleague, or "".
    """

    key: str
    label: str
    group: str
    rows: Callable
    title: Callable
    waiting_since: Callable
    next_action: Callable
    url: Callable
    owner: Callable
    working_days: int = 10
    marks: Callable = lambda row: ()
    barred_for: Callable = lambda person: lambda row: ""


menu = Slot("menu")  # MenuEntry
person_menu = Slot("person_menu")  # MenuEntry, for people who are signed in
main_action = Slot("main_action")  # MenuEntry: the one button of the masthead for visitors
footer = Slot("footer")  # MenuEntry
figures = Slot("figures")
waiting = Slot("waiting")  # functions: user -> list[Waiting]
queue = Slot("queue")  # QueueSource
profile_checks = Slot("profile_checks")  # ProfileCheck
home = Slot("home")  # functions: request -> Panel
dashboard = Slot("dashboard")  # functions: request -> Panel
city_detail = Slot("city_detail")  # functions: request, city -> Panel
priority = Slot("priority")  # functions: request, theme -> Panel: where a theme that comes first is worked on
credits = Slot("credits")  # functions: request -> Panel: whose pictures the public pages show
resource_detail = Slot("resource_detail")  # functions: request, resource -> Panel
event_main = Slot("event_main")  # functions: request, event -> Panel: the wide column of the page of an event
event_detail = Slot("event_detail")  # functions: request, event -> Panel: the narrow column beside it
registration_detail = Slot("registration_detail")  # functions: request, registration -> Panel: beside one's own seat
own_events = Slot("own_events")  # functions: request -> Panel: beside the list of one's own events
event_desk = Slot("event_desk")  # functions: request, event -> Panel: a box on the desk of an event
partnership_detail = Slot("partnership_detail")  # functions: request, partnership -> Panel: what the cities do together
