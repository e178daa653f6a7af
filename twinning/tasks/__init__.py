"""What the clock and the queue call. One module for each part."""

from . import interests, partnerships, rounds, runs, visits  # noqa: F401 -- they register themselves
