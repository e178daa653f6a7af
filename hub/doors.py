"""The four doors of the hub: a question a city comes with, and how many answers the public finds behind it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import get_language

from .models import Door, Resource, ResourceTerm

LISTS = {
    "theme": "theme",
    "level": "prevention_level",
    "audience": "audience",
    "type": "practice_type",
    "motivation": "motivation_scope",
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
    """The doors behind which everybody finds something, in their order. Two queries."""
    doors = list(Door.objects.all())
    numbers = _numbers(doors)
    return [
        OpenDoor(_words(door.titles), _words(door.lines), door.query, numbers[f"door_{door.pk}"])
        for door in doors
        if numbers[f"door_{door.pk}"]
    ]


def number_behind(query):
    """How many items everybody finds by this search."""
    return Resource.objects.visible_to(AnonymousUser()).shown().filter(_asked(QueryDict(query))).count()


def shut_doors():
    """The doors behind which the public finds nothing now: they are hidden, and the staff are told. Two queries."""
    doors = list(Door.objects.all())
    numbers = _numbers(doors)
    return Door.objects.filter(pk__in=[door.pk for door in doors if not numbers[f"door_{door.pk}"]])


def _numbers(doors):
    if not doors:
        return {}
    shown = Resource.objects.visible_to(AnonymousUser()).shown()
    return shown.aggregate(**{f"door_{door.pk}": Count("pk", filter=_asked(QueryDict(door.query))) for door in doors})


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
