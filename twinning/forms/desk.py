"""What moderators write about a round on its page in the admin."""

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from events.forms.staff import ZONES, OfficerForm, moment_field, text_field
from scn_portal.ui.forms import LineField

from ..models import Round
from ..models.rounds import WEIGHTS

UTC = _("In UTC.")
SIZES = [(2, _("two cities")), (3, _("up to three cities")), (4, _("up to four cities"))]


def weight(name):
    field = Round._meta.get_field(name)
    return forms.IntegerField(label=field.verbose_name, min_value=0, max_value=99, initial=field.default)


class RoundForm(OfficerForm):
    """Words, days and the rule of a round that is still a draft."""

    title = LineField(label=_("Title"), max_length=120)
    intro = text_field(_("What it is about"), 1000, required=False)
    opens_at = moment_field(_("Planned to open"), help_text=UTC)
    closes_at = moment_field(_("Entries until"), help_text=UTC)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="UTC")
    answer_days = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=90, initial=21)
    largest = forms.TypedChoiceField(label=_("Largest group"), choices=SIZES, coerce=int, initial=3)
    learn, shared, capacity, language, regions, size = (weight(name) for name in WEIGHTS)

    def __init__(self, *args, row=None, **kwargs):
        if row is not None:
            kwargs["initial"] = model_to_dict(row)
        super().__init__(*args, row=row, **kwargs)

    def clean(self):
        given = super().clean()
        if given.get("opens_at") and given.get("closes_at") and given["closes_at"] <= given["opens_at"]:
            self.add_error("closes_at", _("A round closes after it opens."))
        return given


class ExtendForm(OfficerForm):
    closes_at = moment_field(_("Entries until"), help_text=UTC)

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, row=row, initial={"closes_at": row.closes_at}, **kwargs)


class CancelForm(OfficerForm):
    reason = text_field(_("Reason"), 400, help_text=_("Members read it on the page of the round."))
