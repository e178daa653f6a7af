"""The staff's desk: one module per noun."""

from . import adoptions, around, resources, versions  # noqa: F401 -- they register themselves
