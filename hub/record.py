"""The record as a reader meets it: sections of parts with words for their codes. Only `content_for` feeds it."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.models import TermLabel
from scn_portal.sharing import Sharing

from .content import level_of
from .schema import SAFEGUARDS, Type, empty, fields_of, is_stated, sections_of

# These stand in the head of the page, beside the text, or among the three truths.
ELSEWHERE = {
    *("title", "summary", "theme_main", "theme_other", "motivation_scope", "prevention_level", "practice_type"),
    *("audience", "language", "licence", "contact", "evidence_level"),
}
BESIDE = ("prevention_level", "practice_type", "audience", "motivation_scope")
LOOKS = {
    Type.MARKDOWN: "text",
    Type.TEXT: "text",
    Type.BLOCKS: "blocks",
    Type.ROWS: "rows",
    Type.LINKS: "links",
    Type.SAFEGUARDS: "safeguards",
}
WARNINGS = ("did_not_work", "not_again")  # what the next city needs most
PAIR = ("core", "changeable")
# The form asks a city officer; the page tells a reader.
READ_AS = {
    "action": _("What the city does"),
    "evaluator": _("Evaluated by"),
    "transfer_help": _("Help that the city offers"),
    "film": _("Film"),
}


@dataclass(frozen=True)
class Part:
    """One field of the record: its heading, how it looks, and what stands in it."""

    name: str
    label: str
    look: str
    value: object
    columns: tuple = ()
    level: str = ""  # the name of its level, where that is stricter than the record's


@dataclass(frozen=True)
class Group:
    """Parts that stand together: a list of short facts, or what must stay beside what may change."""

    look: str
    parts: list


@dataclass(frozen=True)
class Chapter:
    """A section with something to read."""

    key: str
    title: str
    groups: list = field(default_factory=list)


class Words:
    """The labels and meanings of all codes of one record, in the reader's language, else in English: one query."""

    def __init__(self, reads):
        self.known = fields_of(reads.resource.kind)
        language = (get_language() or "en")[:2]
        rows = TermLabel.objects.filter(self._wanted(reads), language__in={"en", language}).select_related("term")
        self.rows = {
            (each.term.list, each.term.code): each for each in sorted(rows, key=lambda each: each.language == language)
        }

    def _wanted(self, reads):
        wanted = Q(pk=None)
        for name, value in reads.values.items():
            if self.known[name].terms:
                wanted |= Q(term__list=self.known[name].terms, term__code__in=_listed(value))
        if "safeguards" in reads:
            wanted |= Q(term__list="safeguard", term__code__in=list(reads["safeguards"]))
        return wanted

    def of(self, reads, name):
        """The labels of the codes of a field, in their order."""
        chosen = dict(self.known[name].choices)
        codes = _listed(reads[name])
        return [chosen.get(code) or self.label(self.known[name].terms, code) for code in codes]

    def label(self, list_name, code):
        row = self.rows.get((list_name, code))
        return row.label if row else code.replace("_", " ").capitalize()

    def meaning(self, list_name, code):
        row = self.rows.get((list_name, code))
        return row.definition if row else ""


def _listed(value):
    return [] if empty(value) else [value] if isinstance(value, str) else value


def chapters(reads, words):
    """The sections that have something to say to this reader, in their order."""
    found = []
    for section in sections_of(reads.resource.kind):
        parts = [_part(each, reads, words) for each in section.fields if _is_told(each, reads)]
        if parts:
            found.append(Chapter(section.key, section.title, _grouped(parts)))
    return found


def not_stated(reads):
    """The labels of what the public source of a record does not state.

    Of items from public sources that is whatever this reader does not meet: whether nothing is said, or nothing to
    them, is not told.
    """
    fields = [each for each in fields_of(reads.resource.kind).values() if each.name not in ELSEWHERE]
    is_recorded = reads.resource.origin == "recorded"
    silent = [each for each in fields if (is_recorded if each.name not in reads else not is_stated(reads[each.name]))]
    return [_label(each) for each in silent]


def _is_told(each, reads):
    is_in_the_note = each.name == "sources" and reads.resource.origin == "recorded"
    return each.name not in ELSEWHERE and is_stated(reads[each.name]) and not is_in_the_note


def _label(each):
    return READ_AS.get(each.name, each.label)


def _part(each, reads, words):
    look = "links" if each.name == "film" else "warning" if each.name in WARNINGS else LOOKS.get(each.type, "fact")
    own, record = level_of(0, reads.version, each.name), getattr(reads.resource, "level", reads.resource.sharing)
    level = Sharing(own).name if own > record else ""
    columns = tuple(label for _name, label in each.columns)
    return Part(each.name, _label(each), look, _value(each, reads, words), columns, level)


def _value(each, reads, words):
    value = reads[each.name]
    if each.type in (Type.TERM, Type.TERMS, Type.CHOICE):
        return ", ".join(str(label) for label in words.of(reads, each.name))
    if each.type is Type.MOMENT:
        return moment(value)
    if each.type is Type.REACH:
        return "{} {} ({})".format(*(value.get(name, "") for name in ("number", "unit", "year")))
    if each.type is Type.LINKS:
        return web_links(value)
    if each.name == "film":  # it opens at its own place
        return web_links([{"url": value}])
    if each.type is Type.ROWS:
        return [[(label, row.get(name, "")) for name, label in each.columns] for row in value]
    if each.type is Type.SAFEGUARDS:
        return [(words.label("safeguard", code), value[code]) for code in SAFEGUARDS if value.get(code)]
    return value


def moment(value):
    """ "2019", "April 2019" or "30 April 2019" in the reader's language. A draft may hold other words: they stay."""
    year, *more = value.split("-")
    try:
        day = date(int(year), *map(int, more or [1]), *([] if len(more) == 2 else [1]))
    except (ValueError, TypeError, OverflowError):
        return value
    return date_format(day, "j F Y" if len(more) == 2 else "F Y") if more else value


def _grouped(parts):
    """Neighbours that are short facts in one list, the two halves of the core side by side, the rest alone."""
    found = []
    for look, group in groupby(parts, key=lambda part: _together(part)):
        group = list(group)
        found += [Group(look, group)] if look in ("facts", "pair") else [Group(part.look, [part]) for part in group]
    return found


def _together(part):
    return "pair" if part.name in PAIR else "facts" if part.look == "fact" else part.look


def web_links(links):
    """Those that lead to a page of the web."""
    return [link for link in links or () if link.get("url", "").startswith(("https://", "http://"))]


def facts_beside(reads, words):
    """(label, words) of what stands beside the text."""
    return [(words.known[name].label, ", ".join(words.of(reads, name))) for name in BESIDE if name in reads]


def themes(reads, words):
    return [
        (code, words.label("theme", code)) for name in ("theme_main", "theme_other") for code in _listed(reads[name])
    ]
