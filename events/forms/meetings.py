"""What officers write about an event, and what they are asked before it changes for others."""

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.models import City
from scn_portal.sharing import Sharing
from scn_portal.ui.forms import LineField

from ..models import Event, Series, Stop
from .staff import LANGUAGES, REASON, ZONES, OfficerForm, chosen, moment_field, text_field
from .stops import TimeForm, WhenForm

UTC = _("In UTC.")


class TextForm(OfficerForm):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    title = LineField(label=_("Title"), max_length=120)
    summary = text_field(_("Summary"), 400, required=False)
    body = text_field(_("Text"), 8000, rows=10, required=False, help_text=_("Markdown may be used."))
    is_original = forms.BooleanField(label=_("This is the original"), required=False)


class WriteForm(OfficerForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Event.Kind.choices,
        help_text=_("It preselects who may see it and how people come; you can change that afterwards."),
    )
    language = forms.ChoiceField(label=_("Language of the original"), choices=LANGUAGES)
    title = LineField(label=_("Title"), max_length=120)
    summary = text_field(_("Summary"), 400, required=False)
    subtitle = LineField(label=_("What it is, in two or three words"), max_length=80, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="UTC")
    contact = forms.EmailField(label=_("Mailbox for questions"), required=False)


class FactsForm(OfficerForm):
    subtitle = LineField(label=_("What it is, in two or three words"), max_length=80, required=False)
    series = chosen(_("Series"), Series, required=False)
    edition = forms.IntegerField(label=_("Edition"), min_value=1, max_value=999, required=False)
    sharing = forms.TypedChoiceField(label=_("Who may see it"), choices=Sharing.choices, coerce=int)
    attendance = forms.ChoiceField(label=_("Attendance"), choices=Event.Attendance.choices)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    interpretation = forms.BooleanField(label=_("With interpretation"), required=False)
    chatham_house = forms.BooleanField(label=_("Under the Chatham House Rule"), required=False)
    members_from = moment_field(_("Members register from"), required=False, help_text=UTC)
    guests_from = moment_field(
        _("Others register from"), required=False, help_text=_("In UTC. Leave it blank: by invitation only.")
    )
    closes_at = moment_field(_("Registration closes"), required=False, help_text=UTC)
    contact = forms.EmailField(label=_("Mailbox for questions"), required=False)
    note = LineField(label=_("Note for staff"), max_length=600, required=False)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, initial=model_to_dict(row), **kwargs)


class CityForm(OfficerForm):
    city = chosen(_("City"), City)


class NamedCityForm(CityForm):
    """One of the cities that are named now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = self.row.cities.order_by("folded")


class AddressForm(OfficerForm):
    slug = LineField(label=_("New address"), max_length=100, help_text=_("The old one leads on."))

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, initial={"slug": row.slug}, **kwargs)


class ReopenForm(OfficerForm):
    closes_at = moment_field(_("Registration closes"), required=False, help_text=UTC)


class ReasonForm(OfficerForm):
    """Before something is called off: how many people will be told."""

    reason = text_field(_("Reason"), 400)

    def __init__(self, *args, told=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = f"{told_words(told)} {REASON}"


def told_words(number):
    if not number:
        return _("Nobody has a seat or waits for one.")
    return ngettext("%(number)s person will be told.", "%(number)s people will be told.", number) % {"number": number}


class CancelForm(ReasonForm):
    name = LineField(label=_("Type the title once more"), max_length=120, help_text=_("There is no way back."))
    replaced_by = chosen(_("Another event takes its place"), Event, required=False)


class ArchiveForm(OfficerForm):
    reason = text_field(_("Why there is no report"), 400, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Only where no report is published.")


class RescheduleForm(OfficerForm):
    """New times for every stop that stands, in one form. `told` people will be told."""

    def __init__(self, *args, row=None, told=0, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.stops = list(row.stops.filter(status=Stop.Status.SCHEDULED).select_related("city", "event"))
        self.parts = [(each, self._part(each, args)) for each in self.stops]
        for stop, part in self.parts:
            for name, field in part.fields.items():
                field.label = f"{stop.position}. {stop.where}: {field.label}"
                self.fields[f"{stop.pk}-{name}"] = field
                self.initial[f"{stop.pk}-{name}"] = part.initial.get(name)
        self.fields["closes_at"] = moment_field(
            _("Registration closes"), required=False, help_text=f"{UTC} {told_words(told)}"
        )

    def _part(self, stop, args):
        prefix = f"{self.prefix}-{stop.pk}" if self.prefix else f"{stop.pk}"
        return TimeForm(args[0] if args else None, prefix=prefix, row=stop)

    def clean(self):
        values = super().clean()
        for stop, part in self.parts:
            for name, errors in part.errors.items():
                field = f"{stop.pk}-{name}"
                self.add_error(field if field in self.fields else None, errors)
        if self.errors:
            return values
        times = [(stop, part.cleaned_data) for stop, part in self.parts]
        return {"times": times, "closes_at": values.get("closes_at")}


class RecordForm(WhenForm):
    """A past meeting with one stop; further stops follow on its page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    title = LineField(label=_("Title"), max_length=120)
    language = forms.ChoiceField(label=_("Language of the original"), choices=LANGUAGES)
    summary = text_field(_("Summary"), 400, required=False)
    series = chosen(_("Series"), Series, required=False)
    edition = forms.IntegerField(label=_("Edition"), min_value=1, max_value=999, required=False)
    sharing = forms.TypedChoiceField(label=_("Who may see it"), choices=Sharing.choices, coerce=int)
    city = chosen(_("City"), City, required=False)
    place = LineField(label=_("Place, in words"), max_length=160, required=False)
    source = LineField(label=_("Source (for staff)"), max_length=600, required=False)

    def clean(self):
        values = super().clean()
        if not values.get("city") and not values.get("place"):
            self.add_error("place", _("Name a city, or the place in words."))
        stop = {name: values.pop(name, None) for name in ("precision", "starts_on", "ends_on", "city", "place")}
        return values | {"stops": [stop]}
