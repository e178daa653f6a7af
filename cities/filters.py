"""What may be asked of the directory. A value that nobody knows is left out, and the page says so."""

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Value, When
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from .countries import country_name
from .folding import folded
from .models import City, NetworkRegion, PreventionTeam, SeatTerm, Strategy, TermLabel
from .status import today

SORTS = {"name": _("Name"), "country": _("Country"), "newest": _("Newest member first")}
COLUMNS = {
    "region": "country__region_code",
    "subregion": "country__subregion_code",
    "country": "country",
    "type": "type__code",
    "network": "country__network_region__code",
}
LABELS = {
    "q": _("Search"),
    "region": _("Region"),
    "subregion": _("Part of the region"),
    "country": _("Country"),
    "type": _("Type of authority"),
    "network": _("Region of the network"),
    "theme": _("Theme"),
    "team": _("The city has"),
    "strategy": _("The city has"),
    "committee": _("The city has"),
    "silent": _("Silent cities"),
    "sort": _("Order"),
}


# Questions that are ticked: the words beside the tick, and the condition, as far as this reader may see the rows.
TICKS = {
    "team": (
        _("a prevention team"),
        lambda reader, day: Exists(PreventionTeam.objects.at_level_of(reader).working(day).filter(city=OuterRef("pk"))),
    ),
    "strategy": (
        _("a strategy or action plan in force"),
        lambda reader, day: Exists(Strategy.objects.at_level_of(reader).in_force(day).filter(city=OuterRef("pk"))),
    ),
    "committee": (
        _("a seat in the Steering Committee"),
        lambda reader, day: Exists(SeatTerm.objects.of("steering").on(day).filter(city=OuterRef("pk"))),
    ),
}


class CodesIn(django_filters.BaseInFilter, django_filters.CharFilter):
    """Any of several codes."""


class CityFilter(django_filters.FilterSet):
    """Narrows a list of cities. It takes only values that `DirectoryFilter` has found to be known."""

    q = django_filters.CharFilter(method="search")
    region = CodesIn(field_name=COLUMNS["region"])
    subregion = CodesIn(field_name=COLUMNS["subregion"])
    country = CodesIn(field_name=COLUMNS["country"])
    type = CodesIn(field_name=COLUMNS["type"])
    network = CodesIn(field_name=COLUMNS["network"])
    theme = CodesIn(field_name="profile__themes__code", distinct=True)

    class Meta:
        model = City
        fields = []

    def search(self, cities, name, value):
        return cities.found_by(value)


def labels_of_terms():
    """{list: {code: label}} of types and themes in the reader's language, in their order. One query."""
    language = (get_language() or "en")[:2]
    rows = TermLabel.objects.filter(
        term__list__in=["authority_type", "theme"], term__closed_on=None, language__in={"en", language}
    ).select_related("term")
    found = {"authority_type": {}, "theme": {}}
    for row in sorted(rows, key=lambda each: (each.term.position, each.language != "en")):
        found[row.term.list][row.term.code] = row.label
    return found


