"""What the codes of filters and cards are called in the reader's language.

A process remembers the shared lists for a minute, so that a list page asks for none of them.
"""

import time

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name, language_name
from cities.models import City, TermLabel
from scn_portal.sharing import Sharing

from .models import Resource
from .readers import Reader

KEPT = 60  # seconds
NEVER = 9
LISTS = {  # facet: shared list
    "theme": "theme",
    "level": "prevention_level",
    "audience": "audience",
    "type": "practice_type",
    "motivation": "motivation_scope",
    "evidence": "evidence_level",
}
_remembered = {}


def forget():
    """Read everything anew at the next question."""
    _remembered.clear()


def _once_a_minute(key, read):
    found = _remembered.get(key)
    if found is None or time.monotonic() - found[0] > KEPT:
        found = _remembered[key] = (time.monotonic(), read())
    return found[1]


def terms():
    """{list: {code: (label, whether it is open)}} in the reader's language, else in English, in their order."""
    language = (get_language() or "en")[:2]
    return _once_a_minute(("terms", language), lambda: _read_terms(language))


def _read_terms(language):
    rows = TermLabel.objects.filter(term__list__in=LISTS.values(), language__in={"en", language})
    rows = rows.select_related("term").order_by("term__list", "term__position", "term_id")
    found = {name: {} for name in LISTS.values()}
    for row in sorted(rows, key=lambda each: each.language != "en"):
        found[row.term.list][row.term.code] = (row.label, row.term.closed_on is None)
    order = {(row.term.list, row.term.code): number for number, row in enumerate(rows)}
    return {name: dict(sorted(codes.items(), key=lambda each: order[name, each[0]])) for name, codes in found.items()}


def cities():
    """{slug: (name, the level from which on one may know that it is here)} of all cities."""
    return _once_a_minute("cities", _read_cities)


def _read_cities():
    items = Resource.objects.filter(city=OuterRef("pk"))
    listed = Q(status__isnull=False) & ~Q(status="suspended")
    levels = [When(listed | Exists(items.visible_for(Reader(level=level))), then=Value(level)) for level in Sharing]
    rows = City.objects.with_status().annotate(known_from=Case(*levels, default=Value(NEVER)))
    return {row.slug: (row.name, row.known_from) for row in rows.order_by("folded")}


def label_of(facet, value):
    """A value of a facet as people read it; the value itself where nobody knows it."""
    if facet in LISTS:
        return terms()[LISTS[facet]].get(value, (value,))[0]
    if facet in ("region", "country"):
        return country_name(value)
    if facet == "city":
        return cities().get(value, (value,))[0]
    if facet == "language":
        return language_name(value)
    return NAMED[facet].get(value, value) if facet in NAMED else value


NAMED = {
    "kind": dict(Resource.Kind.choices),
    "review": dict(Resource.ReviewLabel.choices),
    "taken_over": {"yes": _("By at least one city")},
    "sharing": {level.name.lower(): level.label for level in Sharing},
}
