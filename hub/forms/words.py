"""A value of the record in plain words, to read and to compare, and two of them joined."""

from django.utils.translation import gettext as _

from ..schema import NAMES_OF_SAFEGUARDS, empty
from ..schema.fields import Type

JOINED = {Type.TEXT, Type.MARKDOWN, Type.TERMS, Type.BLOCKS, Type.LINKS, Type.ROWS, Type.SAFEGUARDS}


def in_words(field, value, labels):
    """`labels` is {code: label} of the field's list. Lists stand one entry a line."""
    if empty(value):
        return ""
    if field.type in (Type.TERM, Type.CHOICE) or field.line == "language":
        return str(labels.get(value, value))
    if field.type is Type.TERMS:
        return "\n".join(str(labels.get(code, code)) for code in value)
    if field.type is Type.BLOCKS:
        return "\n\n".join(value)
    if field.type in (Type.ROWS, Type.LINKS):
        return "\n".join(" · ".join(each for each in row.values() if each) for row in value)
    if field.type is Type.REACH:
        return " ".join(str(value[key]) for key in ("number", "unit", "year") if key in value)
    if field.type is Type.SAFEGUARDS:
        return "\n\n".join(_answer(code, value[code]) for code in NAMES_OF_SAFEGUARDS if code in value)
    return str(value)


def _answer(code, answer):
    values = {"label": NAMES_OF_SAFEGUARDS[code]}
    lines = [_("%(label)s:") % values + " " + answer["answer"]] if answer.get("answer") else []
    if answer.get("not_applicable"):
        lines.append(_("%(label)s: does not apply.") % values + " " + answer["not_applicable"])
    return "\n".join(lines)


def joined(field, saved, mine):
    """Both: a text after the other, what stands in either list, both answers to a safeguard."""
    if empty(saved) or empty(mine) or saved == mine:
        return mine if empty(saved) else saved
    if field.type is Type.SAFEGUARDS:
        return {code: _both_answers(saved.get(code, {}), mine.get(code, {})) for code in saved | mine}
    if isinstance(saved, list):
        return saved + [each for each in mine if each not in saved]
    return f"{saved}\n\n{mine}"


def _both_answers(saved, mine):
    both = {}
    for key in saved | mine:
        texts = dict.fromkeys(each[key] for each in (saved, mine) if each.get(key))
        both[key] = "\n\n".join(texts)
    return both
