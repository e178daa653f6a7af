"""A version beside the one that is shown now: section by section, field by field, the difference word by word."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cities.countries import language_name
from cities.models import Term
from scn_portal.sharing import Sharing
from scn_portal.ui.pieces import Piece, pieces

from .content import level_of
from .models import ResourceFile
from .schema import NAMES_OF_SAFEGUARDS, SAFEGUARDS, empty, mandatory_safeguards, sections_of
from .schema.fields import Type

NAMED = (Type.TERM, Type.TERMS, Type.CHOICE)
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class Line:
    """One field of the record, or one safeguard of it, on both sides."""

    key: str
    label: str
    before: tuple  # pieces
    after: tuple
    level: int
    level_before: int | None  # None where there is nothing to compare with
    is_mandatory: bool = False
    is_written: bool = True  # in the language of the record; terms are named in the reader's

    @property
    def is_changed(self):
        return self.level_before is not None and (self.level != self.level_before or self.says_other_words)

    @property
    def says_other_words(self):
        return any(each.kind != "same" for each in (*self.before, *self.after))

    @property
    def sharing(self):
        return Sharing(self.level).name

    @property
    def sharing_before(self):
        """The former label, where it was another."""
        other = self.level_before is not None and self.level_before != self.level
        return Sharing(self.level_before).name if other else ""


@dataclass(frozen=True)
class Beside:
    """One section of the record with the lines that say anything on either side."""

    key: str
    title: str
    lines: tuple

    @property
    def changes(self):
        return sum(each.is_changed for each in self.lines)


def beside(version, current=None):
    """The sections of `version`, each field beside that of `current`, the version shown now; one query for the terms.

    Without `current` every piece is "same": there is nothing to compare with.
    """
    kind, labels = version.resource.kind, term_labels(version.resource.kind)
    sections = []
    for section in sections_of(kind):
        lines = [line for field in section.fields for line in _lines(field, version, current, labels)]
        sections.append(Beside(section.key, section.title, tuple(lines)))
    return [each for each in sections if each.lines]


def _lines(field, version, current, labels):
    new, old = version.content.get(field.name), (current.content if current else {}).get(field.name)
    if field.type is Type.SAFEGUARDS:
        return _safeguard_lines(field, version, current, labels)
    if empty(new) and empty(old):
        return []
    return [_line(field.name, field, field.label, (old, new), version, current, labels)]


def _line(key, field, label, values, version, current, labels, is_mandatory=False):
    old, new = (words_of(field, each, labels) for each in values)
    before, after = pieces(old, new) if current else ((), (Piece("same", new),) if new else ())
    sharing = version.resource.sharing
    return Line(
        key=key,
        label=label,
        before=before,
        after=after,
        level=level_of(sharing, version, field.name),
        level_before=level_of(sharing, current, field.name) if current else None,
        is_mandatory=is_mandatory,
        is_written=field.type not in NAMED and field.name not in ("language", "licence"),
    )


def _safeguard_lines(field, version, current, labels):
    """A line for each safeguard that is answered on either side, or must be."""
    content, old = version.content, (current.content if current else {}).get(field.name) or {}
    new = content.get(field.name) or {}
    mandatory = mandatory_safeguards(content.get("prevention_level") or (), content.get("audience") or ())
    return [
        _line(
            f"{field.name}-{code}",
            field,
            NAMES_OF_SAFEGUARDS[code],
            ({code: old[code]} if code in old else {}, {code: new[code]} if code in new else {}),
            version,
            current,
            labels,
            is_mandatory=code in mandatory,
        )
        for code in SAFEGUARDS
        if code in mandatory or code in new or code in old
    ]


def term_labels(kind):
    """{(list, code): label} of every shared list that a kind uses, closed terms included."""
    lists = {field.terms for section in sections_of(kind) for field in section.fields if field.terms}
    terms = Term.objects.filter(list__in=lists).prefetch_related("labels")
    return {(each.list, each.code): each.label for each in terms}


# Values as words


def words_of(field, value, labels):
    """The value of a field as plain text: terms by their labels, rows one to a line."""
    if empty(value):
        return ""
    return _IN_WORDS.get(field.type, _as_is)(field, value, labels)


def _as_is(field, value, labels):
    return language_name(value) if field.name == "language" else str(value)


def _terms(field, value, labels):
    chosen = [value] if isinstance(value, str) else value
    named = dict(field.choices)
    return ", ".join(str(named.get(code) or labels.get((field.terms, code), code)) for code in chosen)


def _blocks(field, value, labels):
    return "\n".join(f"{number}. {words}" for number, words in enumerate(value, 1))


def _rows(field, value, labels):
    return "\n".join(" · ".join(str(each) for each in row.values() if not empty(each)) for row in value)


def _reach(field, value, labels):
    return " · ".join(str(value[name]) for name in ("number", "unit", "year") if not empty(value.get(name)))


def _safeguards(field, value, labels):
    return "\n".join(_safeguard(each) for each in value.values())


def _safeguard(answer):
    if answer.get("not_applicable"):
        return _("Does not apply: %(reason)s") % {"reason": answer["not_applicable"]}
    return answer.get("answer", "")


_IN_WORDS = {
    Type.TERM: _terms,
    Type.TERMS: _terms,
    Type.CHOICE: _terms,
    Type.BLOCKS: _blocks,
    Type.LINKS: _rows,
    Type.ROWS: _rows,
    Type.REACH: _reach,
    Type.SAFEGUARDS: _safeguards,
}


# Files and links


@dataclass(frozen=True)
class FileBeside:
    """A file of the version, or one that the version takes away. `change` is "new", "words", "gone" or nothing."""

    row: ResourceFile
    change: str = ""


def files_beside(version):
    """The files of a version, those that it adds or words anew marked, then those that it takes away; two queries."""
    here = list(ResourceFile.objects.of_version(version).select_related("file"))
    left = ResourceFile.objects.filter(removed_in=version).exclude(added_in=version).select_related("file")
    before, now = {each.file_id: each for each in left}, {each.file_id for each in here}
    marked = [FileBeside(each, _change(each, version, before)) for each in here]
    return marked + [FileBeside(each, "gone") for each in before.values() if each.file_id not in now]


def _change(row, version, before):
    if row.added_in_id != version.pk:
        return ""
    return "words" if row.file_id in before else "new"


def addresses_in(version):
    """Every address that the record leads out to, in the order in which it is met, once."""
    found = [each for value in version.content.values() for each in _addresses(value)]
    return list(dict.fromkeys(found))


def _addresses(value):
    if isinstance(value, str):
        return [each.rstrip(".,;:") for each in ADDRESS.findall(value)]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in parts for each in _addresses(part)]
