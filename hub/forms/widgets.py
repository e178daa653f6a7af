"""How a field of the record is asked for: each widget shows a value of the schema and reads it back as JSON holds it.

What does not fit is kept as it was typed, so that nothing is lost; `schema.problems_of` says what is wrong with it.
"""

import re
from itertools import zip_longest

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst

from scn_portal.ui.text import clean_line, clean_lines

from ..schema import NAMES_OF_SAFEGUARDS

MOST_ROWS = 200
NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
OTHER_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def plain_digits(words):
    """Arabic-Indic digits become 0-9."""
    return words.translate(OTHER_DIGITS)


def as_number(words):
    """The number that was typed, or the words as they are."""
    words = plain_digits(clean_line(words))
    if not NUMBER.fullmatch(words):
        return words
    return float(words.replace(",", ".")) if re.search("[.,]", words) else int(words)


def as_words(number):
    return "" if number is None else str(number)


def option_words(label, definition=""):
    """The words of an option, with what they mean below."""
    if not definition:
        return capfirst(label)
    return format_html('<span>{}<br><span class="small soft">{}</span></span>', capfirst(label), definition)


class Line(forms.TextInput):
    """One line."""

    def value_from_datadict(self, data, files, name):
        return clean_line(data.get(name) or "")


class Lines(forms.Textarea):
    """A text of any length."""

    def value_from_datadict(self, data, files, name):
        return clean_lines(data.get(name) or "").strip("\n")


class Moment(Line):
    def value_from_datadict(self, data, files, name):
        return plain_digits(super().value_from_datadict(data, files, name))


class Number(Line):
    def value_from_datadict(self, data, files, name):
        return as_number(data.get(name) or "")

    def format_value(self, value):
        return as_words(value)


class Ticks(forms.CheckboxSelectMultiple):
    """Codes, in the order of the list; a long list in columns."""

    option_inherits_attrs = False

    def __init__(self, choices=(), *, many=False):
        super().__init__(choices=choices)
        if many:
            self.template_name = "hub/widgets/ticks.html"


class Several(forms.Widget):
    """A widget of several inputs in one fieldset."""

    use_fieldset = True

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_, index=None):
        return ""

    def use_required_attribute(self, initial):
        return False


def _lists(data, name):
    return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])


class Blocks(Several):
    """Texts one by one: those there are, and one empty one. An emptied text is gone."""

    template_name = "hub/widgets/blocks.html"

    def value_from_datadict(self, data, files, name):
        texts = (clean_lines(each).strip() for each in _lists(data, name)[:MOST_ROWS])
        return [each for each in texts if each]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["texts"] = [*(value or []), *([""] if value else ["", ""])]
        return context


class Rows(Several):
    """Rows of a few short inputs each: those there are, and one empty one. An emptied row is gone."""

    template_name = "hub/widgets/rows.html"

    def __init__(self, columns, latin=(), attrs=None):
        super().__init__(attrs)
        self.columns, self.latin = columns, latin

    def value_from_datadict(self, data, files, name):
        typed = [[clean_line(each) for each in _lists(data, f"{name}_{key}")] for key, _label in self.columns]
        keys = [key for key, _label in self.columns]
        rows = [dict(zip(keys, row, strict=True)) for row in zip_longest(*typed, fillvalue="")][:MOST_ROWS]
        return [row for row in rows if any(row.values())]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), {}]
        context["widget"]["rows"] = [
            [(f"{name}_{key}", label, row.get(key, ""), key in self.latin) for key, label in self.columns]
            for row in rows
        ]
        return context


class Reach(Several):
    """A number, of what, and in which year."""

    template_name = "hub/widgets/reach.html"

    def value_from_datadict(self, data, files, name):
        value = {
            "number": as_number(data.get(f"{name}_number") or ""),
            "unit": clean_line(data.get(f"{name}_unit") or ""),
            "year": plain_digits(clean_line(data.get(f"{name}_year") or "")),
        }
        return {key: each for key, each in value.items() if each != ""}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["typed"] = {key: as_words((value or {}).get(key)) for key in ("number", "unit", "year")}
        return context


class Safeguards(Several):
    """For each safeguard an answer, or why it does not apply. `mandatory` are marked."""

    template_name = "hub/widgets/safeguards.html"
    mandatory = frozenset()
    definitions = {}

    def value_from_datadict(self, data, files, name):
        found = {}
        for code in NAMES_OF_SAFEGUARDS:
            answer = {
                key: clean_lines(data.get(f"{name}_{code}_{key}") or "").strip() for key in ("answer", "not_applicable")
            }
            if answer := {key: words for key, words in answer.items() if words}:
                found[code] = answer
        return found

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [
            {
                "code": code,
                "label": label,
                "definition": self.definitions.get(code, ""),
                "is_mandatory": code in self.mandatory,
                "typed": (value or {}).get(code, {}),
            }
            for code, label in NAMES_OF_SAFEGUARDS.items()
        ]
        context["widget"]["asked"] = [row for row in rows if row["is_mandatory"] or row["typed"]]
        context["widget"]["others"] = [row for row in rows if not row["is_mandatory"] and not row["typed"]]
        return context


class Cities(Several):
    """Cities by their slugs, each in a list of its own: those that are chosen, and one empty one."""

    template_name = "hub/widgets/cities.html"
    groups = ()  # [(country, [(slug, name)])]

    def value_from_datadict(self, data, files, name):
        return list(dict.fromkeys(each for each in _lists(data, name)[:MOST_ROWS] if each))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"chosen": [*(value or []), ""], "groups": self.groups}
        return context
