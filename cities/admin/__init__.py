"""What staff see in the admin. Status is never edited here: acts go through the lifecycles."""

from . import cities, imports, joining, network, news, people, pictures, site  # noqa: F401 -- they register themselves
