"""What staff write about collections and doors."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Collection, CollectionItem
from .recording import ItemField


class CollectionForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = Collection
        fields = ["title", "slug", "intro", "language", "sharing", "release_at", "closed_on"]


class CollectionItemForm(forms.ModelForm):
    resource = ItemField(label=_("Item"), max_length=200, help_text=_("Its code or address."))

    class Meta:
        model = CollectionItem
        fields = ["position", "resource", "note"]

    person = None  # who looks items up: set by the page

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["resource"].person = self.person
        if instance is not None and instance.pk:
            self.initial["resource"] = instance.resource.code

    def validate_constraints(self):
        """Rows may change places: the formset compares them with each other, the database at the end."""
