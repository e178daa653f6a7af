"""What is asked before a city leaves the network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..folding import folded


class NoticeForm(forms.Form):
    """The name of the city, typed out: so that nobody leaves by a slip."""

    name = LineField(
        label=_("Type the name of your city"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name of your city.")},
    )

    def __init__(self, *args, city, **kwargs):
        super().__init__(*args, **kwargs)
        self.city = city

    def clean_name(self):
        name = self.cleaned_data["name"]
        if folded(name) != folded(self.city.name):
            raise forms.ValidationError(_("This is not the name as it stands above. Type it again."))
        return name
