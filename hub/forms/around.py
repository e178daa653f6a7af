"""What staff write about collections and doors."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Collection, CollectionItem, Door
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

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if instance is not None and instance.pk:
            self.initial["resource"] = instance.resource.code

    def validate_constraints(self):
        """Rows may change places: the formset compares them with each other, the database at the end."""


class DoorForm(forms.ModelForm):
    position = forms.TypedChoiceField(label=_("position"), coerce=int, choices=[(each, each) for each in range(1, 5)])
    query = LineField(
        label=_("search"),
        max_length=300,
        help_text=_("The part after the question mark of an address of the list, such as theme=youth&level=primary."),
    )

    class Meta:
        model = Door
        fields = ["position", "query"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            for field, label in (("titles", _("Title")), ("lines", _("Line"))):
                self.fields[f"{field}_{code}"] = LineField(
                    label=f"{label} ({name})",
                    max_length=120 if field == "titles" else 240,
                    initial=getattr(self.instance, field).get(code, ""),
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto", "size": 60}),
                )
