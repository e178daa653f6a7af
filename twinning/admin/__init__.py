"""What staff do. One module for each part."""

from . import interests, partnerships, rounds  # noqa: F401 -- they register themselves
