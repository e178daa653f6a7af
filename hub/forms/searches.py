"""How a person keeps a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import SavedSearch


class SearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "rhythm"]
        widgets = {"rhythm": forms.RadioSelect}
        help_texts = {
            "name": _("So that you know it again in your list and in the mail."),
            "rhythm": _("One mail with all new matches of all your searches; no mail when there are none."),
        }
