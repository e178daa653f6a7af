"""Where and when a stop takes place, who hosts it, and how many seats there are."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.models import City, Country, Organisation
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import LineField

from .. import presets
from ..lifecycle.stops import instant_of, which_of_two
from ..models import Event, Host, Pool, Stop, Venue
from .staff import HOUR, ZONES, OfficerForm, chosen, day_field, moment_field

FOLDS = [("", _("it comes once")), ("0", _("the first")), ("1", _("the second"))]
TWICE = _("Only on the night on which the clocks go back.")


def fold_field(label):
    return forms.TypedChoiceField(
        label=label, choices=FOLDS, required=False, coerce=int, empty_value=None, help_text=TWICE
    )


class WhenForm(OfficerForm):
    """Days, as exactly as they are known."""

    precision = forms.ChoiceField(label=_("How exactly it is known"), choices=Stop.Precision.choices[1:])
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False)

    def clean(self):
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day does not come before the first."))
        values["ends_on"] = last or first
        return values


class TimeForm(WhenForm):
    """Days and wall times in a zone. What cannot be is said at its field, with the next time that can."""

    precision = forms.ChoiceField(label=_("How exactly it is known"), choices=Stop.Precision.choices)
    start_time = forms.TimeField(label=_("Begins"), widget=HOUR, required=False)
    end_time = forms.TimeField(label=_("Ends"), widget=HOUR, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    start_fold = fold_field(_("Which of the two, if the begin comes twice"))
    end_fold = fold_field(_("Which of the two, if the end comes twice"))
    field_order = ["precision", "starts_on", "start_time", "ends_on", "end_time", "zone", "start_fold", "end_fold"]

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.initial |= first_values(row)

    def clean(self):
        values = super().clean()
        if self.errors or values["precision"] != Stop.Precision.MINUTE:
            return values
        begin = self._instant(values, "start_time", values["starts_on"], "start_fold")
        end = self._instant(values, "end_time", values["ends_on"], "end_fold")
        if begin and end and end <= begin:
            self.add_error("end_time", _("The end must come after the beginning."))
        return values

    def _instant(self, values, name, day, fold):
        if values.get(name) is None:
            return self.add_error(name, _("Say at what time, or choose that only the day is known."))
        try:
            chosen_fold = which_of_two(day, values[name], values["zone"], values.get(fold))
        except TransitionRefused as refusal:
            return self.add_error(fold, str(refusal))
        try:
            return instant_of(day, values[name], values["zone"], chosen_fold)
        except TransitionRefused as refusal:
            return self.add_error(name, str(refusal))


def first_values(row):
    """Those of the stop; for a new one of this event, its zone."""
    if isinstance(row, Stop):
        names = ("precision", "starts_on", "ends_on", "start_time", "end_time", "zone")
        return {name: getattr(row, name) for name in names}
    return {"zone": row.zone, "precision": Stop.Precision.MINUTE} if isinstance(row, Event) else {}


class StopForm(TimeForm):
    """Time and place of a stop."""

    city = chosen(_("City"), City, required=False)
    place = LineField(label=_("Place, in words"), max_length=160, required=False)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    venue = chosen(_("Venue"), Venue, required=False)
    attendance = forms.ChoiceField(label=_("Attendance"), choices=Event.Attendance.choices)
    field_order = [*TimeForm.field_order, "attendance", "city", "place", "country", "venue"]

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by("pk")
        self.initial["attendance"] = row.attendance
        if isinstance(row, Stop):
            self.initial |= {name: getattr(row, name) for name in ("city", "place", "country", "venue")}

    def clean(self):
        values = super().clean()
        if values.get("attendance") != Event.Attendance.ONLINE and not (values.get("city") or values.get("place")):
            self.add_error("place", _("Name a city, or the place in words."))
        return values


class ChangeStopForm(StopForm):
    """The page says beforehand how many people will be told, if what calendars know changes."""

    def __init__(self, *args, told=0, **kwargs):
        super().__init__(*args, **kwargs)
        words = ngettext(
            "%(number)s person is told if time, place or attendance change.",
            "%(number)s people are told if time, place or attendance change.",
            told,
        )
        self.fields["precision"].help_text = words % {"number": told}


class NewStopForm(StopForm):
    """A further stop of an event, with the seats that its kind brings."""

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.categories = presets.of(row.kind).categories
        for category in self.categories:
            words = _("Seats: %(category)s") % {"category": Pool.Category(category).label}
            self.fields[f"seats_{category}"] = forms.IntegerField(label=words, min_value=0, required=False)

    def clean(self):
        values = super().clean()
        given = {each: values.pop(f"seats_{each}", None) for each in self.categories}
        return values | {"seats": {each: number for each, number in given.items() if number is not None}}


# Hosts


class HostForm(OfficerForm):
    city = chosen(_("City"), City, required=False)
    organisation = chosen(_("or organisation"), Organisation, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Host.Role.choices)
    may_check_in = forms.BooleanField(label=_("Checks people in"), required=False)
    may_run_logistics = forms.BooleanField(label=_("Runs the logistics"), required=False)

    def clean(self):
        values = super().clean()
        if bool(values.get("city")) == bool(values.get("organisation")):
            self.add_error("city", _("Name a city or an organisation."))
        elif values.get("organisation") and (values.get("may_check_in") or values.get("may_run_logistics")):
            self.add_error("organisation", _("Only people of a city can be given rights at the door."))
        return values


class ChosenHostForm(OfficerForm):
    host = chosen(_("Host"), Host)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = self.row.hosts.select_related("city", "organisation")


class ChangeHostForm(ChosenHostForm):
    role = forms.ChoiceField(label=_("Role"), choices=Host.Role.choices)
    may_check_in = forms.BooleanField(label=_("Checks people in"), required=False)
    may_run_logistics = forms.BooleanField(label=_("Runs the logistics"), required=False)


# Seats


class PoolSettingsForm(OfficerForm):
    needs_approval = forms.BooleanField(label=_("Needs approval"), required=False)
    keeps_waiting_list = forms.BooleanField(label=_("Keeps a waiting list"), required=False, initial=True)
    offer_hours = forms.IntegerField(
        label=_("Hours to accept an offer"), min_value=0, max_value=720, initial=0, help_text=_("0: confirmed at once.")
    )
    cut_off_at = moment_field(_("Names are final from"), required=False, help_text=_("In UTC."))

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        if isinstance(row, Pool):
            self.initial |= {name: getattr(row, name) for name in self.fields}


class PoolForm(PoolSettingsForm):
    category = forms.ChoiceField(label=_("For"), choices=Pool.Category.choices)
    capacity = forms.IntegerField(label=_("Seats"), min_value=0, max_value=100_000)
    field_order = ["category", "capacity"]


class CapacityForm(OfficerForm):
    """What the new number would do stands beside it."""

    capacity = forms.IntegerField(label=_("Seats"), min_value=0, max_value=100_000)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.initial["capacity"] = row.capacity
        in_use = ngettext(
            "%(number)s seat is in use; lowest possible is %(number)s.",
            "%(number)s seats are in use; lowest possible is %(number)s.",
            row.in_use,
        )
        waiting = ngettext(
            "%(number)s person waits: further seats go to the first of them at once.",
            "%(number)s people wait: further seats go to the first of them at once.",
            row.waiting,
        )
        words = [in_use % {"number": row.in_use}]
        if row.waiting and row.promote == Pool.Promote.AUTO:
            words.append(waiting % {"number": row.waiting})
        self.fields["capacity"].help_text = " ".join(words)

    def clean_capacity(self):
        number = self.cleaned_data["capacity"]
        if number < self.row.in_use:
            words = ngettext(
                "%(number)s seat is in use; lowest possible is %(number)s.",
                "%(number)s seats are in use; lowest possible is %(number)s.",
                self.row.in_use,
            )
            raise forms.ValidationError(words % {"number": self.row.in_use})
        return number
