"""What a row about a person means beside the cities and people on record."""

from collections import defaultdict

from django.db.models import Q

from ..domains import normal_address
from ..folding import folded
from ..models import City, CityName, Country, ImportRow, Invitation, Representative
from .values import Understood

Plan, Role = ImportRow.Plan, Representative.Role
LEADS = (Role.POLITICAL_LEAD, Role.LEAD_CONTACT)  # one at a time in a city


class PersonCheck:
    """Checks rows of people, many at a time. Nobody gets an account by it: people are invited."""

    def __init__(self):
        self.countries = set(Country.objects.values_list("iso2", flat=True))

    def check(self, rows):
        """Say of each row what it means, what speaks against it and what would be made of it."""
        understood = [self._understand(row) for row in rows]
        known = _Known(understood)
        for row, each in zip(rows, understood, strict=True):
            self._settle(row, each, known)

    def _understand(self, row):
        each = Understood(row.cells)
        each.words("city", 160, is_needed=True)
        each.country(self.countries, is_needed=False)
        each.words("name", 120, is_needed=True)
        each.email()
        each.role()
        each.words("office", 160)
        each.language()
        if not each.problems:
            each.values["email"] = normal_address(each.values["email"])
        return each

    def _settle(self, row, each, known):
        values = each.values
        row.city = None if each.problems else known.city_meant(each)
        is_there = False
        if row.city is not None:
            wanted = (row.city.pk, values["role"])
            is_there = (*wanted, values["email"].lower()) in known.there
            row.key = "|".join(map(str, wanted if wanted[1] in LEADS else (*wanted, values["email"].lower())))
            if not is_there and wanted[1] in LEADS and wanted in known.led:
                each.say("role_taken")
        row.values, row.problems = values, each.problems
        row.plan = Plan.REFUSED if each.problems else Plan.UNCHANGED if is_there else Plan.MAKE


class _Known:
    """The cities that some rows name, and who acts or was invited there: one query each for all rows."""

    def __init__(self, understood):
        names = {each.values["city"] for each in understood}
        words = {folded(name) for name in names} - {""}
        others = CityName.objects.filter(folded__in=words).values("city")
        cities = City.objects.filter(Q(slug__in=names) | Q(folded__in=words) | Q(pk__in=others))
        self.by_slug, self.by_word = {}, defaultdict(dict)
        for city in cities.prefetch_related("names", "memberships").distinct():
            city.is_member = any(term.ended_on is None for term in city.memberships.all())
            self.by_slug[city.slug] = {city.pk: city}
            for word in {city.folded, *(each.folded for each in city.names.all())}:
                self.by_word[word][city.pk] = city
        roles = Representative.objects.filter(city__in=cities, until=None).values_list("city", "role", "user__email")
        invited = Invitation.objects.filter(city__in=cities).values_list("city", "role", "email")
        self.led = {(city, role) for city, role, _email in roles if role in LEADS}
        self.there = {(city, role, email.lower()) for city, role, email in [*roles, *invited]}

    def city_meant(self, each):
        values = each.values
        found = self.by_slug.get(values["city"]) or self.by_word[folded(values["city"])]
        cities = [city for city in found.values() if values["country"] in ("", city.country_id)]
        if len(cities) > 1:
            each.say("several", ", ".join(sorted(city.slug for city in cities)))
        elif not cities:
            each.say("city", values["city"])
        elif not cities[0].is_member:
            each.say("not_a_member", cities[0].name)
        return cities[0] if len(cities) == 1 else None
