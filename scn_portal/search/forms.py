from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200


class SearchForm(forms.Form):
    """What somebody looks for. Any text gets an answer; more than two hundred signs are cut."""

    q = forms.CharField(
        label=_("What are you looking for?"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )

    def clean_q(self):
        printable = "".join(sign if sign.isprintable() else " " for sign in self.cleaned_data["q"])
        return " ".join(printable.split())[:LONGEST].strip()
