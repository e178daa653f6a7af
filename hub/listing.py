"""A list of items as people meet it: what the search found, with what a card shows of each. Six queries, however many.

Page, table, feed, read API, alerts and the portal's search page all list through `Listing`.
"""

from dataclasses import replace
from urllib.parse import quote

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from cities.folding import folded
from scn_portal.sharing import Sharing

from . import labels
from .cards import with_taken
from .filters import ON_ONE_PAGE
from .finding import find, highlights, suggest
from .models import Resource, ResourceTerm

MOST_WAYS_OUT = 6  # each costs a query, so a long list of filters is cut


def cards(reader, ids):
    """The items with these keys that the reader may see, in this order, with what a card shows. One query."""
    rows = Resource.objects.visible_for(reader).shown().filter(pk__in=ids)
    rows = with_taken(rows).select_related("city").annotate(themes=themes_of())
    by_key = {row.pk: described(row) for row in rows}
    return [by_key[key] for key in ids if key in by_key]


def themes_of():
    return ArraySubquery(
        ResourceTerm.objects.filter(resource=OuterRef("pk"), term__list="theme", place="main")
        .order_by("term__position")
        .values("term__code")
    )


def described(item):
    """The item with the words of a card in the reader's language."""
    item.label = Sharing(item.level).name
    item.theme_labels = [labels.label_of("theme", code) for code in item.themes]
    item.evidence_label = labels.label_of("evidence", item.evidence) if item.evidence else ""
    item.country_label = country_name(item.city.country_id) if item.city else ""
    return item


class Listing:
    """What one reader finds for one question: `size` items on a page, and the counts of the filters named."""

    def __init__(self, asked, size=ON_ONE_PAGE, counts=()):
        self.asked, self.reader, self.counts = asked, asked.reader, counts
        self.question = replace(asked.question, size=size)

    @cached_property
    def result(self):
        return find(self.reader, self.question, self.counts)

    @cached_property
    def items(self):
        """The items of this page, each with its `snippet`: title and excerpt with what was found marked."""
        rows = cards(self.reader, self.result.ids)
        found = self.result
        snippets = highlights(self.reader, found.ids, self.question, found.understood) if self.question.text else {}
        for row in rows:
            row.snippet = snippets.get(row.pk)
        return rows

    @cached_property
    def facets(self):
        return self.asked.facets(self.result.facets)

    @property
    def next_after(self):
        """The place of the last row, where the order goes by key and more comes after it; else nothing."""
        return self.result.after

    @property
    def next(self):
        """The address of what comes after the last row, where the order goes by key; else nothing."""
        return self.asked.address(after=self.next_after) if self.next_after else ""

    @property
    def literally(self):
        """The address of the search for the words exactly as they were written."""
        return self.asked.address(literal=True)

    @cached_property
    def ways_out(self):
        """Where nothing was found: what leaving out one filter would bring, the most helpful first."""
        found = []
        for way in self.asked.chips()[:MOST_WAYS_OUT] if len(self.asked.chips()) > 1 else []:
            asked = type(self.asked)(QueryDict(way["query"]), self.reader)
            if number := find(self.reader, replace(asked.question, size=1)).total:
                found.append(way | {"number": number})
        return sorted(found, key=lambda way: -way["number"])


SUGGESTED = 8
FEW = 2  # of themes and of cities; items take the rest


def suggestions(reader, words):
    """What the box offers for the beginning of a question: [{key, label, entries: [{words, url}]}], at most eight."""
    found = suggest(reader, words, SUGGESTED) if words else []
    themes = [each for each in found if each.kind == "theme"][:FEW]
    cities = cities_that_begin(reader, words)[:FEW] if words else []
    keys = [each.key for each in found if each.kind == "item"][: SUGGESTED - len(themes) - len(cities)]
    groups = {
        "items": (_("Items"), [{"words": each.title, "url": each.get_absolute_url()} for each in cards(reader, keys)]),
        "themes": (_("Themes"), [link_to("theme", each.key) for each in themes]),
        "cities": (_("Cities"), [link_to("city", slug) for slug in cities]),
    }
    return [{"key": key, "label": label, "entries": rows} for key, (label, rows) in groups.items() if rows]


def link_to(facet, value):
    return {"words": labels.label_of(facet, value), "url": f"{reverse('hub:resource_list')}?{facet}={quote(value)}"}


def cities_that_begin(reader, words):
    """The slugs of the cities with such a name of which the reader may see an item."""
    begun = folded(words)
    named = [slug for slug, (name, _level) in labels.cities().items() if f" {folded(name)}".find(f" {begun}") >= 0]
    if not begun or not named:
        return []
    shown = Resource.objects.visible_for(reader).shown().filter(city__slug__in=named)
    having = set(shown.values_list("city__slug", flat=True))
    return [slug for slug in named if slug in having]
