"""What somebody writes who registers for an event: one form in parts, built from the event's stops and questions."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scn_portal.ui.forms import LineField

from .. import calendars
from ..answering import YES
from ..models import Question, Registration
from ..models.seats import new_key
from ..registering import Option, overlap, takes_more

ISOLATE, POP = "\u2068", "\u2069"  # each part keeps its own writing direction
NEEDS = ("dietary", "access", "interpretation", "other")


def options_of(pools):
    """The seats to choose from, each named by place, time and how many are left."""
    stops = [each.stop_id for each in pools]
    return [Option(each, _label(each, names_kind=stops.count(each.stop_id) > 1)) for each in pools]


def _label(pool, names_kind):
    parts = [pool.stop.where, calendars.when(pool.stop), *([pool.get_category_display()] if names_kind else [])]
    return f"{' · '.join(f'{ISOLATE}{each}{POP}' for each in parts)} ({_left(pool)})"


def _left(pool):
    if not takes_more(pool):
        return _("full")
    if pool.needs_approval:
        return _("the organisers decide")
    if pool.free <= 0 or pool.waiting:
        return _("full, with a waiting list")
    return ngettext("%(free)s seat free", "%(free)s seats free", pool.free) % {"free": pool.free}


class PlacesForm(forms.Form):
    """Which stops, and in which way. One that takes nobody any more can be asked for, and is then refused in words."""

    places = forms.MultipleChoiceField(
        label=_("Where you want to take part"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of the stops cannot be chosen: it belongs to another event, or has begun."),
        },
    )
    together = forms.ChoiceField(
        label=_("If there is no seat at one of the stops"),
        choices=[
            ("each", _("register me where there is one, and put me on the waiting list elsewhere")),
            ("all", _("register me for all of them or for none")),
        ],
        widget=forms.RadioSelect,
        initial="each",
    )

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = {each.value: each for each in options}
        self.fields["places"].choices = [(each.value, each.label) for each in options]
        self.is_one = len(self.options) == 1
        if self.is_one:
            self.fields["places"].widget = forms.MultipleHiddenInput()
            self.initial["places"] = list(self.options)
        if len({each.pool.stop_id for each in options}) < 2:
            del self.fields["together"]

    def clean_places(self):
        """One way at each stop, and no two stops at once."""
        chosen = self.cleaned_data["places"]
        stops = [self.options[value].pool.stop for value in chosen]
        if len({stop.pk for stop in stops}) < len(stops):
            raise forms.ValidationError(_("Choose one way of taking part at each stop."))
        if overlap(stops):
            raise forms.ValidationError(_("Two of these stops take place at the same time. Choose one of them."))
        return chosen

    @property
    def pools(self):
        return [self.options[value].pool for value in self.cleaned_data["places"]]

    @property
    def is_all_or_none(self):
        return self.cleaned_data.get("together") == "all"


class PersonForm(forms.Form):
    """Who comes, and in whose name."""

    name = LineField(label=_("Your name as you use it"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    office = LineField(label=_("Your office"), max_length=160, required=False)
    organisation = LineField(label=_("Your organisation"), max_length=160, required=False)
    city = forms.ModelChoiceField(label=_("For which city you come"), queryset=None, empty_label=None)
    sector = forms.ChoiceField(label=_("You work in"), choices=Registration.Sector.choices)
    listed = forms.ChoiceField(
        label=_("Who may see your name in the list of participants"),
        choices=Registration.Listed.choices,
        widget=forms.RadioSelect,
        initial=Registration.Listed.NOBODY,
    )
    photo_consent = forms.BooleanField(
        label=_("I may be recognised in photographs of this event"),
        required=False,
        help_text=_("Without the tick no picture in which you can be recognised is published."),
    )

    def __init__(self, *args, cities, fixed=(), chatham_house=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities
        if not cities:
            del self.fields["city"]
        else:
            del self.fields["organisation"]
        for name in fixed:
            self.fields[name].disabled = True
        if chatham_house:
            del self.fields["listed"]


class NeedsForm(forms.Form):
    """What a person needs to take part. Nothing of it is kept without the tick below it."""

    dietary = LineField(label=_("Food"), max_length=400, required=False)
    access = LineField(label=_("Access to rooms and documents"), max_length=400, required=False)
    interpretation = LineField(label=_("Interpretation, sign language included"), max_length=400, required=False)
    other = LineField(label=_("Anything else we should prepare"), max_length=400, required=False)
    needs_consent = forms.BooleanField(
        label=_("The organisers may keep what I wrote here until it is deleted"), required=False
    )

    def clean(self):
        given = super().clean()
        if any(given.get(name) for name in NEEDS) and not given.get("needs_consent"):
            words = _("Tick this, so that we may keep what you need; or leave the four lines empty.")
            self.add_error("needs_consent", words)
        return given

    @property
    def needs(self):
        return {name: self.cleaned_data.get(name, "") for name in NEEDS}


class QuestionsForm(forms.Form):
    """The questions of the organisers, each with its purpose, who reads the answer, and when it goes."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"question_{each.position}": each for each in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field_of(question)

    @property
    def given(self):
        """The answers by question; what was left empty is no answer."""
        found = {question: self.cleaned_data.get(name) for name, question in self.questions.items()}
        return {question: YES if value is True else value for question, value in found.items() if value}


