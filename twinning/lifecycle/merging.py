"""When two records of one city become one, its profile, partnerships, visits and entries follow."""

from cities.lifecycle.merging import move_rows

DOUBLES = {  # say the same: one goes. A refusal for a line of a private list would tell of the list.
    "twinning.PartnerCity",
    "twinning.ProjectCity",
    "twinning.Veto",
    "twinning.VisitCity",
}


def follow(city, other):
    """Every row of the twinning that names `other` names `city`. Two entries in one round stop the merge."""
    move_rows("twinning", city, other, doubles=DOUBLES)
