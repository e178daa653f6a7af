"""What this app hangs on the pages of lower floors. One module for each part."""

from . import interests, network, visits  # noqa: F401 -- they register themselves
