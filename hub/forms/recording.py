"""What staff write down: an item that they begin, an adoption from a public source, the end of a dispute."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cities.models import City
from scn_portal.ui.forms import LineField

from ..models import Adoption, Resource

WORDS = forms.Textarea(attrs={"rows": 4})


class ItemField(LineField):
    """An item by its code or the end of its address, as far as the person may see it."""

    person = None

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        name = words.rstrip("/").rpartition("/")[2]
        seen = Resource.objects.visible_to(self.person)
        found = seen.filter(code=name.upper()).first() or seen.filter(slug=name).first()
        if found is None:
            raise forms.ValidationError(_("There is no item of this code or address."))
        return found


class StaffForm(forms.Form):
    """A form that knows who fills it in, for the items that this person may see."""

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ItemField):
                field.person = person


class StartForm(StaffForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Resource.Kind.choices)
    title = LineField(label=_("Title"), max_length=90)
    language = forms.ChoiceField(label=_("Language of this record"), choices=settings.LANGUAGES)


class StartRecordedForm(StartForm):
    within = forms.ModelChoiceField(label=_("City"), queryset=City.objects.order_by("name"))
    field_order = ["within"]


class RecordAdoptionForm(StaffForm):
    resource = ItemField(
        label=_("Item of the hub that was taken over"),
        required=False,
        max_length=200,
        help_text=_("Its code or address. Leave it empty if it is not in the hub, and name it below."),
    )
    source_name = LineField(label=_("Or: who had it first"), required=False, max_length=200)
    source_what = LineField(label=_("Or: what it was"), required=False, max_length=300)
    taker = forms.ModelChoiceField(
        label=_("City that took it over"), queryset=City.objects.order_by("name"), required=False
    )
    taker_name = LineField(
        label=_("Or: a group of cities, in words"),
        required=False,
        max_length=200,
        help_text=_("A group is named, and never counted as a city."),
    )
    degree = forms.ChoiceField(label=_("How far"), choices=[("", "–"), *Adoption.Degree.choices])
    period = LineField(label=_("When"), required=False, max_length=20, help_text=_("As the source says: 2016–2017."))
    source_url = forms.URLField(label=_("Public source"), max_length=600, assume_scheme="https")
    result = ItemField(
        label=_("What came of it in the taker's city"),
        required=False,
        max_length=200,
        help_text=_("The code or address of that city's own item."),
    )
    context = LineField(label=_("In which context"), required=False, max_length=200)

    def clean(self):
        found = super().clean()
        if not self.errors:
            self._one_of(found, "resource", "source_name", _("Name the item, or who had it first and what it was."))
            self._one_of(found, "taker", "taker_name", _("Name the city, or the group in words."))
            if found.get("source_name") and not found.get("source_what"):
                self.add_error("source_what", _("Say what it was."))
        return found

    def _one_of(self, found, entry, words, message):
        if bool(found.get(entry)) == bool(found.get(words)):
            self.add_error(entry, message)


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What both cities agreed on"),
        choices=[(Adoption.Status.CONFIRMED, _("It was taken over")), (Adoption.Status.WITHDRAWN, _("It was not"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=WORDS, help_text=_("Both cities read these words.")
    )


__all__ = ["ItemField", "RecordAdoptionForm", "SettleForm", "StaffForm", "StartForm", "StartRecordedForm"]
