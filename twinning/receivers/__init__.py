"""What follows a fact. One module for each part."""

from . import interests, merging, partnerships, profiles  # noqa: F401 -- they register themselves
