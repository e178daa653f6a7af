"""What registrars write down about memberships, handovers, elections and domains."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scn_portal.files.forms import UploadField
from scn_portal.ui.forms import LineField

from ..models import City, Decision, Representative

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ITEMS = [
    ("contacts", _("the people and their addresses")),
    ("political_lead", _("the political lead")),
    ("profile", _("the texts of the page")),
    ("domains", _("the domains of its addresses")),
]


class MemberForm(forms.Form):
    """A form of the staff pages about one member city; what it chooses from is asked for when it is shown."""

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        members = City.objects.filter(memberships__ended_on=None, memberships__isnull=False).order_by("folded")
        decisions = Decision.objects.filter(status=Decision.Status.ADOPTED, kind=Decision.Kind.SUSPENSION)
        for name, rows in {"within": members, "decision": decisions}.items():
            if name in self.fields:
                self.fields[name].queryset = rows


class ConfirmForm(forms.Form):
    items = forms.MultipleChoiceField(
        label=_("What you have checked"), choices=ITEMS, widget=forms.CheckboxSelectMultiple
    )
    note = LineField(label=_("How you know"), max_length=300, help_text=_("With whom you spoke, and when."))


class CouncilForm(forms.Form):
    reason = LineField(
        label=_("The decision"), max_length=200, help_text=_("Of the council or of a body: its number and its date.")
    )


class SuspendForm(MemberForm):
    decision = forms.ModelChoiceField(label=_("The decision"), queryset=Decision.objects.none())
    reason = LineField(label=_("Why"), max_length=300)
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=DAY, help_text=_("Leave it blank where the decision names no day.")
    )


class LiftForm(MemberForm):
    decision = forms.ModelChoiceField(label=_("The decision"), queryset=Decision.objects.none())


class ForcedHandoverForm(MemberForm):
    within = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none())
    role = forms.ChoiceField(label=_("Role"))
    name = LineField(label=_("Name of the person who takes over"), max_length=120)
    email = forms.EmailField(label=_("Their work e-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    office = LineField(label=_("Their office or post"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    letter = UploadField(label=_("Letter of the authority"), accepts=("PDF", "JPEG", "PNG"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = (Representative.Role.LEAD_CONTACT, Representative.Role.POLITICAL_LEAD)
        self.fields["role"].choices = [(role.value, capfirst(role.label)) for role in roles]


class ElectionForm(MemberForm):
    within = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none())
    on = forms.DateField(label=_("Day of the election"), widget=DAY)


class DomainForm(forms.Form):
    source_url = forms.URLField(
        label=_("Page of the official site"), assume_scheme="https", help_text=_("Where the domain stands today.")
    )
