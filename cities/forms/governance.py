"""What is asked of the pages of the bodies, and what a person of the board writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Body, Decision, Organisation
from ..status import today


class DayForm(forms.Form):
    """The day on which the page is asked for; today where none is given or the one given is none."""

    on = forms.DateField(
        label=_("On this day"),
        required=False,
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def day(self):
        """The day asked for, between the years that a page can draw."""
        on = self.cleaned_data.get("on") if self.is_valid() else None
        return on or today()

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and not 2015 <= on.year <= today().year + 10:
            raise forms.ValidationError(_("The network began in 2015. Choose a later day, at most ten years ahead."))
        return on


class DecisionListForm(forms.Form):
    """Filters of the list of decisions. A value that nobody knows is left out."""

    body = forms.ChoiceField(label=_("Body"), required=False, choices=[("", _("Any")), *Body.Key.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *Decision.Kind.choices])
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("Any")), *((year, str(year)) for year in years)]

    def chosen(self):
        """The filters that were set and understood, as conditions."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AdviceForm(forms.Form):
    """Advice on a proposal, in the name of the organisation for which the person sits."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    text = forms.CharField(
        label=_("Your advice"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The committee answers before it decides. Both stand beside the decision, with your organisation."),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()
