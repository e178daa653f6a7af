"""What follows a fact. One module for each part."""

from . import interests, merging, partnerships, profiles, rounds  # noqa: F401 -- they register themselves
