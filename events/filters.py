"""What may be asked of the list of events. A value that nobody knows is left out, and the page says so."""

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name, language_name
from cities.folding import folded

from .models import Event, Stop
from .querysets import PAST

LONGEST = 80
LABELS = {
    "q": _("Search"),
    "kind": _("Kind"),
    "attendance": _("Attendance"),
    "region": _("Region"),
    "year": _("Year"),
    "language": _("Language"),
    "page": _("Page"),
}
MANY = ("kind", "attendance", "region", "year", "language")
REGION = Coalesce("city__country__region_code", "country__region_code")


class CodesIn(django_filters.BaseInFilter, django_filters.CharFilter):
    """Any of several codes."""


class EventFilter(django_filters.FilterSet):
    """Narrows a list of events. It takes only values that `ListFilter` has found to be known."""

    q = django_filters.CharFilter(method="search")
    kind = CodesIn()
    attendance = CodesIn()
    year = CodesIn(field_name="starts_on__year")
    region = CodesIn(method="in_region")
    language = CodesIn(method="spoken")

    class Meta:
        model = Event
        fields = []

    def search(self, events, name, value):
        for word in value.split():
            events = events.filter(_said(word))
        return events

    def in_region(self, events, name, values):
        there = Stop.objects.annotate(region=REGION).filter(event=OuterRef("pk"), region__in=values)
        return events.filter(Exists(there))

    def spoken(self, events, name, values):
        any_of_them = Q()
        for code in values:
            any_of_them |= Q(languages__contains=[code])
        return events.filter(any_of_them)


def _said(word):
    """The word stands in a title, a summary or a subtitle, or in the name of a city or place."""
    texts = Q(texts__title__unaccent__icontains=word) | Q(texts__summary__unaccent__icontains=word)
    places = Q(stops__place__unaccent__icontains=word) | Q(stops__city__folded__contains=folded(word) or word)
    said = Event._base_manager.filter(texts | places | Q(subtitle__unaccent__icontains=word))
    return Q(pk__in=said.values("pk"))


class ListFilter:
    """A question to the list of events: what is known of it, what was left out, and the events that answer it."""

    def __init__(self, query, user):
        self.query, self.left_out = query, []
        self.base = Event.objects.visible_to(user).announced()
        self.words = " ".join(query.get("q", "").replace("\0", "").split())[:LONGEST]
        self.page = query.get("page")
        self.chosen = {name: self._known(name, query.getlist(name)) for name in MANY}

    def _known(self, name, values):
        values = [each for each in dict.fromkeys(values) if each]
        known = self.known_values(name)
        self.left_out += [(name, each[:40]) for each in values if each not in known]
        return [each for each in values if each in known]

    def known_values(self, name):
        """The values of this filter that lead to an event."""
        return {value for row in self.everything for value in row[name]}

    @cached_property
    def everything(self):
        """What the filters are counted from: how many events there are of each sort. One query."""
        return self._grouped(self.base)

    @cached_property
    def rows(self):
        """The same, of the events with the words that are asked for."""
        return self._grouped(self._narrowed({"q": self.words})) if self.words else self.everything

    def _grouped(self, events):
        regions = Stop.objects.filter(event=OuterRef("pk")).annotate(region=REGION).exclude(region=None)
        columns = ("kind", "attendance", "year", "region", "language")
        found = events.order_by().annotate(
            year=ExtractYear("starts_on"),
            region=ArraySubquery(regions.order_by("region").values("region").distinct()),
            language=F("languages"),
        )
        rows = found.values(*columns).annotate(number=Count("pk"))
        return [self._as_lists(row) for row in rows]

    @staticmethod
    def _as_lists(row):
        years = [str(row["year"])] if row["year"] else []
        return row | {"kind": [row["kind"]], "attendance": [row["attendance"]], "year": years}

    def _narrowed(self, data):
        return EventFilter({name: value for name, value in data.items() if value}, queryset=self.base).qs

    @property
    def events(self):
        """The events of this question: those to come, the next first; then the past ones, the last first."""
        asked = {name: ",".join(values) for name, values in self.chosen.items()} | {"q": self.words}
        return in_order(self._narrowed(asked))

    def total(self):
        """How many events answer: counted from the groups, without a query of its own."""
        return sum(row["number"] for row in self.rows if self.lets_through(row))

    def lets_through(self, row, but=None):
        """Whether a group passes the filters; `but` names one that is not asked."""
        return all(set(values) & set(row[name]) for name, values in self.chosen.items() if values and name != but)

    @property
    def narrows(self):
        return bool(self.words) or any(self.chosen.values())

    def facets(self):
        """The filters with their choices, each with the number of events behind it."""
        return [facet for facet in (Facet(self, name) for name in MANY) if facet.choices]

    def chips(self):
        """What narrows the list now, each with the address of the list without it."""
        found = [self._chip("q", self.words, f"“{self.words}”")] if self.words else []
        return found + [self._chip(name, value, words_for(name, value)) for name in MANY for value in self.chosen[name]]

    def _chip(self, name, value, words):
        without = self.query.copy()
        without.pop("page", None)
        without.setlist(name, [each for each in self.query.getlist(name) if each != value and name in MANY])
        return {"label": LABELS[name], "words": words, "address": f"?{without.urlencode()}"}

    @property
    def canonical(self):
        """The query of this question alone: what was understood, without the page."""
        kept = self.query.copy()
        kept.clear()
        if self.words:
            kept["q"] = self.words
        for name in MANY:
            kept.setlist(name, self.chosen[name]) if self.chosen[name] else None
        return kept.urlencode()


def in_order(events):
    """Events to come by their day, then past ones, newest first: `is_past` tells them apart."""
    today = timezone.now().date()
    over = Q(status__in=PAST) | Q(ends_on__lt=today)
    ahead = Case(When(over, then=Value(None)), default=F("starts_on"), output_field=DateField())
    events = events.annotate(is_past=Case(When(over, then=Value(1)), default=Value(0)), ahead=ahead)
    return events.order_by("is_past", F("ahead").asc(nulls_last=True), "-starts_on", "-pk")


class Facet:
    """One filter: its choices, each with its number of events."""

    def __init__(self, asked, name):
        self.name, self.label = name, LABELS[name]
        numbers = dict.fromkeys(asked.known_values(name), 0)
        for row in asked.rows:
            if asked.lets_through(row, but=name):
                for value in row[name]:
                    numbers[value] += row["number"]
        self.choices = [
            {
                "value": value,
                "label": words_for(name, value),
                "number": number,
                "is_chosen": value in asked.chosen[name],
            }
            for value, number in sorted(numbers.items(), key=lambda pair: _place(name, pair[0]))
        ]


def _place(name, value):
    """Years newest first, kinds in their own order, the rest by name."""
    if name == "year":
        return -int(value)
    if name in ("kind", "attendance"):
        return (Event.Kind if name == "kind" else Event.Attendance).values.index(value)
    return folded(words_for(name, value))


def words_for(name, value):
    """A value as people read it."""
    if name in ("kind", "attendance"):
        return capfirst((Event.Kind if name == "kind" else Event.Attendance)(value).label)
    return {"region": country_name, "language": language_name}.get(name, str)(value)
