"""For which of one's cities one acts."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OwnCityForm(forms.Form):
    """`?city=` of a page about one's own city: a choice among those given, else the first of them."""

    city = forms.SlugField(label=_("Your city"), required=False, allow_unicode=True)

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.cities = list(cities)

    def chosen(self):
        """The city that was named, the first where none was, or None where the name is not one of them."""
        asked = self.cleaned_data["city"] if self.is_valid() else None
        if asked == "":
            return next(iter(self.cities), None)
        return next((each for each in self.cities if each.slug == asked), None)
