"""How the people of a city are named: a colleague who is invited, a successor who takes a role over."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Representative


class PersonForm(forms.Form):
    """Somebody who gets a mail, and answers it with exactly this address."""

    name = LineField(label=_("Name of your colleague"), max_length=120)
    email = forms.EmailField(
        label=_("Work e-mail address"),
        help_text=_("The invitation works for this address only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    office = LineField(label=_("Office or post"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)


class InvitationForm(PersonForm):
    role = forms.ChoiceField(label=_("Role in the network"), widget=forms.RadioSelect)
    field_order = ["name", "email", "office", "role", "language"]

    EXPLAINED = {
        Representative.Role.DEPUTY: _("deputy contact: edits the page, releases for the city, invites colleagues"),
        Representative.Role.PRACTITIONER: _("practitioner: reads what members share and writes drafts"),
        Representative.Role.POLITICAL_LEAD: _("political lead: signs for the city; staff check this role by telephone"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, capfirst(words)) for role, words in self.EXPLAINED.items()]


class HandoverForm(PersonForm):
    """Who takes over a lead role."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the successor")
        self.fields["email"].help_text = _("The role can be taken over with this address only.")
        self.fields["office"].help_text = _("As it shall stand on the city's page.")
        self.fields["language"].label = _("Language of the mail")


class ObjectionForm(forms.Form):
    objection = forms.CharField(
        label=_("Why is this not right?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences. Staff of the network read them, and so do the people of your city."),
    )
