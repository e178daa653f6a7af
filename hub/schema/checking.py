"""Is a version complete and well formed? The gaps are named, so that a page can link to each."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .fields import Need, Type
from .kinds import fields_of, sections_of
from .safeguards import mandatory_safeguards

REASON_AT_LEAST = 20
MOMENT = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Gap:
    """What is still missing, in which section, under which field."""

    section: str
    field: str
    label: str
    words: str


def empty(value):
    return value in (None, "", [], {})


def gaps(kind, content, *, until, recorded=False):
    """What `content` lacks before it may be released (`until=Need.RELEASE`) or published (`Need.PUBLISH`).

    Records from public sources (`recorded`) need the few fields that are marked so, and one source.
    """
    asked = {Need.START, Need.RELEASE} | ({Need.PUBLISH} if until is Need.PUBLISH else set())
    found = []
    for section in sections_of(kind):
        for field in section.fields:
            words = _gap(field, content, asked, recorded)
            found += [Gap(section.key, field.name, field.label, each) for each in words]
    return found + _between_fields(kind, content, recorded)


def _gap(field, content, asked, recorded):
    value = content.get(field.name)
    if field.type is Type.SAFEGUARDS and not recorded:
        return _safeguard_gaps(content)
    if empty(value):
        needed = field.need in asked if not recorded else (field.recorded and field.need is not Need.NEVER)
        if recorded and field.name == "sources":
            needed = True
        if field.name == "started" and content.get("stage") == "not_stated":
            needed = False  # a record after a source that gives neither
        return [_("Fill in “%(label)s”.") % {"label": field.label}] if needed else []
    return problems_of(field, value)


def _safeguard_gaps(content):
    answers = content.get("safeguards") or {}
    mandatory = mandatory_safeguards(content.get("prevention_level") or (), content.get("audience") or ())
    return [code for code in sorted(mandatory) if not is_answered(answers.get(code))]


def is_answered(answer):
    """An answer in words, or a reason of at least 20 signs why it does not apply."""
    if not answer:
        return False
    return bool(answer.get("answer", "").strip()) or len(answer.get("not_applicable", "").strip()) >= REASON_AT_LEAST


def problems_of(field, value):
    """What is wrong with a value that is there, in words; nothing where it is well formed."""
    size = len(value) if isinstance(value, str | list) else 0
    if isinstance(value, str) and field.least and size < field.least:
        return [_("“%(label)s” needs at least %(least)s signs.") % {"label": field.label, "least": field.least}]
    if isinstance(value, str) and field.most and size > field.most:
        return [_("“%(label)s” may have at most %(most)s signs.") % {"label": field.label, "most": field.most}]
    if isinstance(value, list) and field.most and size > field.most:
        return [_("“%(label)s”: choose or write at most %(most)s.") % {"label": field.label, "most": field.most}]
    if field.type is Type.MOMENT and not MOMENT.fullmatch(value):
        return [_("“%(label)s” needs a year such as 2019, or a month such as 2019-04.") % {"label": field.label}]
    return []


def _between_fields(kind, content, recorded):
    """Rules that hold between two fields."""
    names, found = fields_of(kind), []

    def add(field, words):
        section = next(each.key for each in sections_of(kind) if field in {one.name for one in each.fields})
        found.append(Gap(section, field, names[field].label, words))

    for begin, end in (("started", "ended"), ("period_from", "period_to"), ("coverage_from", "coverage_to")):
        if content.get(begin) and content.get(end) and content[end] < content[begin][: len(content[end])]:
            add(end, _("The end lies before the beginning."))
    if content.get("stage") == "ended" and not content.get("ended") and not recorded:
        add("ended", _("Say when it ended."))
    if set(content.get("theme_main") or ()) & set(content.get("theme_other") or ()):
        add("theme_other", _("A further theme is one of the main themes already."))
    scope = content.get("motivation_scope") or []
    if "all_forms" in scope and len(scope) > 1:
        add("motivation_scope", _("“All forms” stands alone."))
    helps = content.get("transfer_help") or []
    if {"none", "not_stated"} & set(helps) and len(helps) > 1:
        add("transfer_help", _("“We cannot help at present” and “Not stated in the source” stand alone."))
    found.extend(_evidence_gaps(kind, content, recorded, names, add) or ())
    return found


def _evidence_gaps(kind, content, recorded, names, add):
    """Evidence says what it rests on. Recorded items carry what their source says."""
    level = content.get("evidence_level")
    if recorded or "evidence_level" not in names or not level:
        return
    if level in ("self_evaluated", "independently_evaluated") and empty(content.get("evidence_method")):
        add("evidence_method", _("Say how it was measured."))
    if level == "monitored" and empty(content.get("outputs")):
        add("outputs", _("Give a figure with its date."))
    if level == "independently_evaluated" and empty(content.get("evaluator")):
        add("evaluator", _("Say who evaluated it. It is not the city itself."))
