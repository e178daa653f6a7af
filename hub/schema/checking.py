"""Is a version complete and well formed? The gaps are named, so that a page can link to each."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .fields import NOT_STATED, NOT_STATED_CODE, Need, Type
from .kinds import fields_of, sections_of
from .safeguards import NAMES, mandatory_safeguards

REASON_AT_LEAST = 20
MOMENT = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
ADDRESS = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Gap:
    """What is still missing, in which section, under which field. `code` names one safeguard of many."""

    section: str
    field: str
    label: str
    words: str
    code: str = ""


def empty(value):
    return value in (None, "", [], {})


def is_stated(value):
    """Whether a value says something: it is neither empty nor only says that its source does not state it."""
    if isinstance(value, str):
        return value not in ("", NOT_STATED_CODE, NOT_STATED)
    if isinstance(value, list | dict):
        return any(is_stated(each) for each in (value.values() if isinstance(value, dict) else value))
    return value is not None


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
            if field.type is Type.SAFEGUARDS and not recorded:
                found += _safeguard_gaps(section, field, content)
    return found + _between_fields(kind, content, recorded)


def _gap(field, content, asked, recorded):
    value = content.get(field.name)
    if not empty(value):
        return problems_of(field, value)
    if field.type is Type.SAFEGUARDS:
        return []  # named one by one
    needed = field.need in asked if not recorded else (field.recorded and field.need is not Need.NEVER)
    if field.name == "started" and content.get("stage") == NOT_STATED_CODE:
        needed = False  # a record after a source that gives neither
    if needed or (recorded and field.name == "sources"):
        return [_("Fill in “%(label)s”.") % {"label": field.label}]
    return []


def _safeguard_gaps(section, field, content):
    """One gap for each safeguard that this work must answer and does not."""
    answers = content.get("safeguards") or {}
    mandatory = mandatory_safeguards(content.get("prevention_level") or (), content.get("audience") or ())
    return [
        Gap(section.key, field.name, field.label, _("Answer “%(label)s”.") % {"label": NAMES[code]}, code)
        for code in sorted(mandatory, key=list(NAMES).index)
        if empty(answers.get(code))
    ]


def is_answered(answer):
    """An answer in words, or a reason of at least 20 signs why it does not apply."""
    if not answer:
        return False
    return bool(answer.get("answer", "").strip()) or len(answer.get("not_applicable", "").strip()) >= REASON_AT_LEAST


def problems_of(field, value):
    """What is wrong with a value that is there, in words; nothing where it is well formed."""
    return [*_problems_of_size(field, value), *PROBLEMS.get(field.type, _nothing)(field, value)]


def _problems_of_size(field, value):
    size = len(value) if isinstance(value, str | list) else 0
    values = {"label": field.label, "least": field.least, "most": field.most, "size": size}
    if isinstance(value, str) and size < field.least:
        return [_("“%(label)s” needs at least %(least)s signs. It has %(size)s.") % values]
    if isinstance(value, str) and field.most and size > field.most:
        return [_("“%(label)s” may have at most %(most)s signs. It has %(size)s.") % values]
    if isinstance(value, list) and field.most and size > field.most:
        return [_("“%(label)s”: at most %(most)s, please. There are %(size)s.") % values]
    return []


def _nothing(field, value):
    return []


def _of_line(field, value):
    if field.line == "mailbox":
        try:
            validate_email(value)
        except ValidationError:
            return [_("“%(label)s” needs an e-mail address, such as prevention@city.example.") % {"label": field.label}]
    if field.line == "address" and not ADDRESS.fullmatch(value):
        return [_no_address(field)]
    return []


def _no_address(field):
    return _("“%(label)s”: an address begins with https:// or http://.") % {"label": field.label}


def _of_moment(field, value):
    if MOMENT.fullmatch(value):
        return []
    return [_("“%(label)s” needs a year such as 2019, or a month such as 2019-04.") % {"label": field.label}]


def _of_number(field, value):
    if isinstance(value, int | float) and 0 <= value < 10**9:
        return []
    return [_("“%(label)s” needs a number, such as 2 or 2.5.") % {"label": field.label}]


def _of_choice(field, value):
    if value in dict(field.choices):
        return []
    return [_("“%(label)s”: choose one of the answers.") % {"label": field.label}]


def _of_reach(field, value):
    if set(value) != {"number", "unit", "year"}:
        return [
            _("“%(label)s”: give the number, of what, and the year; or none of the three.") % {"label": field.label}
        ]
    well_formed = isinstance(value["number"], int | float) and re.fullmatch(r"(?:19|20)\d\d", value["year"], re.ASCII)
    if well_formed and len(value["unit"]) <= 80:
        return []
    return [_("“%(label)s”: give a number, in a few words of what, and a year such as 2019.") % {"label": field.label}]


def _of_links(field, value):
    if all(ADDRESS.fullmatch(each.get("url", "")) and len(each["url"]) <= 600 for each in value):
        return []
    return [_no_address(field)]


def _of_safeguards(field, value):
    found = []
    for code, answer in value.items():
        label = {"label": NAMES.get(code, code), "least": REASON_AT_LEAST}
        if answer.get("answer") and answer.get("not_applicable"):
            found.append(_("“%(label)s”: answer it, or say why it does not apply, not both.") % label)
        elif not is_answered(answer):
            found.append(_("“%(label)s”: say in at least %(least)s signs why it does not apply.") % label)
    return found


PROBLEMS = {
    Type.LINE: _of_line,
    Type.MOMENT: _of_moment,
    Type.NUMBER: _of_number,
    Type.CHOICE: _of_choice,
    Type.REACH: _of_reach,
    Type.LINKS: _of_links,
    Type.SAFEGUARDS: _of_safeguards,
}


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
    if {"none", NOT_STATED_CODE} & set(helps) and len(helps) > 1:
        add("transfer_help", _("“We cannot help at present” and “Not stated in the source” stand alone."))
    if content.get("evidence_level") and "evidence_level" in names and not recorded:
        for field, words in _evidence_gaps(content, content["evidence_level"]):
            add(field, words)
    return found


def _evidence_gaps(content, level):
    """Evidence says what it rests on. Recorded items carry what their source says."""
    if level in ("self_evaluated", "independently_evaluated") and empty(content.get("evidence_method")):
        yield "evidence_method", _("Say how it was measured.")
    if level == "monitored" and empty(content.get("outputs")):
        yield "outputs", _("Give a figure with its date.")
    if level == "independently_evaluated" and empty(content.get("evaluator")):
        yield "evaluator", _("Say who evaluated it. It is not the city itself.")
