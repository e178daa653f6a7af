"""How a place is looked up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField


class PlaceForm(forms.Form):
    """The search for a place: part of the address of the page, changes nothing."""

    q = LineField(
        label=_("Name of a city, town or municipality"),
        max_length=120,
        required=False,
        help_text=_("In any language and script. The country may stand before or behind: “Tripoli, Libya”."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
