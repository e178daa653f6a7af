"""What is asked at the desk: whom one looks for, why a request is refused, what a need is read for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import AccessNeed
from ..needs import REASONS
from ..numbers import STATES


class PeopleForm(forms.Form):
    """Which people a desk looks for."""

    q = LineField(label=_("Name, organisation, city or code"), max_length=100, required=False)
    status = forms.ChoiceField(label=_("State"), choices=[("", _("with a seat or waiting")), *STATES], required=False)
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @property
    def asked(self):
        return self.cleaned_data if self.is_valid() else {"q": "", "status": "", "page": None}


class RefuseForm(forms.Form):
    reason = LineField(label=_("Reason"), max_length=400)


class NeedForm(forms.Form):
    """Whose needs are read, and what for."""

    need = forms.ModelChoiceField(label=_("Person"), queryset=AccessNeed.objects.none())
    reason = forms.ChoiceField(label=_("What for"), choices=list(REASONS.items()))

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = rows
        self.fields["need"].label_from_instance = lambda need: need.registration.name
