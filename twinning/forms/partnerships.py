"""What cities write when they found a partnership, agree on a text, plan, and look back."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cities.models import City, Term
from scn_portal.ui.forms import LineField

from ..agreement_texts import LONGEST
from ..models import Partnership, PlanReview, PlanStep

DAY = forms.DateInput(attrs={"type": "date"})
PLANNED = 4  # rows for steps on the form of a plan


def lines(rows):
    return forms.Textarea(attrs={"rows": rows})


class ForOwnCity(forms.Form):
    """A step for one's city; which one is asked only of those who lead more than one."""

    city = forms.ModelChoiceField(label=_("For which city"), queryset=City.objects.none(), empty_label=None)

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = list(cities)
        if len(self.own) == 1:
            del self.fields["city"]
        else:
            self.fields["city"].queryset = City.objects.filter(pk__in=[each.pk for each in self.own]).order_by("folded")

    def clean(self):
        values = super().clean()
        if len(self.own) == 1:
            values["city"] = self.own[0]
        return values


class AskedForm(forms.Form):
    """Which partners the address proposes."""

    city = forms.SlugField(required=False, allow_unicode=True)


class FoundForm(ForOwnCity):
    """Which cities, on what, to what end."""

    first = forms.ModelChoiceField(label=_("Partner city"), queryset=City.objects.none())
    second = forms.ModelChoiceField(label=_("A second partner city"), queryset=City.objects.none(), required=False)
    third = forms.ModelChoiceField(label=_("A third partner city"), queryset=City.objects.none(), required=False)
    title = LineField(
        label=_("Title"), max_length=160, required=False, help_text=_("Left empty, it is called by its cities.")
    )
    aims = forms.CharField(
        label=_("What you want to reach together"),
        widget=lines(5),
        max_length=2000,
        help_text=_("In two or three sentences. All partners read it before they answer."),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=Term.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["city", "first", "second", "third", "title", "aims", "themes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = City.objects.in_force().select_related("country").order_by("folded")
        if len(self.own) == 1:
            others = others.exclude(pk=self.own[0].pk)
        for name in ("first", "second", "third"):
            self.fields[name].queryset = others
        self.fields["themes"].queryset = Term.objects.of("theme")

    def clean(self):
        values = super().clean()
        named = [values.get(name) for name in ("city", "first", "second", "third")]
        cities = [each for each in named if each]
        if len(cities) != len(set(cities)):
            self.add_error("first", _("Name each city once."))
        elif "first" in values and len({each.country_id for each in cities}) < 2:
            self.add_error("first", _("The partners lie in at least two countries."))
        return values

    @property
    def details(self):
        values = self.cleaned_data
        partners = [values[name] for name in ("city", "first", "second", "third") if values.get(name)]
        words = {name: values[name] for name in ("title", "aims", "themes")}
        return {"within": values["city"], "cities": partners, **words}


class TextForm(ForOwnCity):
    body = forms.CharField(
        label=_("Text of the agreement"),
        widget=lines(16),
        max_length=LONGEST,
        help_text=_("Write plainly what each city does and when it ends. Put an empty line between paragraphs."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)


class SignForm(ForOwnCity):
    """Signs exactly the text whose hash stands here. Number and day of the council's decision are a lead contact's."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    council_number = LineField(
        label=_("Number of the council's decision"),
        max_length=80,
        required=False,
        help_text=_("A lead contact needs it; a political lead may give it."),
    )
    council_on = forms.DateField(label=_("Day of the council's decision"), widget=DAY, required=False)
    read = forms.BooleanField(label=_("I have read the text above and sign it for my city"))

    @property
    def details(self):
        return {name: self.cleaned_data[name] for name in ("city", "hash", "council_number", "council_on")}


class ReasonForm(ForOwnCity):
    reason = forms.CharField(label=_("Reason"), widget=lines(3), max_length=400)


class OfficeForm(ForOwnCity):
    office = LineField(
        label=_("Office that looks after it"), max_length=160, help_text=_("An office of your city, not a person.")
    )


class NoteForm(ForOwnCity):
    note = forms.CharField(
        label=_("Note for the partners"),
        widget=lines(4),
        max_length=2000,
        required=False,
        help_text=_("Only the partner cities and staff read it."),
    )


class StepForm(ForOwnCity):
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanStep.Kind.choices)
    on = forms.DateField(label=_("Day"), widget=DAY)
    words = LineField(label=_("What"), max_length=300)


class PlanForm(ForOwnCity):
    """The aims, and some steps with their days; rows without a day and words are left out."""

    aims = forms.CharField(label=_("Aims of this plan"), widget=lines(4), max_length=2000)

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        steps = list(plan.steps.all()) if plan else []
        self.rows = range(max(PLANNED, len(steps) + 2))
        if plan:
            self.initial["aims"] = plan.aims
        for number in self.rows:
            step = steps[number] if number < len(steps) else None
            self._add_row(number, step)

    def _add_row(self, number, step):
        values = {"n": number + 1}
        kinds = PlanStep.Kind.choices
        self.fields[f"kind_{number}"] = forms.ChoiceField(
            label=_("Step %(n)s: kind") % values, choices=kinds, initial=step.kind if step else "call", required=False
        )
        self.fields[f"on_{number}"] = forms.DateField(
            label=_("Step %(n)s: day") % values, widget=DAY, initial=step.on if step else None, required=False
        )
        self.fields[f"words_{number}"] = LineField(
            label=_("Step %(n)s: what") % values, max_length=300, initial=step.words if step else "", required=False
        )

    @property
    def step_rows(self):
        """The bound fields of each row, for the page."""
        return [[self[f"{name}_{number}"] for name in ("kind", "on", "words")] for number in self.rows]

    def clean(self):
        values = super().clean()
        for number in self.rows:
            day, words = values.get(f"on_{number}"), values.get(f"words_{number}")
            if words and not day and f"on_{number}" not in self.errors:
                self.add_error(f"on_{number}", _("Say on which day."))
            if day and not words:
                self.add_error(f"words_{number}", _("Say what is planned."))
        return values

    @property
    def details(self):
        values = self.cleaned_data
        rows = [tuple(values.get(f"{name}_{number}") for name in ("kind", "on", "words")) for number in self.rows]
        steps = [(kind or "work", on, words) for kind, on, words in rows if on and words]
        return {"city": values["city"], "aims": values["aims"], "steps": steps}


class ReviewForm(ForOwnCity):
    learned = forms.CharField(label=_("What your city learned"), widget=lines(5), max_length=2000)
    taken = forms.CharField(label=_("What your city took over"), widget=lines(4), max_length=2000, required=False)
    again = forms.ChoiceField(
        label=_("Would you do it again?"), choices=PlanReview.Again.choices, widget=forms.RadioSelect
    )
    may_be_public = forms.BooleanField(
        label=_("It may stand on the public card, if all partners agree"), required=False
    )


class ListForm(forms.Form):
    """Which partnerships a list shows."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        widget=forms.RadioSelect,
        initial="",
        choices=[("", _("Running")), ("own", _("Of your cities")), ("closed", _("Ended")), ("all", _("All"))],
    )
    q = LineField(
        label=_("City or title"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("A city, a title")}),
    )

    def __init__(self, *args, has_cities=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_cities:
            self.fields["state"].choices = [each for each in self.fields["state"].choices if each[0] != "own"]


# For staff


def parties_of(text):
    """Others who belong to it, one to a line: the cities not named, a sponsor, a university."""
    return [("to_be_named", line.strip(), "") for line in text.splitlines() if line.strip()]


class RecordedFacts(forms.Form):
    title = LineField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Partnership.Kind.choices)
    aims = forms.CharField(label=_("Aims"), widget=lines(4), max_length=2000, required=False)
    started_on = forms.DateField(label=_("Since"), widget=DAY, required=False)
    start_precision = forms.ChoiceField(
        label=_("How exactly the beginning is known"),
        choices=[("day", _("to the day")), ("month", _("to the month")), ("year", _("to the year"))],
    )
    ended_on = forms.DateField(label=_("Until"), widget=DAY, required=False)
    is_over = forms.BooleanField(label=_("It is over"), required=False)
    source = forms.CharField(label=_("Public source"), widget=lines(2), max_length=600)
    note = forms.CharField(label=_("Note (for staff)"), widget=lines(2), max_length=600, required=False)


class RecordForm(RecordedFacts):
    cities = forms.ModelMultipleChoiceField(label=_("Cities"), queryset=City.objects.none())
    others = forms.CharField(
        label=_("Cities that the source does not name"),
        widget=lines(2),
        required=False,
        help_text=_("One to a line, as the source says it. They are not counted as cities."),
    )
    field_order = ["title", "kind", "cities", "others"]

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cities"].queryset = City.objects.order_by("folded")

    def clean(self):
        values = super().clean()
        values["parties"] = parties_of(values.pop("others", ""))
        return values


class CorrectForm(RecordedFacts):
    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {name: getattr(row, name) for name in self.fields if hasattr(row, name)}
        self.initial["is_over"] = row.status == Partnership.Status.CLOSED
