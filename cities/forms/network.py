"""What staff write down about organisations, regions of the network and their hubs."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..folding import folded
from ..models import City, Country, NetworkRegion, Organisation, OrganisationRole, RegionalHub
from ..models.dates import Precision

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
START_UNKNOWN = _("Say how exactly the first day is known, or choose “unknown” and leave it empty.")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "scope", "country", "link", "about", "source", "mark"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"about": _("What public sources say of its work with the network, in your own words.")}

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries_by_name(empty=True)


def countries_by_name(empty=False):
    """Every country as a choice, by its name in the reader's language."""
    rows = sorted(((each.pk, each.name) for each in Country.objects.all()), key=lambda row: folded(row[1]))
    return [("", "—"), *rows] if empty else rows


class YearsMixin:
    """For forms with a first and a last day, and a word for how exactly they are known."""

    def clean(self):
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if bool(since) == (values.get("precision") == Precision.UNKNOWN):
            self.add_error("precision", START_UNKNOWN)
        if since and until and until < since:
            self.add_error("until", _("The end comes after the beginning."))
        return values


class RoleForm(YearsMixin, forms.ModelForm):
    class Meta:
        model = OrganisationRole
        fields = ["role", "since", "until", "precision", "source"]
        labels = {"since": _("Since"), "until": _("Until"), "precision": _("How exactly the days are known")}
        widgets = {"since": DAY, "until": DAY}


class EndRoleForm(forms.Form):
    held = forms.ModelChoiceField(label=_("Role"), queryset=OrganisationRole.objects.none())
    until = forms.DateField(label=_("Until"), widget=DAY)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held"].queryset = organisation.roles.filter(until=None)

    def clean(self):
        values = super().clean()
        held, until = values.get("held"), values.get("until")
        if held and until and held.since and until < held.since:
            self.add_error("until", _("The end comes after the beginning."))
        return values


class NamesForm(forms.Form):
    """The name of a region in each language of the portal."""

    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            label = format_lazy(_("Name ({language})"), language=name)
            self.fields[f"name_{code}"] = LineField(label=label, max_length=80, required=code == "en")

    def clean(self):
        values = super().clean()
        words = {code: values.pop(f"name_{code}", "") for code, _name in settings.LANGUAGES}
        return values | {"names": {code: name for code, name in words.items() if name}}


class RegionForm(NamesForm):
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("It stands in addresses and tables, such as east-africa.")
    )
    field_order = ["code"]

    def clean_code(self):
        code = self.cleaned_data["code"].lower()
        if NetworkRegion.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another region has this code."))
        return code


class CountriesForm(forms.Form):
    countries = forms.ModelMultipleChoiceField(
        label=_("Countries"),
        queryset=Country.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 14}),
        help_text=_("A country belongs to one region of the network or to none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = countries_by_name()


class HubForm(YearsMixin, forms.ModelForm):
    class Meta:
        model = RegionalHub
        fields = ["name", "organisation", "city", "since", "until", "precision", "source"]
        labels = {
            "organisation": _("Organisation that hosts it"),
            "city": _("City where it is"),
            "since": _("Since"),
            "until": _("Until"),
            "precision": _("How exactly the days are known"),
            "source": _("Source"),
        }
        widgets = {"since": DAY, "until": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = City.objects.order_by("folded")


class CloseHubForm(forms.Form):
    hub = forms.ModelChoiceField(label=_("Hub"), queryset=RegionalHub.objects.none())
    until = forms.DateField(label=_("Until"), widget=DAY)

    def __init__(self, *args, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = region.hubs.filter(until=None)

    def clean(self):
        values = super().clean()
        hub, until = values.get("hub"), values.get("until")
        if hub and until and hub.since and until < hub.since:
            self.add_error("until", _("The end comes after the beginning."))
        return values
