"""What people are told. One module for each part."""

from . import interests, partnerships, profiles, rounds, visits  # noqa: F401 -- they register themselves
