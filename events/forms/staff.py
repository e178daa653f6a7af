"""What all forms of officers share: fields for days and moments, and what is chosen from."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cities.models import City, Organisation

from .. import zones
from ..models import Event, Series, Venue

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
ZONES = [(each, each.replace("_", " ")) for each in zones.ZONES]
LANGUAGES = settings.LANGUAGES
CHOSEN_FROM = {
    "city": lambda: City.objects.order_by("folded"),
    "organisation": lambda: Organisation.objects.order_by("name"),
    "venue": lambda: Venue.objects.select_related("city"),
    "series": lambda: Series.objects.all(),
    "replaced_by": lambda: Event.objects.prefetch_related("texts").order_by("-starts_on")[:200],
}


class OfficerForm(forms.Form):
    """A form of the officers' pages: `row` is what it acts on, where there is something yet."""

    use_required_attribute = False

    def __init__(self, *args, person=None, row=None, **kwargs):
        self.row = row
        super().__init__(*args, **kwargs)
        for name in CHOSEN_FROM.keys() & self.fields.keys():
            self.fields[name].queryset = CHOSEN_FROM[name]()


def day_field(label, **more):
    return forms.DateField(label=label, widget=DAY, **more)


def moment_field(label, **more):
    return forms.DateTimeField(label=label, widget=MOMENT, **more)


def text_field(label, longest, rows=3, **more):
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


def chosen(label, model, **more):
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), **more)


REASON = _("Everybody who is told reads these words.")
