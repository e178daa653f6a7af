"""What administrators write down about the bodies: seats, terms, persons, rules, waivers, decisions, priorities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing
from scn_portal.ui.forms import LineField

from ..balance import balance_on, holder_of, known_regions
from ..countries import country_name
from ..models import (
    Advice,
    Body,
    City,
    CompositionRule,
    Decision,
    Organisation,
    Seat,
    SeatTerm,
    Term,
)
from ..models.dates import Precision
from ..status import today

WORDS = forms.Textarea(attrs={"rows": 6})
OPEN_END = _("Leave it blank while it runs. On this day it has ended.")


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class StaffForm(forms.Form):
    """A form of a page that begins something: it is given the person, and needs not know who it is."""

    use_required_attribute = False

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)


class ResizeForm(forms.Form):
    seat_target = forms.IntegerField(label=_("Seats wished for"), min_value=1, max_value=200)
    term_years = forms.IntegerField(label=_("Years of a term"), min_value=1, max_value=20)
    quorum = forms.IntegerField(label=_("Votes needed to decide"), min_value=1, max_value=200)

    def __init__(self, *args, body, **kwargs):
        names = ("seat_target", "term_years", "quorum")
        super().__init__(*args, initial={name: getattr(body, name) for name in names}, **kwargs)


class SetUpSeatForm(StaffForm):
    within = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.all())
    kind = forms.ChoiceField(label=_("For"), choices=Seat.Kind.choices)


class SeatPlanForm(forms.Form):
    """A seat and who would take it, as far as they are chosen: enough to see what it does to the balance."""

    seat = forms.ModelChoiceField(label=_("Seat"), queryset=Seat.objects.select_related("body"))
    city = forms.ModelChoiceField(
        label=_("City"), queryset=City.objects.select_related("country").order_by("folded"), required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Or: organisation"), queryset=Organisation.objects.select_related("country"), required=False
    )
    since = DayField(label=_("From"), initial=today)

    def breaks(self):
        """The warnings of the body on the first day of the term that are not there without it; none if unclear."""
        found = self.cleaned_data
        holder, seat = found.get("city") or found.get("organisation"), found.get("seat")
        if not (holder and seat and found.get("since")):
            return []
        before = balance_on(seat.body, found["since"])
        after = balance_on(seat.body, found["since"], also=[holder_of(seat.kind, holder)])
        known = {(each.key, each.number) for each in before.warnings}
        return [each for each in after.warnings if (each.key, each.number) not in known]


class SeatForm(StaffForm, SeatPlanForm):
    until = DayField(label=_("Until"), required=False, help_text=OPEN_END)
    precision = forms.ChoiceField(
        label=_("How exactly the beginning is known"), choices=Precision.choices, initial=Precision.DAY
    )
    decision = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none(), required=False)
    source = LineField(label=_("Source"), max_length=300, required=False)
    knowing = forms.BooleanField(label=_("Seat it all the same"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = Decision.objects.adopted(Decision.Kind.SEATS)
        if not self.is_bound:
            self.fields["knowing"].widget = forms.HiddenInput()

    def clean(self):
        found = super().clean()
        knowing = found.pop("knowing", False)
        self.broken = self.breaks()
        if self.broken and not knowing:
            words = _("This would add to the warnings: %(words)s. Tick the box if it shall be so.")
            self.add_error("knowing", words % {"words": "; ".join(each.words for each in self.broken)})
        elif not self.broken:
            self.fields["knowing"].widget = forms.HiddenInput()
        return found


class EndTermForm(forms.Form):
    on = DayField(label=_("The first day without it"), initial=today)
    why = LineField(label=_("Why it ends"), max_length=200)


class EndForm(forms.Form):
    on = DayField(label=_("The first day without it"), initial=today)


class CoChairForm(forms.Form):
    since = DayField(label=_("From"), initial=today)
    until = DayField(label=_("Until"), required=False, help_text=OPEN_END)


class NamePersonForm(StaffForm):
    within = forms.ModelChoiceField(label=_("Seat"), queryset=SeatTerm.objects.none())
    email = forms.EmailField(
        label=_("Address"),
        help_text=_(
            "For a city: of somebody who acts for it. For an organisation: the person gets an account and a mail."
        ),
    )
    name = LineField(label=_("Name"), max_length=120, required=False, help_text=_("For a new account."))
    office = LineField(
        label=_("Office"), max_length=160, required=False, help_text=_("For a city it is taken from the person's role.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = SeatTerm.objects.on(today()).with_holders()


class RuleForm(StaffForm):
    within = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.all())
    kind = forms.ChoiceField(label=_("Rule"), choices=CompositionRule.Kind.choices)
    limit = forms.IntegerField(label=_("Limit"), min_value=0, max_value=200)
    region = forms.ChoiceField(label=_("Region"), required=False)
    since = DayField(label=_("From"), initial=today)
    until = DayField(label=_("Until"), required=False, help_text=OPEN_END)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [
            ("", _("Each region")),
            *((each, country_name(each)) for each in known_regions()),
        ]


class WaiveForm(StaffForm):
    breach = forms.ChoiceField(label=_("Which warning"), help_text=_("One waiver clears exactly one warning."))
    decision = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none())
    reason = LineField(label=_("Because"), max_length=300)
    from_on = DayField(label=_("From"), initial=today)
    until_on = DayField(label=_("Until"), help_text=_("On this day the warning is back."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        warnings = [each for body in Body.objects.all() for each in balance_on(body).warnings]
        self.warnings = {":".join(map(str, each.key)): each for each in warnings}
        self.fields["breach"].choices = [
            (key, f"{each.rule.body}: {each.words}") for key, each in self.warnings.items()
        ]
        self.fields["decision"].queryset = Decision.objects.adopted(Decision.Kind.WAIVER)

    def clean(self):
        found = super().clean()
        breach = self.warnings.get(found.pop("breach", None))
        if breach:
            found |= {"within": breach.rule, "region": breach.region, "country": breach.country}
        return found


class WordsForm(forms.Form):
    """The words of a proposal."""

    title = LineField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=WORDS, help_text=_("Markdown."))
    reference = LineField(
        label=_("Reference"), max_length=200, required=False, help_text=_("Such as the checksum of a document.")
    )


class KindForm(WordsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Decision.Kind.choices)
    sharing = forms.TypedChoiceField(
        label=_("Who may read it once it is decided"),
        coerce=int,
        choices=[(Sharing.CLEAR, _("Everybody")), (Sharing.GREEN, _("Members"))],
    )


class ProposeForm(StaffForm, KindForm):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.all())
    field_order = ["body", "kind", "title", "text"]


class RewordForm(KindForm):
    def __init__(self, *args, decision, **kwargs):
        names = ("title", "text", "reference", "kind", "sharing")
        super().__init__(*args, initial={name: getattr(decision, name) for name in names}, **kwargs)


class CorrectForm(StaffForm, WordsForm):
    within = forms.ModelChoiceField(
        label=_("Decision that it corrects"), queryset=Decision.objects.decided().select_related("body")
    )
    field_order = ["within", "title", "text"]


class DecideForm(forms.Form):
    """What the minutes say: the day, the votes, who observed."""

    decided_on = DayField(label=_("Day"), initial=today)
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=500, required=False)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=500, required=False)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=500, required=False)
    observers = LineField(label=_("Observers"), max_length=300, required=False)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=Advice.Answer.choices, widget=forms.RadioSelect)
    answer_text = forms.CharField(label=_("Reason"), max_length=2000, widget=WORDS)


class PriorityForm(StaffForm):
    within = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none())
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Term.objects.of("theme"))
    since = DayField(label=_("From"), initial=today)
    until = DayField(label=_("Until"), required=False, help_text=OPEN_END)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = Decision.objects.adopted(Decision.Kind.PRIORITY)