class DirectoryFilter:
    """A question to the directory: what is known of it, what was left out, and the cities that answer it."""

    MANY = ("region", "network", "type", "subregion", "country", "theme")

    def __init__(self, query, reader=None):
        self.query, self.reader = query, reader or AnonymousUser()
        self.page = query.get("page")
        self.silent = query.get("silent") == "1"
        self.words = query.get("q", "").strip()[:80]
        self.ticked = [name for name in TICKS if query.get(name) == "1"]
        self.base = City.objects.listed(silent=self.silent)
        self.labels = labels_of_terms()
        self.everywhere = self._grouped(self.base)
        self.left_out = []
        self.chosen = {name: self._known(name, query.getlist(name)) for name in self.MANY}
        self.sort = self._sort(query.get("sort", "name"))

    def _known(self, name, values):
        values = [each for each in dict.fromkeys(values) if each]
        known = self.known_values(name)
        self.left_out += [(LABELS[name], each[:40]) for each in values if each not in known]
        return [each for each in values if each in known]

    def known_values(self, name):
        """The values of this filter that answer with a city, or the themes of the network."""
        return (
            set(self.labels["theme"]) if name == "theme" else {row[COLUMNS[name]] for row in self.everywhere} - {None}
        )

    def _sort(self, value):
        if value not in SORTS:
            self.left_out.append((LABELS["sort"], value[:40]))
            return "name"
        return value

    def _grouped(self, cities):
        """How many cities stand in each country and type: one query, from which all facets are counted."""
        rows = cities.order_by().values(*COLUMNS.values())
        return list(rows.annotate(number=Count("pk", distinct=True)))

    @property
    def cities(self):
        """The rows of this question, in its order."""
        data = {name: ",".join(values) for name, values in self.chosen.items()} | {"q": self.words}
        narrowed = CityFilter(data, queryset=self._ticked_alone()).qs
        return narrowed.select_related("country__network_region", "type").order_by(*self._order())

    def _order(self):
        if self.sort == "newest":
            return F("joined_on").desc(nulls_last=True), "folded"
        if self.sort == "country":
            return self._rank_of_country(), "folded"
        return ("folded",)

    def _rank_of_country(self):
        """Countries by their name in the reader's language."""
        codes = sorted({row["country"] for row in self.everywhere}, key=lambda code: folded(country_name(code)))
        ranks = [When(country=code, then=Value(rank)) for rank, code in enumerate(codes)]
        return Case(*ranks, default=Value(len(codes)), output_field=IntegerField())

    @cached_property
    def rows(self):
        """The groups of cities with the words, the theme and the ticks asked for, whatever their place and type."""
        if not (self.words or self.chosen["theme"] or self.ticked):
            return self.everywhere
        data = {"q": self.words, "theme": ",".join(self.chosen["theme"])}
        return self._grouped(CityFilter(data, queryset=self._ticked_alone()).qs)

    def _ticked_alone(self):
        """The cities of which everything is true that was ticked."""
        return self.base.filter(*(TICKS[name][1](self.reader, today()) for name in self.ticked))

    @property
    def level(self):
        """How far a table of the rows may go on: what is ticked may be known to members alone."""
        return Sharing.GREEN if self.ticked and self.reader.is_authenticated else Sharing.CLEAR

    def ticks(self):
        """The questions that can be ticked, each as (name, words, whether it is)."""
        return [(name, words, name in self.ticked) for name, (words, _condition) in TICKS.items()]

    @cached_property
    def networks(self):
        """{code: name} of the regions of the network, in the reader's language; no query while no city is in one."""
        if not any(row[COLUMNS["network"]] for row in self.everywhere):
            return {}
        return {each.code: each.name for each in NetworkRegion.objects.all()}

    def facets(self):
        """The filters with their choices and the number of cities behind each, as the other filters leave them."""
        return {name: Facet(self, name) for name in COLUMNS}

    def total(self):
        """How many cities answer: counted from the groups, without a query of its own."""
        return sum(row["number"] for row in self.rows if self.lets_through(row))

    def lets_through(self, row, but=None):
        """Whether a group passes the filters of place and type; `but` names one that is not asked."""
        asked = {name: self.chosen[name] for name in COLUMNS if name != but and self.chosen[name]}
        return all(row[COLUMNS[name]] in values for name, values in asked.items())

    def chips(self):
        """What narrows the list now, each with the address of the list without it."""
        if self.words:
            yield self._chip("q", self.words, f"“{self.words}”")
        for name in self.MANY:
            for value in self.chosen[name]:
                yield self._chip(name, value, self.words_for(name, value))
        for name in self.ticked:
            yield self._chip(name, "1", TICKS[name][0])
        if self.silent:
            yield self._chip("silent", "1", _("shown"))

    def _chip(self, name, value, words):
        without = self.query.copy()
        without.pop("page", None)
        kept = [each for each in self.query.getlist(name) if each != value]
        without.setlist(name, kept if name in self.MANY else [])
        return {"label": LABELS[name], "words": words, "address": f"?{without.urlencode()}"}

    def words_for(self, name, value):
        """A value as people read it."""
        if name == "network":
            return self.networks.get(value, value)
        if name in ("type", "theme"):
            return self.labels["authority_type" if name == "type" else "theme"].get(value, value)
        return country_name(value)


class Facet:
    """One filter: its choices, each with its number of cities."""

    def __init__(self, asked, name):
        self.name, self.label = name, LABELS[name]
        numbers = {row[COLUMNS[name]]: 0 for row in asked.everywhere if row[COLUMNS[name]]}
        for row in asked.rows:
            if row[COLUMNS[name]] and asked.lets_through(row, but=name):
                numbers[row[COLUMNS[name]]] += row["number"]
        self.choices = sorted(
            (
                {
                    "value": value,
                    "label": asked.words_for(name, value),
                    "number": number,
                    "is_chosen": value in asked.chosen[name],
                }
                for value, number in numbers.items()
            ),
            key=lambda choice: folded(choice["label"]),
        )
