"""What people are told. One module for each part."""

from . import partnerships  # noqa: F401 -- they register themselves
