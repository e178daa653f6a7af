"""Who acts in the demonstration: made-up leads of the member cities, and two moderators."""

from cities.models import City, Representative
from cities.rules import LEAD_ROLES
from scn_portal.demo.cast import colleague


class People:
    """The leads by the slug of their city, and the staff; each kept once, so that a right is asked of one object."""

    def __init__(self):
        self.recorder, self.moderator = colleague("second moderator"), colleague("moderator")
        self.cities = {each.slug: each for each in City.objects.all()}
        self.by_name = {each.name: each for each in self.cities.values()}
        roles = Representative.objects.filter(until=None, city__in=City.objects.in_force())
        self._leads, self._writers = {}, {}
        for each in roles.order_by("role", "pk").select_related("user"):  # the lead contact before the political lead
            if each.role in LEAD_ROLES:
                self._leads.setdefault(each.city_id, each.user)
            if each.role == Representative.Role.PRACTITIONER:
                self._writers.setdefault(each.city_id, each.user)

    def lead(self, city):
        """Who answers for a member city, or None where it is no member."""
        return self._leads.get(city.pk)

    def writer(self, city):
        """Who writes in a member city: its practitioner, or else its lead."""
        return self._writers.get(city.pk) or self.lead(city)
