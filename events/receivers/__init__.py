"""What follows from a fact: one module for each part, brought in here."""

from . import calendars, meetings, merging, papers, people, polls  # noqa: F401 -- they register themselves
