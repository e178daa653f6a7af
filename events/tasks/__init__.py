"""What the clock does, one module for each part, brought in here: it calls the lifecycles and holds no rule itself."""

from . import meetings, people, reminders, seats  # noqa: F401 -- they register themselves
