"""What a city says when it uses what another city gave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Adoption

Degree = Adoption.Degree
EXPLAINED = {
    Degree.STUDIED: _("Studied: we read it, or went to see it"),
    Degree.INSPIRED: _("Inspired by it: we took one idea"),
    Degree.ADAPTED: _("Adapted: we do it, fitted to our place"),
    Degree.REPLICATED: _("Replicated: we kept every part of the core"),
    Degree.DECLINED: _("Looked at and declined: it does not fit our place"),
}


class AdoptionForm(forms.Form):
    """`core` are the blocks that the practice names as its core, `results` the city's own items."""

    taker = forms.ModelChoiceField(label=_("For which city"), queryset=None, empty_label=None)
    degree = forms.ChoiceField(label=_("How far did you take it over?"), widget=forms.RadioSelect)
    core_kept = forms.MultipleChoiceField(
        label=_("What of the core did you keep?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    changed = forms.CharField(
        label=_("What you changed"),
        help_text=_("The next city learns most from this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it does not fit"),
        help_text=_("Only if you looked at it and declined."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    from_on = forms.DateField(label=_("Since when"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    evidence = forms.CharField(
        label=_("Where one can see it"),
        help_text=_("A page, a decision of the council, a report."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    context = LineField(
        label=_("How it came about"),
        help_text=_("A grant, a partnership, a visit."),
        max_length=200,
        required=False,
    )
    result = forms.ModelChoiceField(
        label=_("What came of it"),
        help_text=_("Your city's own item in the hub, if you have written one."),
        queryset=None,
        required=False,
    )

    def __init__(self, *args, takers, core, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.core = core
        self.fields["taker"].queryset = takers
        self.fields["degree"].choices = [(each.value, words) for each, words in EXPLAINED.items()]
        self.fields["result"].queryset = results
        self.fields["core_kept"].choices = [(str(at), block) for at, block in enumerate(core)]
        if not core:
            del self.fields["core_kept"]

    def clean_core_kept(self):
        return [int(each) for each in self.cleaned_data["core_kept"]]

    def clean(self):
        given = super().clean()
        degree = given.get("degree")
        if degree == Degree.DECLINED and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why it does not fit: that helps the next city too."))
        if degree == Degree.REPLICATED and "core_kept" in given and len(given["core_kept"]) < len(self.core):
            self.add_error("core_kept", _("“Replicated” means that every part of the core was kept."))
        return given


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
