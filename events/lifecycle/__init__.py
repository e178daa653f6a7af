"""How it changes. The verbs of events are called here; those of others through their module:
`lifecycle.announce(event, by=…)`, `lifecycle.seats.take(…)`.
"""

from . import door, meetings, pools, seats, sessions, stops
from .meetings import (
    announce,
    archive,
    cancel,
    close_registration,
    end,
    name_city,
    open_registration,
    postpone,
    record,
    rename,
    reopen,
    reschedule,
    revise,
    set_text,
    unname_city,
    write,
)

__all__ = [
    "announce",
    "archive",
    "cancel",
    "close_registration",
    "door",
    "end",
    "meetings",
    "name_city",
    "open_registration",
    "pools",
    "postpone",
    "record",
    "rename",
    "reopen",
    "reschedule",
    "revise",
    "seats",
    "sessions",
    "set_text",
    "stops",
    "unname_city",
    "write",
]
