"""How the people of a city are invited."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Representative


class InvitationForm(forms.Form):
    name = LineField(label=_("Name of your colleague"), max_length=120)
    email = forms.EmailField(
        label=_("Work e-mail address"),
        help_text=_("The invitation works for this address only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    office = LineField(label=_("Office or post"), max_length=160)
    role = forms.ChoiceField(label=_("Role in the network"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)

    EXPLAINED = {
        Representative.Role.DEPUTY: _("deputy contact: edits the page, releases for the city, invites colleagues"),
        Representative.Role.PRACTITIONER: _("practitioner: reads what members share and writes drafts"),
        Representative.Role.POLITICAL_LEAD: _("political lead: signs for the city; staff check this role by telephone"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, capfirst(words)) for role, words in self.EXPLAINED.items()]
