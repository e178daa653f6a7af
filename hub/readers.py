"""Who reads: how far a person's clearance goes, in general and for one resource. Asked anew at each request."""

from dataclasses import dataclass, field

from cities.models import City, Representative
from cities.rules import LEADING, reads_green
from scn_portal.accounts.rules import is_staff
from scn_portal.sharing import Sharing


@dataclass(frozen=True)
class Reader:
    """What `visible_to`, `content_for` and the search ask about a person.

    `level` is what the person reads of everybody: CLEAR, GREEN (members), or AMBER (staff). `cities` are the ids of
    the cities that the person represents in force: their own and named resources are read at AMBER. `roles` are
    the pairs (city, role) behind them, for the buttons of a page; the transitions ask again.
    """

    level: int = Sharing.CLEAR
    cities: frozenset = field(default_factory=frozenset)
    is_staff: bool = False
    roles: frozenset = field(default_factory=frozenset)

    def leads(self, *roles):
        """The ids of the cities that this reader leads, in one of `roles` where some are named."""
        return {city for city, role in self.roles if role in (roles or LEADING)}

    def clearance(self, resource):
        """The strictest level that this reader reads of `resource`."""
        if self.level < Sharing.AMBER and self.cities and self.cities & set(resource.reading_cities()):
            return Sharing.AMBER
        return Sharing(self.level)


EVERYBODY = Reader()


def reader_of(user):
    """The Reader behind a user, a visitor included. At most two queries, none for visitors; kept on the user
    for the request that loaded it."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return EVERYBODY
    if not hasattr(user, "_hub_reader"):
        user._hub_reader = _reader(user)
    return user._hub_reader


def _reader(user):
    roles = _roles_of(user)
    cities = frozenset(city for city, _role in roles)
    if is_staff(user):
        return Reader(level=Sharing.AMBER, cities=cities, is_staff=True, roles=roles)
    is_member = bool(cities) or reads_green(user)
    return Reader(level=Sharing.GREEN if is_member else Sharing.CLEAR, cities=cities, roles=roles)


def _roles_of(user):
    in_force = City.objects.in_force().order_by().values("pk")
    own = Representative.objects.filter(user=user, until=None, city__in=in_force)
    return frozenset(own.values_list("city_id", "role"))
