"""What officers see in the admin. Status is never edited here: acts go through the lifecycles."""

from . import around, guests, meetings, papers, pools, questions, stops  # noqa: F401 -- they register themselves
