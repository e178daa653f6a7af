"""What follows from a fact: one module for each part, brought in here."""

from . import polls  # noqa: F401
