"""What comes in about polls: an answer, and a question with its rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import language_name
from scn_portal.ui.forms import LineField

from .. import voting
from ..charting import answers
from ..models import Poll

SCALE = {1: _("1: not at all"), 5: _("5: very much")}
RULES = ("kind", "max_choices", "secrecy", "unit", "breakdown", "k", "audience", "show", "stop", "session")


class VoteForm(forms.Form):
    """The answer to one poll. `choices` and `words` are what a vote takes."""

    def __init__(self, *args, poll, **kwargs):
        super().__init__(*args, prefix=poll.code, **kwargs)
        self.poll = poll
        if poll.kind == Poll.Kind.TEXT:
            self.fields["words"] = forms.CharField(
                label=_("Your answer"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
            )
            return
        choices = list(zip(map(str, voting.positions(poll)), answers(poll), strict=True))
        if poll.kind == Poll.Kind.SCALE:
            choices = [(value, SCALE.get(int(value), value)) for value, _words in choices]
        several = poll.kind == Poll.Kind.MULTIPLE
        field, widget = (
            (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
            if several
            else (forms.ChoiceField, forms.RadioSelect)
        )
        self.fields["choices"] = field(
            label=_("Your answer"), choices=choices, widget=widget(attrs={"dir": "auto", "data-look": "panels"})
        )

    def clean_choices(self):
        given = self.cleaned_data["choices"]
        chosen = [int(each) for each in (given if isinstance(given, list) else [given])]
        if len(chosen) > self.poll.max_choices:
            raise forms.ValidationError(
                _("Choose %(number)d answers at most."), params={"number": self.poll.max_choices}
            )
        return chosen


class PollForm(forms.ModelForm):
    """A question in each language of the event, its answers one per line, and the rules of the vote."""

    class Meta:
        model = Poll
        fields = RULES
        help_texts = {
            "max_choices": _("Only where people may choose several answers."),
            "breakdown": _("Chosen now and never later. Small groups are joined, cells that would tell are hidden."),
            "k": _("Five or more. No number about fewer people is ever shown."),
        }

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.languages = event, event.languages or ["en"]
        for name, rows in (("stop", event.stops.all()), ("session", event.sessions.exclude(status="cancelled"))):
            self.fields[name].queryset, self.fields[name].required = rows, False
        self.fields["stop"].label, self.fields["session"].label = _("only at the stop"), _("belongs to the session")
        self.initial["audience"] = self.initial.get("audience") or Poll.Audience.SEAT_HOLDERS
        if event.chatham_house:
            self.fields["secrecy"].choices = [each for each in Poll.Secrecy.choices if each[0] != "named"]
        self._ask_in_each_language()

    def _ask_in_each_language(self):
        poll, first = self.instance, self.languages[0]
        told = list(poll.options.all()) if poll.pk else []
        own = {}
        for code in self.languages:
            name = {"language": language_name(code)}
            own[f"question_{code}"] = LineField(
                label=_("Question in %(language)s") % name,
                max_length=300,
                required=code == first,
                initial=(poll.question or {}).get(code, ""),
            )
            own[f"options_{code}"] = forms.CharField(
                label=_("Answers in %(language)s, one per line") % name,
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=2600,
                required=False,
                initial="\n".join(each.texts.get(code, "") for each in told),
            )
        self.fields = own | self.fields

    def clean(self):
        given = super().clean()
        lines = {code: self._lines(given, code) for code in self.languages}
        first = lines[self.languages[0]]
        for code, told in lines.items():
            if told and len(told) != len(first):
                self.add_error(f"options_{code}", _("Write as many answers as in the first language."))
        given["question"] = {c: given[f"question_{c}"] for c in self.languages if given.get(f"question_{c}")}
        given["options"] = [
            {code: told[at] for code, told in lines.items() if at < len(told)} for at in range(len(first))
        ]
        return given

    @staticmethod
    def _lines(given, code):
        return [line.strip()[:200] for line in given.get(f"options_{code}", "").splitlines() if line.strip()]

    @property
    def rules(self):
        """What writing and changing take."""
        given = {name: self.cleaned_data[name] for name in (*RULES, "question", "options")}
        if given["kind"] not in (Poll.Kind.SINGLE, Poll.Kind.MULTIPLE):
            given["options"] = []
        return given


class ReasonForm(forms.Form):
    """Why a result or a question is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
