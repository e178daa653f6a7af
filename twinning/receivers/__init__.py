"""What follows a fact. One module for each part."""

from . import interests, merging, partnerships, profiles, rounds, visits  # noqa: F401 -- they register themselves
