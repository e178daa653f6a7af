"""What may be asked of the list of cities that fit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name, language_name

from ..discovering import HELPS_US, MUTUAL, OTHERS, WE_HELP, theme_label

PAGES = 99


class DiscoverForm(forms.Form):
    """The choices are those that lead to a city. What nobody knows is left out."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    show = forms.ChoiceField(
        choices=[(each, each) for each in ("", MUTUAL, HELPS_US, WE_HELP, OTHERS)],
        required=False,
        widget=forms.HiddenInput,
    )
    page = forms.IntegerField(min_value=1, max_value=PAGES, required=False, widget=forms.HiddenInput)
    FILTERS = ("theme", "region", "country", "language")

    def __init__(self, *args, profiles, **kwargs):
        super().__init__(*args, **kwargs)
        known = {"theme": set(), "region": set(), "country": set(), "language": set()}
        for each in profiles:
            known["theme"] |= {entry.theme.code for entry in each.theme_entries.all()}
            known["region"].add(each.city.country.region_code)
            known["country"].add(each.city.country_id)
            known["language"] |= set(each.languages)
        named = {"theme": theme_label, "language": language_name, "region": country_name, "country": country_name}
        for name, values in known.items():
            choices = sorted(
                ((value, str(named[name](value))) for value in values), key=lambda each: each[1].casefold()
            )
            self.fields[name].choices = [("", _("Any")), *choices]

    def asked(self, name):
        """What was asked under this name, or "" where nobody knows it."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def narrowed(self, profiles):
        """Those of the profiles that fit the filters."""
        theme, region, country, language = (self.asked(name) for name in self.FILTERS)
        return [
            each
            for each in profiles
            if (not theme or any(entry.theme.code == theme for entry in each.theme_entries.all()))
            and region in ("", each.city.country.region_code)
            and country in ("", each.city.country_id)
            and (not language or language in each.languages)
        ]

    @property
    def is_narrow(self):
        return any(self.asked(name) for name in self.FILTERS)
