"""When two records of one city become one, its meetings, its delegations and its people there follow."""

from cities.lifecycle.merging import move_rows

DOUBLES = {"events.EventCity", "events.Host"}  # say the same: one goes


def follow(city, other):
    """Every row of the events that names `other` names `city`. Two delegations to one event stop the merge."""
    move_rows("events", city, other, doubles=DOUBLES)
