"""What is typed at a door."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField


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


class DoorForm(forms.Form):
    """What the address of the door may say: which stop, what was scanned last, which page of the list."""

    stop = forms.CharField(required=False, max_length=16)
    scan = forms.CharField(required=False, max_length=32)
    page = forms.CharField(required=False, max_length=6)
