"""The forms of the record, made from the schema: one section a form. A draft is never refused, only marked."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from cities.models import Term
from scn_portal.sharing import Sharing

from ..schema import empty, gaps, mandatory_safeguards, problems_of
from ..schema.fields import NOT_STATED_CODE, Need, Type
from . import widgets
from .languages import LICENCES, languages

FEW = 6  # options that are shown one below the other
NOTHING_CHOSEN = _("Not stated")
WRITTEN = {Type.LINE, Type.TEXT, Type.MARKDOWN}
SHORT_TEXT, LONG_TEXT = 400, 10_000


class Terms:
    """The shared lists of a section with labels and definitions in the reader's language. Two queries."""

    def __init__(self, fields):
        lists = {field.terms for field in fields if field.terms}
        lists |= {"safeguard" for field in fields if field.type is Type.SAFEGUARDS}
        rows = Term.objects.filter(list__in=lists).prefetch_related("labels") if lists else ()
        self.rows = sorted(rows, key=lambda term: (term.list, term.position))

    def options(self, field, kept=()):
        """[(code, label, definition)] of a field: those in use, and those that the draft carries already."""
        if field.line == "language":
            return [(code, name, "") for code, name in languages()]
        if not field.terms:
            return [(code, label, "") for code, label in field.choices]
        rows = (term for term in self.rows if term.list == field.terms)
        return [
            (term.code, term.label, definition_of(term)) for term in rows if not term.closed_on or term.code in kept
        ]

    def definitions(self, name):
        return {term.code: definition_of(term) for term in self.rows if term.list == name}


def definition_of(term):
    """What a term means, in the reader's language, else in English."""
    found = {each.language: each.definition for each in term.labels.all() if each.definition}
    return found.get((get_language() or "en")[:2]) or found.get("en", "")


class ContentField(forms.Field):
    """A field of the schema on a form. What was typed is its value; it never refuses."""

    def __init__(self, asked, **options):
        super().__init__(label=asked.label, help_text=help_of(asked), required=asked.need is not Need.NEVER, **options)
        self.asked = asked
        self.is_short = asked.type in (Type.MOMENT, Type.NUMBER)
        self.is_folded = False  # a long list that need not be opened

    def clean(self, value):
        return value


def help_of(field):
    """What helps to answer: the schema's words, how long it may be, and whether it can wait."""
    words = [str(field.help)] if field.help else []
    if 0 < field.most <= SHORT_TEXT and field.type in WRITTEN and not field.line and not field.least:
        words.append(ngettext("At most %(most)s sign.", "At most %(most)s signs.", field.most) % {"most": field.most})
    if field.need is Need.PUBLISH:
        words.append(str(_("Needed before it is published; you may release it without.")))
    return " ".join(words)


