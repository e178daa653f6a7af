"""What a lead writes about a joint project: what for, who does what, what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import Term
from scn_portal.ui.forms import LineField

from .visits import DAY, DEGREES


class ProjectsFilterForm(forms.Form):
    """Which page of the list."""

    page = forms.IntegerField(required=False, min_value=1)


class AboutForm(forms.Form):
    title = LineField(label=_("Title"), max_length=160)
    aims = forms.CharField(
        label=_("What for"),
        help_text=_("What will be there at the end that no city could make alone?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(label=_("Until"), widget=DAY, required=False)
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Term.objects.of("theme")


class ProjectForm(AboutForm):
    """A plan: for which own city, and with which others."""

    own = forms.ModelChoiceField(label=_("For which of your cities"), queryset=None, empty_label=None)
    cities = forms.ModelMultipleChoiceField(label=_("With which cities"), queryset=None)
    field_order = ["own", "title", "cities", "aims", "starts_on", "ends_on", "themes"]

    def __init__(self, *args, own, cities, few=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own"].queryset, self.only = own, own[0] if len(own) == 1 else None
        self.fields["cities"].queryset = cities.exclude(pk=self.only.pk) if self.only else cities
        if self.only:
            del self.fields["own"]
        if few:
            self.fields["cities"].widget = forms.CheckboxSelectMultiple()
            self.fields["cities"].widget.choices = self.fields["cities"].choices
        else:
            self.fields["cities"].help_text = _("Hold Ctrl, or ⌘ on a Mac, to choose several.")

    @property
    def values(self):
        given = dict(self.cleaned_data)
        return given | {"within": given.pop("own", None) or self.only}


class TaskForm(forms.Form):
    city = forms.ModelChoiceField(label=_("City"), queryset=None, empty_label=None)
    words = LineField(label=_("What"), max_length=300)
    due_on = forms.DateField(label=_("Until"), widget=DAY, required=False)

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities


class FinishForm(forms.Form):
    """The result in the hub; and where a practice was taken over on the way, which and by whom."""

    result = forms.ModelChoiceField(
        label=_("Result in the hub"),
        help_text=_("A published practice or lesson that names all cities of the project as owners."),
        queryset=None,
    )
    taken = forms.ModelChoiceField(
        label=_("A practice that was taken over on the way"),
        help_text=_("It is recorded in the hub; the city that gave it is asked whether it is so."),
        queryset=None,
        required=False,
    )
    takers = forms.ModelMultipleChoiceField(
        label=_("By which cities"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    degree = forms.ChoiceField(label=_("How far"), choices=DEGREES, initial="adapted", required=False)

    def __init__(self, *args, results, practices, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].queryset = results
        self.fields["taken"].queryset = practices
        self.fields["takers"].queryset = cities
        if not practices:
            for name in ("taken", "takers", "degree"):
                del self.fields[name]

    @property
    def values(self):
        return {**self.cleaned_data, "degree": self.cleaned_data.get("degree") or "adapted"}

    def clean(self):
        given = super().clean()
        if given.get("taken") and not given.get("takers"):
            self.add_error("takers", _("Say which city took the practice over."))
        return given


class WorthForm(forms.Form):
    """Why a project ends early."""

    reason = forms.CharField(
        label=_("Why it stops, and what it was worth"),
        help_text=_("Others learn from it as much as from a result. Members read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
