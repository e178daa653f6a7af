"""Who would read something: how many people, in how many cities."""

from dataclasses import dataclass

from django.db.models import Count

from cities.models import City, Representative
from scn_portal.sharing import Sharing


@dataclass(frozen=True)
class Audience:
    """The people who act for a city in force, and their cities; `is_everybody` on the open internet too."""

    people: int = 0
    cities: int = 0
    is_everybody: bool = False


def audiences(named):
    """{level: Audience} of something that names the cities with these ids. Three queries."""
    acting = Representative.objects.filter(until=None, user__is_active=True)
    in_force = City.objects.in_force().values("pk")
    return {
        Sharing.CLEAR: Audience(is_everybody=True),
        Sharing.GREEN: _counted(acting.filter(city__in=in_force)),
        Sharing.AMBER: _counted(acting.filter(city__in=list(named)).filter(city__in=in_force)),
    }


def _counted(acting):
    return Audience(**acting.aggregate(people=Count("user", distinct=True), cities=Count("city", distinct=True)))