class SectionForm(forms.Form):
    """One section of a version. `values` and `stricter` are what was typed, as the version keeps it."""

    use_required_attribute = False

    def __init__(self, version, section, data=None, *, initial=None):
        super().__init__(data, initial={**version.content, **(initial or {})})
        self.version, self.section, self.kind = version, section, version.resource.kind
        self.terms = Terms(section.fields)
        for field in section.fields:
            self.fields[field.name] = ContentField(field, widget=self._widget(field))
            self.fields[field.name].is_folded = self._is_folded(field)
            if field.may_be_stricter:
                self.fields[who(field)] = self._who(field)

    def _is_folded(self, field):
        is_long = field.type is Type.TERMS and len(self.fields[field.name].widget.choices) > FEW
        return is_long and field.need is Need.NEVER and not self.initial.get(field.name) and not self.is_bound

    def _who(self, field):
        """Only what is stricter than the item itself; a level that its own hides for now is kept where it is."""
        kept = self.version.stricter.get(field.name, 0)
        return forms.ChoiceField(
            label=_("Who may read this"),
            choices=[("", _("As this item")), *((level, tlp(level)) for level in self.levels)],
            required=False,
            initial=kept if kept in self.levels else "",
        )

    @property
    def levels(self):
        return [int(level) for level in Sharing if level > self.version.resource.sharing]

    def _widget(self, field):
        return getattr(self, f"_widget_of_{field.type.value}")(field)

    def _widget_of_line(self, field):
        if field.line in ("language", "licence"):
            options = languages() if field.line == "language" else LICENCES
            return forms.Select(choices=self._with_kept(options, field))
        types = {"mailbox": "email", "address": "url"}
        latin = {"dir": "ltr", "autocomplete": "off"} if field.line else {}
        return widgets.Line(attrs={"type": types.get(field.line, "text"), **latin})

    def _with_kept(self, options, field):
        """What the draft carries stays a choice, also where the list does not know it."""
        kept = self.initial.get(field.name)
        known = {code for code, _label in options}
        return [("", "–"), *([(kept, kept)] if kept and kept not in known else []), *options]

    def _widget_of_text(self, field):
        rows = 3 if field.most <= SHORT_TEXT else 12 if field.most > LONG_TEXT else 6
        return widgets.Lines(attrs={"rows": rows})

    _widget_of_markdown = _widget_of_text

    def _options(self, field, kept):
        """A city does not quote a source: what only the staff say of one is left out, unless it stands there."""
        is_given = self.version.resource.origin == "member"
        options = self.terms.options(field, kept)
        return [each for each in options if not (is_given and each[0] == NOT_STATED_CODE and each[0] not in kept)]

    def _widget_of_term(self, field):
        kept = self.initial.get(field.name)
        options = self._options(field, {kept})
        if len(options) <= FEW:
            first = [] if field.need is not Need.NEVER else [("", NOTHING_CHOSEN)]
            return forms.RadioSelect(choices=[*first, *_with_definitions(options)])
        return forms.Select(choices=[("", "–"), *((code, label) for code, label, _definition in options)])

    _widget_of_choice = _widget_of_term

    def _widget_of_terms(self, field):
        options = self._options(field, self.initial.get(field.name) or ())
        return widgets.Ticks(_with_definitions(options), many=len(options) > FEW)

    def _widget_of_blocks(self, field):
        return widgets.Blocks(attrs={"label": field.label})

    def _widget_of_moment(self, field):
        return widgets.Moment(attrs={"inputmode": "numeric", "dir": "ltr", "size": 10})

    def _widget_of_number(self, field):
        return widgets.Number(attrs={"inputmode": "decimal", "dir": "ltr", "size": 10})

    def _widget_of_links(self, field):
        return widgets.Rows((("title", _("Title")), ("url", _("Address"))), latin={"url"})

    def _widget_of_rows(self, field):
        return widgets.Rows(field.columns)

    def _widget_of_reach(self, field):
        return widgets.Reach()

    def _widget_of_safeguards(self, field):
        widget = widgets.Safeguards()
        content = self.version.content
        widget.mandatory = mandatory_safeguards(content.get("prevention_level") or (), content.get("audience") or ())
        widget.definitions = self.terms.definitions("safeguard")
        return widget

    @cached_property
    def values(self):
        """{field: value} of what was typed, empty fields left out."""
        typed = {field.name: self._typed(field) for field in self.section.fields}
        return {name: value for name, value in typed.items() if not empty(value)}

    def _typed(self, field):
        value = self[field.name].data
        if field.type is Type.TERMS:
            codes = {code for code, _label in self.fields[field.name].widget.choices}
            before = self.version.content.get(field.name) or []
            chosen = [code for code in dict.fromkeys(value) if code in codes]
            return sorted(chosen, key=lambda code: before.index(code) if code in before else len(before))
        if field.type in (Type.TERM, Type.CHOICE) or field.line in ("language", "licence"):
            return value if value in {str(code) for code, _label in self.fields[field.name].widget.choices} else ""
        return value

    @cached_property
    def stricter(self):
        """{field: level} of those that were made stricter than the item."""
        known = {str(level): level for level in self.levels}
        chosen = {field.name: self[who(field)].data for field in self.section.fields if field.may_be_stricter}
        return {name: known[level] for name, level in chosen.items() if level in known}

    @property
    def to_keep(self):
        """What `save_section` takes: every field of the section; what an item never goes without keeps its words."""
        asked = [field for field in self.section.fields if field.need is not Need.START or field.name in self.values]
        return {field.name: self.values.get(field.name, "") for field in asked}

    def clean(self):
        """Marks what does not fit, and what an item never goes without. Other gaps are named on the check page."""
        for field in self.section.fields:
            if field.need is Need.START and field.name not in self.values:
                self.add_error(field.name, _("Fill in “%(label)s”.") % {"label": field.label})
            if field.name in self.values:
                for words in problems_of(field, self.values[field.name]):
                    self.add_error(field.name, words)
        whole = self.version.content | {field.name: None for field in self.section.fields} | self.values
        for gap in gaps(self.kind, whole, until=Need.START):
            if gap.section == self.section.key and gap.field not in self.errors and gap.field in self.values:
                self.add_error(gap.field, gap.words)

    def questions(self):
        """The fields with the choice of who may read them beside each."""
        return [
            (self[field.name], self[who(field)] if field.may_be_stricter and self.levels else None)
            for field in self.section.fields
        ]


def tlp(level):
    level = Sharing(level)
    return f"TLP:{level.name} {level.label}"


def who(field):
    return f"{field.name}__who"


def _with_definitions(options):
    return [(code, widgets.option_words(label, definition)) for code, label, definition in options]
