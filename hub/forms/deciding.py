"""What a moderator writes down when a version is checked, and when staff act on an item."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from ..models import Version
from ..schema import ANSWERS, CRITERIA, fields_of
from ..schema.criteria import YES

WORDS = forms.Textarea(attrs={"rows": 4})
SHORT_WORDS = {"rows": 2}
SAFEGUARDS_FILLED = "C6"
FREQUENT = {
    "C1": (
        _("Say which office of the city is in charge."),
        _("Say what the city's own part in it was."),
    ),
    "C2": (
        _("Describe what people did or need, not what they believe or where they come from."),
        _("Say how human rights were kept in mind."),
    ),
    "C3": (
        _("Say how you knew of the need."),
        _("Say who does what, how often and with whom."),
    ),
    "C4": (
        _("The evidence level is higher than what the text shows. Choose a lower one or add the source."),
        _("Give figures with their date."),
    ),
    "C5": (
        _("Name the parts that must stay, one by one."),
        _("Say which law, mandate, staff or trust a city needs first."),
    ),
    "C6": (
        _("Answer the safeguard in full, or say why it does not apply."),
        _("Say where people can complain."),
    ),
}


class CriteriaForm(forms.Form):
    """Each criterion: yes, to be changed, or no; frequent remarks to tick, and one's own words.

    The cleaned data are {"criteria": {code: {"answer", "reason"}}}, as the lifecycle takes them. Where the kind has no
    safeguards, their criterion is met and not asked.
    """

    use_required_attribute = False
    asks_all = True

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        has_safeguards = "safeguards" in fields_of(kind)
        self.asked = [(code, label) for code, label in CRITERIA if code != SAFEGUARDS_FILLED or has_safeguards]
        for code, label in self.asked:
            self.fields[code] = forms.ChoiceField(
                label=format_lazy("{} · {}", code, label),
                choices=ANSWERS,
                widget=forms.RadioSelect,
                required=self.asks_all,
            )
            remarks = [(str(number), words) for number, words in enumerate(FREQUENT[code])]
            self.fields[f"{code}_frequent"] = forms.MultipleChoiceField(
                label=_("Frequent remarks"), choices=remarks, widget=forms.CheckboxSelectMultiple, required=False
            )
            self.fields[f"{code}_reason"] = forms.CharField(
                label=_("In your words"), max_length=1000, required=False, widget=forms.Textarea(attrs=SHORT_WORDS)
            )

    def groups(self):
        """For the page: the answer, the frequent remarks and the reason of each criterion."""
        return [
            {
                "code": code,
                "answer": self[code],
                "frequent": self[f"{code}_frequent"],
                "reason": self[f"{code}_reason"],
                "is_open": self.is_bound and self[code].value() not in (YES, None),
            }
            for code, _label in self.asked
        ]

    def clean(self):
        found = super().clean()
        criteria = {code: self._answer(code, found) for code, _label in self.asked if found.get(code)}
        self.check(criteria)
        if len(self.asked) < len(CRITERIA):
            criteria[SAFEGUARDS_FILLED] = {"answer": YES, "reason": ""}
        return {"criteria": criteria}

    def _answer(self, code, found):
        ticked = [str(FREQUENT[code][int(number)]) for number in found.get(f"{code}_frequent", ())]
        reason = "\n".join(each for each in (*ticked, found.get(f"{code}_reason", "")) if each)
        return {"answer": found[code], "reason": reason}

    def check(self, criteria):
        """What the decision itself asks for."""


class ApproveForm(CriteriaForm):
    def check(self, criteria):
        for code, each in criteria.items():
            if each["answer"] != YES:
                self.add_error(code, _("%(code)s is not met: ask for changes, or decline.") % {"code": code})


class ChangesForm(CriteriaForm):
    asks_all = False

    def check(self, criteria):
        open_points = {code: each for code, each in criteria.items() if each["answer"] != YES}
        if not open_points:
            self.add_error(None, _("Choose what is to be changed, and say how."))
        for code, each in open_points.items():
            if not each["reason"]:
                self.add_error(f"{code}_reason", _("Say what is to be changed in %(code)s.") % {"code": code})


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=Version.DeclineReason.choices)
    text = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        widget=WORDS,
        help_text=_("The city reads these words, and may ask once that another moderator looks."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=WORDS, help_text=_("The city that owns it reads these words.")
    )


class NarrowForm(forms.Form):
    sharing = forms.TypedChoiceField(label=_("Who may read it from now on"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, resource=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sharing"].choices = [each for each in Sharing.choices if each[0] > resource.sharing]


__all__ = ["ApproveForm", "ChangesForm", "CriteriaForm", "DeclineForm", "NarrowForm", "ReasonForm"]
