"""What the clock and the queue call. One module for each part."""

from . import interests, partnerships, rounds, runs  # noqa: F401 -- they register themselves
