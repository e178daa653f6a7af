"""What a person says to be erased, and what a registrar answers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I have read what goes and what stays, and I know that it cannot be undone.")
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads these words. Say what they can do instead."),
    )
