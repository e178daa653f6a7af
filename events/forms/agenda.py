"""What the programme asks for: a session with its day, hours and room, and who speaks in it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.countries import language_choices
from cities.models import City
from scn_portal.ui.forms import LineField

from ..lifecycle.sessions import PLAN
from ..models import Contributor, Part, Room, Session
from ..zones import NoSuchTime, instant, place_of


class TimeField(forms.TimeField):
    def __init__(self, **options):
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class SessionForm(forms.Form):
    """A session at one stop. Hours are those on the wall there."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind of session"), choices=Session.Kind.choices)
    day = forms.TypedChoiceField(label=_("Day"))
    begins = TimeField(label=_("Begins"))
    ends = TimeField(label=_("Ends"))
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False, empty_label="–")
    abstract = forms.CharField(
        label=_("What it is about"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    language = forms.ChoiceField(label=_("Language of the session"), choices=language_choices)
    interpretation = forms.BooleanField(label=_("With interpretation"), required=False)
    chatham_house = forms.BooleanField(
        label=_("Under the Chatham House Rule"),
        required=False,
        help_text=_("What is said may be used, who said it may not be told. Nothing is recorded."),
    )
    recording = forms.ChoiceField(label=_("Recording"), choices=Session.Recording.choices, initial="no")

    def __init__(self, *args, stop, **kwargs):
        super().__init__(*args, **kwargs)
        self.stop = stop
        days = [stop.starts_on + timedelta(days=each) for each in range((stop.ends_on - stop.starts_on).days + 1)]
        self.days = {each.isoformat(): each for each in days}
        self.fields["day"].choices = [(key, _day_in_words(day)) for key, day in self.days.items()]
        self.fields["room"].queryset = Room.objects.filter(venue=stop.venue_id).order_by("name")
        self.fields["begins"].help_text = _("The hour in %(place)s.") % {"place": place_of(stop.zone)}
        if not stop.venue_id:
            self.fields["room"].help_text = _("Rooms can be chosen once the stop has a venue.")

    def clean(self):
        given = super().clean()
        if {"day", "begins", "ends"} <= given.keys():
            given["starts_at"] = self._instant("begins", given)
            given["ends_at"] = self._instant("ends", given)
            if given["starts_at"] and given["ends_at"] and given["ends_at"] <= given["starts_at"]:
                self.add_error("ends", _("The end must come after the beginning."))
        if given.get("chatham_house") and given.get("recording", "no") != "no":
            self.add_error("recording", _("Nothing is recorded under the Chatham House Rule."))
        return given

    def _instant(self, name, given):
        try:
            return instant(self.days[given["day"]], given[name], self.stop.zone)
        except NoSuchTime as missing:
            self.add_error(name, str(missing))
            return None

    @property
    def plan(self):
        """What the lifecycle takes."""
        return {name: self.cleaned_data[name] for name in PLAN}


def initial_of(session):
    """What the form of a stored session begins with."""
    zone = ZoneInfo(session.stop.zone)
    begins, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    hours = {"day": begins.date().isoformat(), "begins": begins.time(), "ends": ends.time()}
    return hours | {name: getattr(session, name) for name in PLAN if name not in ("starts_at", "ends_at")}


class PartForm(forms.Form):
    """Somebody for a session: a person who stands on the programme, or a new one."""

    contributor = forms.ModelChoiceField(
        label=_("On the programme already"),
        queryset=Contributor.objects.none(),
        required=False,
        empty_label=_("Somebody new"),
    )
    name = LineField(label=_("Name"), max_length=200, required=False)
    office = LineField(label=_("Office"), max_length=160, required=False)
    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none(), required=False, empty_label="–")
    organisation = LineField(label=_("Organisation"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail (shown to nobody)"), required=False)
    role = forms.ChoiceField(label=_("Part in the session"), choices=Part.Role.choices, initial="speaker")

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contributor"].queryset = event.contributors.all()
        self.fields["city"].queryset = City.objects.listed().order_by("folded")

    def clean(self):
        given = super().clean()
        if not given.get("contributor") and not given.get("name"):
            self.add_error("name", _("Choose a person, or write the name of somebody new."))
        return given


class AnswerForm(forms.Form):
    """What a person said to the request to speak."""

    status = forms.ChoiceField(label=_("Answer"), choices=Part.Status.choices)
    recording_consent = forms.ChoiceField(label=_("Consent to recording"), choices=Part.Consent.choices)


class ReleaseForm(forms.Form):
    """The programme is shown although something should be thought of."""

    knowing = forms.BooleanField(label=_("I have read what is said above."))

    def __init__(self, *args, warned=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["knowing"]


def _day_in_words(day):
    return date_format(day, "l j F Y")
