"""What a draft takes in: values of the shape that their field has.

Words stand where a number or a date is asked for, until its writer mends them (`checking.problems_of` names them);
another shape, an unknown field or an unknown term comes from no form of ours and is refused.
"""

import math
import re

from django.utils.translation import gettext as _

from cities.models import Term
from scn_portal.lifecycle import TransitionRefused

from .checking import empty
from .fields import Type
from .kinds import fields_of
from .safeguards import SAFEGUARDS

LONGEST = 100_000  # signs of one text, whatever the field allows: a draft may be too long and is told so
MOST = 200  # entries of one list
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def refuse_unless_well_formed(kind, values, stored=None):
    """Raise TransitionRefused, in words, for an unknown field and for a value of a foreign shape.

    A term that was closed since may stay where `stored` has it, and is not chosen anew.
    """
    known = fields_of(kind)
    for name, value in values.items():
        if name not in known:
            raise TransitionRefused(_("There is no field “%(name)s” here.") % {"name": name})
        if not empty(value) and not fits(known[name], value):
            raise TransitionRefused(_("“%(label)s” cannot be kept like this.") % {"label": known[name].label})
    _refuse_unknown_terms(known, values, stored or {})


def fits(field, value):
    """Whether a value that is not empty has the shape of its field."""
    if field.line == "language":
        return is_words(value) and len(value) <= field.most and bool(LANGUAGE.fullmatch(value))
    return BY_TYPE[field.type](field, value)


def is_words(value):
    return isinstance(value, str) and len(value) <= LONGEST and "\x00" not in value


def _is_line(field, value):
    return is_words(value) and not re.search(r"[\r\n]", value)


def _is_code(field, value):
    return is_words(value) and (not field.choices or value in dict(field.choices))


def _is_number_or_words(field, value):
    return is_words(value) or _is_number(value)


def _is_list(value):
    return isinstance(value, list) and len(value) <= MOST


def _are_codes(field, value):
    return _is_list(value) and all(_is_code(field, each) for each in value) and len(set(value)) == len(value)


def _are_blocks(field, value):
    return _is_list(value) and all(is_words(each) and each.strip() for each in value)


def _is_number(value):
    return type(value) in (int, float) and math.isfinite(value) and value >= 0


def _are_links(field, value):
    return _is_list(value) and all(_is_link(each) for each in value)


def _is_link(each):
    if not isinstance(each, dict) or not set(each) <= {"title", "url"}:
        return False
    return all(map(is_words, each.values()))


def _are_rows(field, value):
    columns = {name for name, _label in field.columns}
    return _is_list(value) and all(
        isinstance(each, dict) and set(each) <= columns and all(map(is_words, each.values())) for each in value
    )


def _is_reach(field, value):
    if not isinstance(value, dict) or not set(value) <= {"number", "unit", "year"}:
        return False
    number = value.get("number", "")
    return (is_words(number) or _is_number(number)) and all(is_words(value.get(name, "")) for name in ("unit", "year"))


def _are_safeguards(field, value):
    return isinstance(value, dict) and set(value) <= set(SAFEGUARDS) and all(map(_is_answer, value.values()))


def _is_answer(answer):
    ways = {"answer", "not_applicable"}
    return isinstance(answer, dict) and set(answer) <= ways and all(map(is_words, answer.values()))


BY_TYPE = {
    Type.LINE: _is_line,
    Type.TEXT: lambda field, value: is_words(value),
    Type.MARKDOWN: lambda field, value: is_words(value),
    Type.TERM: _is_code,
    Type.TERMS: _are_codes,
    Type.CHOICE: lambda field, value: is_words(value),
    Type.BLOCKS: _are_blocks,
    Type.MOMENT: lambda field, value: is_words(value),
    Type.NUMBER: _is_number_or_words,
    Type.LINKS: _are_links,
    Type.ROWS: _are_rows,
    Type.REACH: _is_reach,
    Type.SAFEGUARDS: _are_safeguards,
}


def _refuse_unknown_terms(known, values, stored):
    """Codes of shared lists must be on record; closed ones are only kept."""
    wanted = {(known[name].terms, code) for name, code in _new_codes(known, values, stored)}
    lists = {name for name, _code in wanted}
    found = set(Term.objects.filter(list__in=lists, closed_on=None).values_list("list", "code")) if wanted else set()
    for name, code in _new_codes(known, values, stored):
        if (known[name].terms, code) not in found:
            raise TransitionRefused(
                _("“%(label)s” has no entry “%(code)s” any more.") % {"label": known[name].label, "code": code}
            )


def _new_codes(known, values, stored):
    """(field, code) for each code of a shared list that was not stored before."""
    for name, value in values.items():
        if known[name].terms and not empty(value):
            before = stored.get(name) or []
            kept = {before} if isinstance(before, str) else set(before)
            for code in [value] if isinstance(value, str) else value:
                if code not in kept:
                    yield name, code
