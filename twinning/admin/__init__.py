"""What staff do. One module for each part."""

from . import interests  # noqa: F401 -- they register themselves
