"""What staff do. One module for each part."""

from . import interests, partnerships, rounds, visits  # noqa: F401 -- they register themselves
