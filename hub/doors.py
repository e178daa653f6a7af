"""The four doors of the hub: a question a city comes with, and how many answers the public finds behind it.

The number is that of the list behind the door. Doors that only choose terms and kinds are counted together, in one
statement; any other asks the search.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import get_language

from .finding import FACETS, Question, find
from .models import Door, Resource, ResourceTerm
from .readers import EVERYBODY

LISTS = {
    "theme": "theme",
    "level": "prevention_level",
    "audience": "audience",
    "type": "practice_type",
}
FACETS_OF_DOORS = ("kind", *LISTS)


@dataclass(frozen=True)
class OpenDoor:
    """A door that leads somewhere: its words in the reader's language, its search, and the number behind it."""

    title: str
    line: str
    query: str
    number: int


def open_doors():
    """The doors behind which everybody finds something, in their order."""
    doors = list(Door.objects.all())
    numbers = _numbers(doors)
    return [
        OpenDoor(_words(door.titles), _words(door.lines), door.query, numbers[door.pk])
        for door in doors
        if numbers[door.pk]
    ]


def number_behind(query):
    """How many items everybody finds by this search."""
    return _numbers([Door(pk=0, query=query)])[0]


def shut_doors():
    """The doors behind which the public finds nothing now: they are hidden, and the staff are told. Two queries."""
    doors = list(Door.objects.all())
    numbers = _numbers(doors)
    return Door.objects.filter(pk__in=[door.pk for door in doors if not numbers[door.pk]])


def _numbers(doors):
    """{door: number of items that everybody finds}."""
    asked = {door.pk: QueryDict(door.query) for door in doors}
    plain = {key: query for key, query in asked.items() if set(query) <= set(FACETS_OF_DOORS)}
    found = {key: _found(query) for key, query in asked.items() if key not in plain}
    if plain:
        shown = Resource.objects.visible_to(AnonymousUser()).shown()
        counts = shown.aggregate(**{f"door_{key}": Count("pk", filter=_asked(query)) for key, query in plain.items()})
        found |= {key: counts[f"door_{key}"] for key in plain}
    return found


def _found(query):
    """What the search finds."""
    filters = {name: values for name, values in query.lists() if name in FACETS}
    return find(EVERYBODY, Question(text=query.get("q", ""), filters=filters)).total


def _asked(query):
    """The same as the list asks for these parameters: any value inside a facet, every facet."""
    asked = Q()
    for name, values in query.lists():
        if name in LISTS:
            terms = ResourceTerm.objects.filter(resource=OuterRef("pk"), term__list=LISTS[name])
            asked &= Q(Exists(terms.filter(term__code__in=values)))
        elif name == "kind":
            asked &= Q(kind__in=values)
    return asked


def _words(by_language):
    return by_language.get((get_language() or "en")[:2]) or by_language.get("en", "")
