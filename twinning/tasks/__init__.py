"""What the clock and the queue call. One module for each part."""

from . import partnerships  # noqa: F401 -- they register themselves
