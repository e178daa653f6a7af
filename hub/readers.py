"""Who reads: how far a person's clearance goes, in general and for one resource. Asked anew at each request."""

from dataclasses import dataclass, field

from cities.models import City, Representative
from cities.rules import reads_green
from scn_portal.accounts.rules import is_staff
from scn_portal.sharing import Sharing


@dataclass(frozen=True)
class Reader:
    """What `visible_to`, `content_for` and the search ask about a person.

    `level` is what the person reads of everybody: CLEAR, GREEN (members), or AMBER (staff). `cities` are the ids of
    the cities that the person represents in force: their own and named resources are read at AMBER.
    """

    level: int = Sharing.CLEAR
    cities: frozenset = field(default_factory=frozenset)
    is_staff: bool = False

    def clearance(self, resource):
        """The strictest level that this reader reads of `resource`."""
        if self.level < Sharing.AMBER and self.cities and self.cities & set(resource.reading_cities()):
            return Sharing.AMBER
        return Sharing(self.level)


EVERYBODY = Reader()


def reader_of(user):
    """The Reader behind a user, a visitor included. One query for members, none for visitors; kept on the user
    for the request that loaded it."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return EVERYBODY
    if not hasattr(user, "_hub_reader"):
        user._hub_reader = _reader(user)
    return user._hub_reader


def _reader(user):
    if is_staff(user):
        return Reader(level=Sharing.AMBER, cities=_cities_of(user), is_staff=True)
    cities = _cities_of(user)  # whoever acts for a city in force reads GREEN: no second question
    return Reader(level=Sharing.GREEN if cities or reads_green(user) else Sharing.CLEAR, cities=cities)


def _cities_of(user):
    own = Representative.objects.filter(user=user, until=None)
    return frozenset(City.objects.in_force().filter(pk__in=own.values("city")).values_list("pk", flat=True))
