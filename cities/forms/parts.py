"""What the parts of a city's page ask for: team, trainings, targets, strategies, organisations, the picture."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scn_portal.files.forms import UploadField
from scn_portal.files.templatetags.pictures import picture as picture_tag
from scn_portal.sharing import Sharing
from scn_portal.ui.forms import LineField

from ..countries import language_choices
from ..lifecycle.profile import pictures_for
from ..models import CityOrganisation, Organisation, Picture, Strategy, Term

DOCUMENTS = ("PDF", "DOCX")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LEVELS = [(level.value, format_lazy("TLP:{}: {}", level.name, level.label)) for level in (Sharing.CLEAR, Sharing.GREEN)]


class DayField(forms.DateField):
    """A day, typed or chosen, in a year that can be meant."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def validate(self, value):
        super().validate(value)
        if value and not EARLIEST <= value < LATEST:
            raise ValidationError(_("Check the year of this date."))


class SharingField(forms.TypedChoiceField):
    """Everybody, or members alone."""

    def __init__(self, **options):
        given = {"choices": LEVELS, "coerce": int, "widget": forms.RadioSelect}
        super().__init__(label=gettext_lazy("Who may read it"), **(given | options))


def language_field(label, **options):
    return forms.ChoiceField(label=label, choices=lambda: [("", "–"), *language_choices()], required=False, **options)


class TeamForm(forms.Form):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    name = LineField(
        label=gettext_lazy("Name of the team"),
        max_length=160,
        help_text=gettext_lazy("In English, or as people call it: “Round table on prevention”."),
    )
    own_name = LineField(label=gettext_lazy("Its name in your own language"), max_length=160, required=False)
    own_language = language_field(gettext_lazy("Which language that is"))
    since = DayField(label=gettext_lazy("Works since"), required=False)
    sectors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who takes part"),
        queryset=Term.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = forms.CharField(
        label=gettext_lazy("How it works"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("How often it meets, who leads it, what it does with a concern. No names of persons."),
    )
    sharing = SharingField(initial=Sharing.GREEN)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sectors"].queryset = Term.objects.of("team_sector")

    def clean(self):
        given = super().clean()
        if given.get("own_name") and not given.get("own_language"):
            self.add_error("own_language", _("Say in which language this name is."))
        return given


class EndForm(forms.Form):
    until = DayField(label=gettext_lazy("Since which day is that so?"))


class TrainingForm(forms.Form):
    seen = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)
    title = LineField(label=gettext_lazy("What it was about"), max_length=200)
    held_on = DayField(label=gettext_lazy("Held on"))
    provider = LineField(label=gettext_lazy("Who gave it"), max_length=160, required=False)
    people = forms.IntegerField(label=gettext_lazy("How many people took part"), min_value=1, max_value=100_000)


class TargetForm(forms.Form):
    seen = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)
    what = LineField(
        label=gettext_lazy("What the team wants to reach"),
        max_length=200,
        help_text=gettext_lazy("Something that can be counted: “Schools with a contact person”."),
    )
    amount = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=1_000_000_000)
    unit = LineField(label=gettext_lazy("Of what"), max_length=80, help_text=gettext_lazy("For example “schools”."))
    due_on = DayField(label=gettext_lazy("By when"))
    reached = forms.IntegerField(
        label=gettext_lazy("Reached so far"), min_value=0, max_value=1_000_000_000, required=False
    )
    checked_on = DayField(label=gettext_lazy("Counted on"), required=False)

    def clean_reached(self):
        return self.cleaned_data["reached"] or 0


class StrategyForm(forms.Form):
    """What a strategy is called and who reads it."""

    seen = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Strategy.Kind.choices, widget=forms.RadioSelect)
    title = LineField(label=gettext_lazy("Title"), max_length=200)
    sharing = SharingField(initial=Sharing.CLEAR)


class VersionForm(forms.Form):
    """What one version says of itself, and its document."""

    seen = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)
    begins_on = DayField(label=gettext_lazy("In force from"), required=False)
    last_day = DayField(
        label=gettext_lazy("Last day in force"),
        required=False,
        help_text=gettext_lazy("Leave it blank where it has no end."),
    )
    adopted_on = DayField(label=gettext_lazy("Adopted on"), required=False)
    adopted_by = LineField(
        label=gettext_lazy("Adopted by"), max_length=160, required=False, help_text=gettext_lazy("“City council”.")
    )
    framework = LineField(
        label=gettext_lazy("National framework that it belongs to"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The name of the national strategy or law, if there is one."),
    )
    language = language_field(gettext_lazy("Language of the document"))
    upload = UploadField(label=gettext_lazy("The document"), accepts=DOCUMENTS, required=False)
    link = forms.URLField(
        label=gettext_lazy("Or the address where it stands"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    remove_file = forms.BooleanField(label=gettext_lazy("Take the document away again"), required=False)

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        if version is None or version.file is None:
            del self.fields["remove_file"]
        else:
            self.fields["upload"].label = _("Put another document in the place of “%(name)s”") % {
                "name": version.file.name
            }

    def clean(self):
        given = super().clean()
        begins, last = given.get("begins_on"), given.get("last_day")
        if last and not begins:
            self.add_error("begins_on", _("Say from when on it is in force."))
        elif last and last < begins:
            self.add_error("last_day", _("It cannot end before it begins."))
        return given

    def content(self):
        """What the lifecycle takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("begins_on", "last_day")}
        begins, last = self.cleaned_data["begins_on"], self.cleaned_data["last_day"]
        given["language"] = given["language"] or "en"
        return given | {"period": DateRange(begins, last and last + timedelta(days=1)) if begins else None}


class NewStrategyForm(VersionForm, StrategyForm):
    """A strategy with its first version."""

    field_order = ("kind", "title", "sharing")


class NoneYetForm(forms.Form):
    none_yet = forms.BooleanField(label=gettext_lazy("Our city has no strategy or action plan yet"), required=False)


class OrganisationForm(forms.Form):
    relation = forms.ChoiceField(
        label=gettext_lazy("What it is for your city"),
        choices=CityOrganisation.Relation.choices,
        widget=forms.RadioSelect,
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.all(), empty_label="–"
    )
    since = DayField(label=gettext_lazy("Since when"), required=False)


class PictureField(forms.ModelChoiceField):
    """A picture of the register, shown as it is."""

    widget = forms.RadioSelect(attrs={"data-look": "panels"})

    def label_from_instance(self, picture):
        words = " · ".join(filter(None, [picture.title, picture.author, picture.licence]))
        alt = picture.alt.get((get_language() or "en")[:2]) or picture.alt["en"]
        return format_html("<span>{}{}</span>", picture_tag(picture.file, alt, sizes="12rem"), words)


class PictureForm(forms.Form):
    picture = PictureField(
        label=gettext_lazy("The picture on your city's page"),
        queryset=Picture.objects.none(),
        required=False,
        blank=True,
        empty_label=gettext_lazy("No picture"),
    )

    def __init__(self, *args, city, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].queryset = pictures_for(city)
