"""When two records of one city become one, its profile, partnerships, visits and entries follow."""

from cities.lifecycle.merging import move_rows

DOUBLES = {"twinning.PartnerCity", "twinning.VisitCity", "twinning.ProjectCity"}  # say the same: one goes


def follow(city, other):
    """Every row of the twinning that names `other` names `city`. Two entries in one round stop the merge."""
    move_rows("twinning", city, other, doubles=DOUBLES)
