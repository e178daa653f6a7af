"""What of a resource is searched: one document for each wording that readers of different clearance meet."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from cities.countries import country_name
from scn_portal.sharing import Sharing

from ..content import YEARS, readable_at
from ..schema import Type, empty, fields_of, is_stated
from .languages import stemmed
from .question import ALL_FORMS
from .stems import form
from .words import first_words, is_spaceless, words_of

# Occurrences count by where they stand, in halves. The title counts 2.5 (specification: 3): Cranfield .400, CISI .404,
# French .803; at 3 .401, .401, .803; at 2 .394, .400, .791.
HALVES = {"A": 5, "B": 4, "C": 3, "D": 2}
MOST_HALVES = 30_000  # both fit the column's two bytes
LAST_PLACE, MOST_PLACES = 16_383, 250  # what a tsvector holds
FACET_FIELDS = {
    "theme": ("theme_main", "theme_other"),
    "level": ("prevention_level",),
    "audience": ("audience",),
    "type": ("practice_type",),
    "motivation": ("motivation_scope",),
    "evidence": ("evidence_level",),
}
_MARKDOWN = re.compile(
    r"!?\[([^\[\]]*)\]\([^()]*\)|[*_`#>|]+(?=\S)|(?<=\S)[*_`#|]+|^[^\S\n]*[-*+>#]+\s", re.MULTILINE
)  # no part begins anew inside itself: twenty thousand brackets take as long as twenty thousand letters


@dataclass
class Document:
    """One wording of a resource and for whom it is; its words by field."""

    resource: object
    level_from: int
    level_to: int
    title: str
    tags: str
    summary: str
    body: str
    facets: dict = field(default_factory=dict)  # {facet: {values}}
    taken_over: int = 0

    @cached_property
    def language(self):
        return stemmed(self.resource.language)

    @cached_property
    def text(self):
        return "\n".join(filter(None, (self.summary, self.body)))

    @cached_property
    def fields(self):
        """[(weight in halves, words)] in the order in which their places are counted."""
        parts = zip("ABCD", (self.title, self.tags, self.summary, self.body), strict=True)
        return [(HALVES[letter], words_of(text)) for letter, text in parts]

    @property
    def text_from(self):
        """The place of the first word of the text, behind title and tags."""
        return 1 + len(self.fields[0][1]) + len(self.fields[1][1])

    @cached_property
    def words(self):
        """Each word as it is written, once."""
        return {word for _halves, words in self.fields for word in words}

    @cached_property
    def spelling(self):
        """The words that teach spelling: of a script with spaces, without digits."""
        return sorted(word for word in self.words if not is_spaceless(word) and not any(map(str.isdigit, word)))

    def levels(self, counted_from):
        """The levels whose statistics count this document."""
        return range(max(self.level_from, counted_from), self.level_to)

    def weighed(self, lexemes):
        """({stem: occurrences in halves}, {stem: forms}, {stem: places}, length in words) by `lexemes`, {word: stem
        or None}."""
        halves, forms, places, length, place = Counter(), Counter(), {}, 0, 0
        for weight, words in self.fields:
            for word in words:
                place += 1
                if stem := lexemes[word]:
                    length += 1
                    halves[stem] += weight
                    forms[stem] |= form(word)
                    places.setdefault(stem, []).append(min(place, LAST_PLACE))
        return {stem: min(each, MOST_HALVES) for stem, each in halves.items()}, forms, places, min(length, MOST_HALVES)


def documents_of(resource, labels, motivations):
    """The documents of a published resource: neighbouring clearances that read the same share one.

    `labels` is {(list, code, language): label}, `motivations` the codes that "all forms" stands for.
    """
    found = []
    for clearance in range(resource.sharing, Sharing.AMBER + 1):
        values = readable_at(resource, resource.current_version, clearance).values
        if found and found[-1][1] == values:
            continue
        found.append((clearance, values))
    ends = [clearance for clearance, _values in found[1:]] + [Sharing.AMBER + 1]
    return [
        _document(resource, clearance, end, values, labels, motivations)
        for (clearance, values), end in zip(found, ends, strict=True)
    ]


def _document(resource, level_from, level_to, values, labels, motivations):
    parts = {letter: [] for letter in "ABCD"}
    for name, asked in fields_of(resource.kind).items():
        if asked.weight and is_stated(values.get(name)):
            parts[asked.weight].append(_words(asked, values[name], labels, resource.language))
    cities = _owners(resource)
    parts["B"] += [name for city in cities for name in _names(city, resource.language)]
    return Document(
        resource=resource,
        level_from=level_from,
        level_to=level_to,
        title=" ".join(parts["A"]),
        tags="\n".join(parts["B"]),
        summary="\n".join(parts["C"]),
        body="\n".join(parts["D"]),
        facets=_facets(resource, values, cities, motivations),
        taken_over=len([each for each in resource.adoptions.all() if _is_counted(each)]),
    )


def _is_counted(adoption):
    """As `Adoption.objects.counted()` says, over rows that are loaded already."""
    taken = adoption.degree in ("adapted", "replicated") and adoption.status in ("confirmed", "recorded")
    return taken and adoption.taker_id is not None


def _words(asked, value, labels, language):
    """The value of a field as text."""
    if asked.type in (Type.TERM, Type.TERMS, Type.CHOICE):
        codes = [value] if isinstance(value, str) else value
        return "\n".join(_label(asked, code, labels, language) for code in codes)
    if asked.type is Type.BLOCKS:
        return _plain("\n".join(value))
    if asked.type is Type.LINKS:
        return "\n".join(each.get("title", "") for each in value)
    if asked.type is Type.ROWS:
        return "\n".join(", ".join(str(each) for each in row.values()) for row in value)
    if asked.type is Type.SAFEGUARDS:
        return _plain("\n".join(str(words) for answer in value.values() for words in answer.values()))
    return _plain(str(value)) if asked.type is Type.MARKDOWN else str(value)


def _label(asked, code, labels, language):
    if asked.choices:
        return str(dict(asked.choices).get(code, code))
    base = language.split("-")[0].lower()
    return labels.get((asked.terms, code, base)) or labels.get((asked.terms, code, "en")) or code.replace("_", " ")


def _plain(text):
    """Markdown without its signs."""
    return _MARKDOWN.sub(lambda found: found.group(1) or "", text)


def _owners(resource):
    tied = [each.city for each in resource.resource_cities.all() if each.role == "co_owner"]
    return [resource.city, *tied] if resource.city else tied


def _names(city, language):
    """By which a search finds the city: its names, and its country in the language of the text and in English."""
    base = language.split("-")[0].lower()
    known = base if base in ("en", "fr", "es", "ar") else "en"
    names = [city.name, *(each.name for each in city.names.all())]
    return [*dict.fromkeys(names), *{country_name(city.country_id, known), country_name(city.country_id, "en")}]


def _facets(resource, values, cities, motivations):
    found = {facet: _codes(values, names) for facet, names in FACET_FIELDS.items()}
    if ALL_FORMS in found["motivation"]:
        found["motivation"] |= set(motivations)
    found["kind"] = {resource.kind}
    found["review"] = {resource.review_label} - {"none"}
    found["language"] = {resource.language.split("-")[0].lower()} - {""}
    found["city"] = {city.slug for city in cities}
    found["country"] = {city.country_id for city in cities}
    found["region"] = {city.country.region_code for city in cities}
    found["taken_over"] = {"yes"} if any(_is_counted(each) for each in resource.adoptions.all()) else set()
    found["year"] = {str(values[name])[:4] for name in YEARS if not empty(values.get(name))}
    return found


def _codes(values, names):
    found = [values[name] for name in names if not empty(values.get(name))]
    return {code for value in found for code in ([value] if isinstance(value, str) else value)}


def title_key(document):
    """By which titles are put in order: without case and accents."""
    return first_words(document.title)[:240]
