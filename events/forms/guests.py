"""How officers invite cities and people, and change what was agreed with them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from scn_portal.ui.forms import LineField

from ..answering import LONGEST
from ..invitations_batch import look_at
from ..models import Pool, Question, Stop
from .staff import LANGUAGES, OfficerForm, chosen, moment_field, text_field

SHOWN = 30  # problems of a table


class SeatsOfPools(OfficerForm):
    """A number for each pool that stands, of the event or of the delegation's event."""

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        event = getattr(row, "event", row)
        standing = Pool.objects.filter(stop__event=event, stop__status=Stop.Status.SCHEDULED)
        self.pools = {f"pool_{each.pk}": each for each in standing.select_related("stop__city", "stop__event")}
        for name, pool in self.pools.items():
            words = {"where": pool.stop.where, "category": pool.get_category_display(), "free": pool.free}
            label = _("%(where)s, %(category)s (%(free)s free)") % words
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=200, required=False)

    def clean(self):
        values = super().clean()
        numbers = {pool: values.pop(name, None) for name, pool in self.pools.items()}
        return values | {"pools": {pool: number for pool, number in numbers.items() if number is not None}}


class DelegationForm(SeatsOfPools):
    city = chosen(_("City"), City)
    respond_by = moment_field(_("To be answered by (UTC)"))
    release_at = moment_field(_("Seats without a name are released on (UTC)"))
    note = LineField(label=_("Note"), max_length=600, required=False)

    def clean(self):
        values = super().clean()
        if not any(values["pools"].values()):
            self.add_error(None, _("Give the city at least one seat."))
        return values


class CommitteeForm(SeatsOfPools):
    respond_by = moment_field(_("To be answered by (UTC)"))
    release_at = moment_field(_("Seats without a name are released on (UTC)"))


class QuestionForm(OfficerForm):
    """One question more at registration. Access and food are asked apart: they have a place of their own."""

    label = LineField(label=_("Question"), max_length=200)
    purpose = LineField(label=_("What the answer is for"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Question.Kind.choices)
    choices = text_field(_("Answers to choose from, one a line"), 2_000, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    reader = forms.ChoiceField(label=_("Who reads the answers"), choices=Question.Reader.choices)
    keep_days = forms.IntegerField(
        label=_("Days until the answers are deleted, after the event"), min_value=1, max_value=365, initial=30
    )

    def clean_choices(self):
        lines = [each.strip() for each in self.cleaned_data["choices"].splitlines() if each.strip()]
        if any(len(each) > LONGEST for each in lines):
            raise forms.ValidationError(_("An answer has at most 400 signs."))
        return lines


class InvitationsForm(OfficerForm):
    """A table of people, looked at before anything is kept: the first time it says how many, then it is confirmed."""

    table = text_field(
        _("Table of people"),
        60_000,
        rows=12,
        help_text=_("With a row of headings: name, email, language. Separated by tabs, semicolons or commas."),
    )
    category = forms.ChoiceField(label=_("As"), choices=Pool.Category.choices, initial=Pool.Category.GUEST)
    expires_at = moment_field(_("Valid until (UTC)"))
    is_confirmed = forms.BooleanField(label=_("I have looked: note these invitations"), required=False)

    def clean(self):
        values = super().clean()
        batch = look_at(self.row, values.pop("table", ""))
        if batch.problems:
            raise forms.ValidationError([*batch.problems[:SHOWN], batch.words])
        if not values.pop("is_confirmed", False):
            words = _("Nothing is kept yet. Tick the last line to note these invitations.")
            raise forms.ValidationError([batch.words, words])
        return values | {"rows": batch.rows}


class InvitationForm(OfficerForm):
    name = LineField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    category = forms.ChoiceField(label=_("As"), choices=Pool.Category.choices, initial=Pool.Category.GUEST)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    expires_at = moment_field(_("Valid until (UTC)"))
