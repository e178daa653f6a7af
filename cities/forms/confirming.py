"""The yearly check: what a city says is still true."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
        if "all" in self.data:
            given["items"] = list(ITEMS)
        if not given.get("items"):
            self.add_error("items", _("Tick what you have checked, or confirm all of it."))
        elif self.asks_about_election and "political_lead" in given["items"] and not given.get("still_lead"):
            self.add_error("still_lead", _("There was an election: say whether the political lead is still the same."))
        return given
