"""What follows a fact. One module for each part."""

from . import merging, partnerships  # noqa: F401 -- they register themselves
