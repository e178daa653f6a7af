"""What a city keeps at a level: everybody reads CLEAR, members GREEN, the city itself and staff everything."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from scn_portal.sharing import Sharing


class LevelledQuerySet(models.QuerySet):
    """Rows with a `sharing` of their own. `city_path` leads from the row to its city; None: it belongs to no city."""

    city_path = "city"

    def visible_to(self, user):
        """The rows that this person may read at their level. Whether the city's page may be opened is asked there."""
        return self.at_level_of(user)

    def at_level_of(self, user):
        """The rows that are shared with this person, whatever became of their cities."""
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        seen = Q(sharing=Sharing.CLEAR)
        if user.is_authenticated and user.is_active and user.pk:
            seen |= Q(sharing=Sharing.GREEN) & reads_green(user)
            if self.city_path:
                seen |= Q(Exists(open_roles(user).filter(city=OuterRef(self.city_path))))
        return self.filter(seen)


def open_roles(user):
    return apps.get_model("cities", "Representative").objects.filter(user=user, until=None)


def reads_green(user):
    """A condition: this person acts for a city whose membership is in force, or sits in the Advisory Board."""
    cities = apps.get_model("cities", "City").objects.in_force()
    acts = Q(Exists(cities.filter(pk__in=open_roles(user).values("city"))))
    return acts | Q(Exists(apps.get_model("cities", "SeatPerson").objects.advising(user)))
