"""What people are told: one module for each part. Kinds register themselves when they are read."""

from . import meetings, telling  # noqa: F401 -- they register themselves
