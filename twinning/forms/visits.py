"""What a lead writes about a visit: the plan, its stops, who travels, what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.staff import REASON, OfficerForm, text_field
from events.zones import ZONES
from scn_portal.ui.forms import LineField

from ..formats import WHO, limits_in_words
from ..lifecycle.visits import AIM, AIMS
from ..models import VisitFormat

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DEGREES = [
    ("studied", _("We saw how it works")),
    ("inspired", _("We took one idea")),
    ("adapted", _("We do it, fitted to our place")),
]


class VisitsFilterForm(forms.Form):
    """What may be asked of the list. An unknown value asks nothing."""

    format = forms.ChoiceField(
        label=_("Kind of exchange"), required=False, choices=[("", _("All kinds")), *VisitFormat.Code.choices]
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class OriginForm(forms.Form):
    """From where a plan begins: a partnership, an interest, or a city. What the reader may not see is left out."""

    partnership = forms.SlugField(required=False)
    interest = forms.CharField(required=False, max_length=16)
    city = forms.SlugField(required=False, allow_unicode=True)


def aims_of(words):
    return [line.strip() for line in words.splitlines() if line.strip()]


class AboutForm(forms.Form):
    """What it is about, and who travels."""

    title = LineField(label=_("Title"), max_length=160, help_text=_("Such as: “How Malmö works with parents”."))
    format = forms.ModelChoiceField(
        label=_("Kind of exchange"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect(attrs={"data-look": "panels"}),
    )
    aims = forms.CharField(
        label=_("What the guests want to learn"),
        help_text=_("One aim on each line, eight at most. The report answers each of them."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=AIM * AIMS,
    )
    senders = forms.ModelMultipleChoiceField(label=_("Cities that travel"), queryset=None)

    def __init__(self, *args, cities, few=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].queryset = VisitFormat.objects.all()
        self.fields["format"].label_from_instance = lambda each: f"{each}: {WHO[each.code]} ({limits_in_words(each)})"
        for name in ("senders", "host"):
            if name in self.fields:
                self.fields[name].queryset = cities
        if few:
            self.fields["senders"].widget = forms.CheckboxSelectMultiple()
            self.fields["senders"].widget.choices = self.fields["senders"].choices
        else:
            self.fields["senders"].help_text = _("Hold Ctrl, or ⌘ on a Mac, to choose several.")

    def clean_aims(self):
        found = aims_of(self.cleaned_data["aims"])
        if len(found) > AIMS:
            raise forms.ValidationError(_("Eight aims are the most that a report can answer well."))
        if any(len(each) > AIM for each in found):
            raise forms.ValidationError(_("An aim has at most 400 signs."))
        return found


class PlanForm(AboutForm):
    """The first plan: one host and its days. Further stops of a tour follow on its page."""

    own = forms.ModelChoiceField(label=_("For which of your cities"), queryset=None, empty_label=None)
    host = forms.ModelChoiceField(label=_("Host"), queryset=None, help_text=_("Further stops of a tour come later."))
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(label=_("Last day"), widget=DAY)
    field_order = ["own", "title", "format", "host", "senders", "starts_on", "ends_on", "aims"]

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own"].queryset, self.only = own, own[0] if len(own) == 1 else None
        if self.only:
            del self.fields["own"]

    @property
    def values(self):
        """What `visits.plan` takes."""
        given = dict(self.cleaned_data)
        within = given.pop("own", None) or self.only
        stop = {name: given.pop(name) for name in ("host", "starts_on", "ends_on")}
        return given | {"within": within, "stops": [stop | {"zone": stop["host"].zone or "UTC"}]}


class StopForm(forms.Form):
    """A host and its days; where the stop is an event of the network, which one."""

    host = forms.ModelChoiceField(label=_("Host"), queryset=None)
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(label=_("Last day"), widget=DAY)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=[("", _("That of the city")), *((each, each.replace("_", " ")) for each in ZONES)],
    )
    event = forms.ModelChoiceField(
        label=_("Stop of an event"), queryset=None, required=False, help_text=_("Where it is part of a meeting.")
    )

    def __init__(self, *args, cities, events, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset, self.fields["event"].queryset = cities, events
        self.fields["event"].label_from_instance = lambda stop: (
            f"{stop.event.title}: {stop.where}, {stop.starts_on:%Y-%m-%d}"
        )

    @property
    def values(self):
        zone = self.cleaned_data["zone"] or self.cleaned_data["host"].zone or "UTC"
        return self.cleaned_data | {"zone": zone}


class GuestForm(forms.Form):
    """Who travels. `stops` are chosen where there are several."""

    city = forms.ModelChoiceField(label=_("City"), queryset=None, empty_label=None)
    name = LineField(label=_("Name of the person"), max_length=150)
    office = LineField(label=_("Office"), max_length=160, required=False)
    stops = forms.ModelMultipleChoiceField(
        label=_("At which stops"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, cities, stops, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset, self.only = cities, cities[0] if len(cities) == 1 else None
        self.fields["stops"].queryset = stops
        self.fields["stops"].label_from_instance = lambda stop: str(stop.host or stop.place)
        self.initial["stops"] = list(stops)
        if self.only:
            del self.fields["city"]
        if len(stops) < 2:
            del self.fields["stops"]

    @property
    def values(self):
        return {"city": self.only} | self.cleaned_data


class CorrectForm(forms.Form):
    """An answer to each aim, and what follows."""

    follows = forms.CharField(
        label=_("What follows"),
        help_text=_("Who does what next, and until when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, aims, **kwargs):
        super().__init__(*args, **kwargs)
        self.answering = [f"answer_{number}" for number in range(len(aims))]
        for name, aim in zip(self.answering, aims, strict=True):
            widget = forms.Textarea(attrs={"rows": 4})
            self.fields[name] = forms.CharField(label=aim, widget=widget, max_length=4000)
        self.order_fields(["city", *self.answering, "follows"])

    @property
    def values(self):
        answers = [self.cleaned_data[name] for name in self.answering]
        return {"answers": answers, "follows": self.cleaned_data["follows"]}


class ReportForm(CorrectForm):
    """The same the first time, and what the own city takes over."""

    city = forms.ModelChoiceField(label=_("For which of your cities"), queryset=None, empty_label=None)
    taken = forms.ModelChoiceField(
        label=_("A practice of the host that your city takes over"),
        help_text=_("It is recorded in the hub; the city that gave it is asked whether it is so."),
        queryset=None,
        required=False,
    )
    degree = forms.ChoiceField(label=_("How far"), choices=DEGREES, required=False)

    def __init__(self, *args, cities, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset, self.only = cities, cities[0] if len(cities) == 1 else None
        self.fields["taken"].queryset = practices
        if self.only:
            del self.fields["city"]
        if not practices:
            del self.fields["taken"], self.fields["degree"]

    @property
    def values(self):
        taken = {name: self.cleaned_data.get(name) or None for name in ("taken", "degree")}
        return super().values | {"city": self.cleaned_data.get("city") or self.only} | taken


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("All cities that take part read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
    )


class StaffReasonForm(OfficerForm):
    """The same words on the page of staff."""

    reason = text_field(_("Reason"), 400, help_text=REASON)