def _field_of(question):
    about = {"label": question.label, "required": question.required, "help_text": _about(question)}
    if question.kind == Question.Kind.TICK:
        return forms.BooleanField(**about)
    if question.kind == Question.Kind.CHOICE:
        choices = [("", _("no answer")), *((each, each) for each in question.choices)]
        return forms.ChoiceField(choices=choices, **about)
    return LineField(max_length=400, **about)


def _about(question):
    """What the answer is for, who reads it, and for how long it is kept; the purpose is text of the organisers."""
    days = ngettext(
        "Deleted %(days)s day after the event.", "Deleted %(days)s days after the event.", question.keep_days
    ) % {"days": question.keep_days}
    return format_html(
        "<bdi>{}</bdi> · {} {}", question.purpose, _("Read by: %(who)s.") % {"who": question.get_reader_display()}, days
    )


class RegistrationForm(QuestionsForm, NeedsForm, PersonForm, PlacesForm):
    """All of it. `groups` are the parts of the page, `answers` what the check page shows."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())

    def clean_key(self):
        key = self.cleaned_data["key"]
        if len(key) != 32 or not (key.isascii() and key.isalnum()):
            raise forms.ValidationError(_("Open the page again: this form is not from here."))
        return key

    @property
    def parts(self):
        """Heading, remark and fields of each part, in the order in which one fills them in."""
        person = ["name", "email", "office", "organisation", "city", "sector"]
        return [
            ("stops", self._shown(["places", "together"])),
            ("person", self._shown(person)),
            ("needs", self._shown([*NEEDS, "needs_consent"])),
            ("questions", self._shown(self.questions)),
            ("consents", self._shown(["listed", "photo_consent"])),
        ]

    def _shown(self, names):
        return [self[name] for name in names if name in self.fields and not self[name].is_hidden]

    @property
    def person(self):
        names = ("name", "office", "organisation", "city", "sector", "listed", "photo_consent")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    @property
    def answers(self):
        """Label and answer of each part in words, for the check page; the stops come first."""
        parts = [(name, [(each.label, _in_words(self, each)) for each in fields]) for name, fields in self.parts]
        if not any(self.needs.values()):
            parts[2] = ("needs", [(_("Food, access, interpretation and the like"), [])])
        if self.is_one:
            parts[0] = ("stops", [(self.fields["places"].label, [each.label for each in self.options.values()])])
        return parts


def _in_words(form, bound):
    value = form.cleaned_data.get(bound.name)
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    labels = dict(getattr(bound.field, "choices", ())) if isinstance(bound.field, forms.ChoiceField) else {}
    if isinstance(bound.field, forms.ModelChoiceField):
        return [str(value)]
    values = value if isinstance(value, list) else [value]
    return [str(labels.get(each, each)) for each in values if each]


class DetailsForm(forms.Form):
    """What the person may put right later. Who speaks for somebody else does not touch that one's consents."""

    name = LineField(label=_("Your name as you use it"), max_length=200)
    office = LineField(label=_("Your office"), max_length=160, required=False)
    organisation = LineField(label=_("Your organisation"), max_length=160, required=False)
    listed = PersonForm.base_fields["listed"]
    photo_consent = PersonForm.base_fields["photo_consent"]

    def __init__(self, *args, chatham_house=False, own=True, name_stays=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].disabled = name_stays
        if chatham_house or not own:
            del self.fields["listed"]
        if not own:
            del self.fields["photo_consent"]
