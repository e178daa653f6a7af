"""The yearly check: what a city says is still true, and when it elects."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from ..status import today

ITEMS = {
    "contacts": _("The people who act for the city"),
    "political_lead": _("The political lead"),
    "profile": _("The city's page"),
    "domains": _("The mail domains"),
}


class ConfirmForm(forms.Form):
    """All in one click, or only what is ticked. After an election the political lead is asked for on its own."""

    items = forms.MultipleChoiceField(
        label=_("What you have checked"),
        choices=ITEMS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    still_lead = forms.BooleanField(label="", required=False)

    def __init__(self, *args, election_question="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["still_lead"].label = election_question
        self.asks_about_election = bool(election_question)
        if not election_question:
            del self.fields["still_lead"]

    def clean(self):
        given = super().clean()
        items = list(ITEMS) if "all" in self.data else list(given.get("items") or ())
        if given.get("still_lead") and "political_lead" not in items:
            items.append("political_lead")
        if not items:
            self.add_error("items", _("Tick what you have checked, or confirm all of it."))
        elif self.asks_about_election and "political_lead" in items and not given.get("still_lead"):
            self.add_error("still_lead", _("There was an election: say whether the political lead is still the same."))
        return given | {"items": items}


class ElectionForm(forms.Form):
    """The day of an election, in this century and not further away than people plan."""

    FIRST, AHEAD = date(2000, 1, 1), timedelta(days=3653)

    on = forms.DateField(
        label=_("Day of the election"),
        help_text=_("The last one, or the next one that is fixed."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if not self.FIRST <= on <= today() + self.AHEAD:
            raise forms.ValidationError(_("Give a day between the year 2000 and ten years from now."))
        return on
