"""What a row about a city means beside the cities on record."""

from collections import defaultdict

from django.db.models import Q

from ..duplicates import PointsByCell
from ..folding import folded
from ..models import City, CityDomain, CityName, Country, ImportRow, PlaceName
from .values import Understood, types_by_word

Plan = ImportRow.Plan
MOST_PEOPLE = 60_000_000
COMPARED = ("division", "population", "website")


class CityCheck:
    """Checks rows of cities, many at a time. What does not change from slice to slice is asked once."""

    def __init__(self):
        self.types, self.countries = types_by_word(), set(Country.objects.values_list("iso2", flat=True))
        points = City.objects.exclude(lat=None).values_list("pk", "type__code", "lat", "lon")
        self.points = PointsByCell((((pk, type), lat, lon) for pk, type, lat, lon in points))

    def check(self, rows):
        """Say of each row what it means, what speaks against it and what would be made of it."""
        understood = [self._understand(row) for row in rows]
        known = _Known(understood, self.points)
        for row, each in zip(rows, understood, strict=True):
            self._settle(row, each, known)

    def _understand(self, row):
        each = Understood(row.cells)
        each.words("name", 160, is_needed=True)
        each.country(self.countries)
        each.type(self.types)
        each.words("division", 120)
        each.number("population", MOST_PEOPLE)
        each.number("population_year", 2100)
        each.point()
        each.website()
        each.domain()
        each.day("joined")
        each.values["same_as"] = row.cells.get("same_as", "").strip("/").rpartition("/")[2].lower()
        return each

    def _settle(self, row, each, known):
        values = each.values
        row.key = "|".join([values["country"], values["type"], folded(values["division"]), folded(values["name"])])
        row.city = None if each.problems else known.city_meant(each)
        if row.city is not None:
            row.key = f"city:{row.city.pk}"
            row.differences = _differences(row.city, values)
            if row.city.began_once and not row.city.is_running:
                each.say("left")
        elif not each.problems:
            known.place(each)
        owner = known.domain_owner.get(values["domain"])
        if owner and owner != (row.city and row.city.pk):
            each.say("domain_taken", values["domain"])
        row.values, row.problems = values, each.problems
        is_there = row.city is not None and row.city.is_running
        row.plan = Plan.REFUSED if each.problems else Plan.UNCHANGED if is_there else Plan.MAKE


def _differences(city, values):
    """[column, stored, given] where the file says something else than what is on record; blanks say nothing."""
    stored = {name: getattr(city, name) or "" for name in COMPARED}
    stored["point"] = "" if city.lat is None else f"{city.lat:.2f}, {city.lon:.2f}"
    given = {name: values[name] or "" for name in COMPARED}
    given["point"] = "" if values["lat"] is None else f"{values['lat']:.2f}, {values['lon']:.2f}"
    return [
        [name, str(stored[name]), str(given[name])]
        for name in given
        if given[name] and str(given[name]) != str(stored[name])
    ]


class _Known:
    """The cities, places and domains on record that some rows may mean: one query each for all of them."""

    def __init__(self, understood, points):
        self.points = points
        names = {folded(each.values["name"]) for each in understood} - {""}
        countries = {each.values["country"] for each in understood} - {""}
        slugs = {each.values["same_as"] for each in understood} - {""}
        near = {pk for each in understood for pk in self._near(each.values)}
        others = CityName.objects.filter(folded__in=names).values("city")
        found = Q(folded__in=names, country__in=countries) | Q(slug__in=slugs) | Q(pk__in=near) | Q(pk__in=others)
        self.cities = list(
            City.objects.filter(found).select_related("type").prefetch_related("memberships", "names").distinct()
        )
        for city in self.cities:
            terms = city.memberships.all()
            city.began_once, city.is_running = bool(terms), any(term.ended_on is None for term in terms)
        self.by_slug = {city.slug: city for city in self.cities}
        self.by_pk = {city.pk: city for city in self.cities}
        self.by_name = self._by_name()
        domains = {each.values["domain"] for each in understood} - {""}
        owners = CityDomain.objects.filter(domain__in=domains, kind=CityDomain.Kind.OWN)
        self.domain_owner = dict(owners.values_list("domain", "city"))
        self.places = self._places(names, countries)

    def _by_name(self):
        found = defaultdict(dict)
        for city in self.cities:
            for name in {city.folded, *(each.folded for each in city.names.all())}:
                found[city.country_id, name][city.pk] = city
        return found

    @staticmethod
    def _places(names, countries):
        """{(country, folded name): place} where one place alone bears the name as its own."""
        found = defaultdict(set)
        rows = PlaceName.objects.filter(folded__in=names, country_code__in=countries)
        for country, name, place in rows.values_list("country_code", "folded", "place"):
            found[country, name].add(place)
        return {key: places.pop() for key, places in found.items() if len(places) == 1}

    def _near(self, values):
        if values["lat"] is None:
            return []
        return [pk for pk, type in self.points.near(values["lat"], values["lon"]) if type == values["type"]]

    def city_meant(self, each):
        """The city on record that the row means, or None where it is another. Doubts are said."""
        values = each.values
        if values["same_as"] == "new":
            return None
        if values["same_as"]:
            if values["same_as"] not in self.by_slug:
                each.say("no_such_city", values["same_as"])
            return self.by_slug.get(values["same_as"])
        named = self.by_name[values["country"], folded(values["name"])].values()
        exact = [city for city in named if city.type.code == values["type"] and _may_be_in(city, values["division"])]
        if len(exact) == 1:
            return exact[0]
        if exact:
            each.say("several", ", ".join(sorted(city.slug for city in exact)))
            return None
        alike = {city.pk: city for city in named} | {pk: self.by_pk[pk] for pk in self._near(values)}
        if alike:
            each.say("looks_like", ", ".join(sorted(f"{city.name} ({city.slug})" for city in alike.values())))
        return None

    def place(self, each):
        """The point of a new city, from the gazetteer where one place alone bears its name."""
        values = each.values
        if values["lat"] is None:
            values["place"] = self.places.get((values["country"], folded(values["name"])))


def _may_be_in(city, division):
    return not division or not city.division or folded(city.division) == folded(division)
