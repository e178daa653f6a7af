"""What staff do. One module for each part."""

from . import interests, rounds  # noqa: F401 -- they register themselves
