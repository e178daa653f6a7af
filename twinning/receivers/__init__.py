"""What follows a fact. One module for each part."""

from . import merging, rounds  # noqa: F401 -- they register themselves
