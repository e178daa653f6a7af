"""What staff see in the admin. Status is never edited here: acts go through the lifecycles."""

from . import cities, decisions, governance, imports, joining, news, people, pictures, site  # noqa: F401 -- they register themselves
