"""What staff see in the admin. Status is never edited here: acts go through the lifecycles."""

from . import (  # noqa: F401 -- they register themselves
    cities,
    decisions,
    governance,
    imports,
    joining,
    memberships,
    network,
    news,
    people,
    pictures,
    site,
)
