"""What is typed at a door."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from .staff import OfficerForm


def new_nonce():
    return uuid4().hex


class ScanForm(forms.Form):
    """A code, an address read by a hand scanner, or a name. `nonce` makes what is sent twice one check-in."""

    typed = LineField(
        label=_("Code or name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
    )
    stop = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    nonce = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_nonce)


class CheckInForm(forms.Form):
    """The one button on a person's page at the door."""

    nonce = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_nonce)


class MeetingForm(OfficerForm):
    """Where a stop meets online. Both are sealed; nobody reads them again, a new address takes their place."""

    address = forms.URLField(label=_("Address at the provider"), assume_scheme="https", max_length=600)
    passcode = LineField(label=_("Passcode that must be typed"), max_length=60, required=False)
    opens_minutes_before = forms.IntegerField(
        label=_("The button opens so many minutes before"), min_value=0, max_value=120, initial=15
    )

    def clean_address(self):
        if not self.cleaned_data["address"].startswith("https://"):
            raise forms.ValidationError(_("The address must begin with https://."))
        return self.cleaned_data["address"]


class DoorForm(forms.Form):
    """What the address of the door may say: which stop, what was scanned last, which page of the list."""

    stop = forms.CharField(required=False, max_length=16)
    scan = forms.CharField(required=False, max_length=32)
    page = forms.CharField(required=False, max_length=6)


class WithdrawForm(OfficerForm):
    """Why a certificate does not hold. The person reads it on the page of the certificate."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
