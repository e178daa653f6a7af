"""How it changes. The verbs of events are called here; those of others through their module:
`lifecycle.announce(event, by=…)`, `lifecycle.seats.take(…)`.
"""

from . import sessions

__all__ = ["sessions"]
