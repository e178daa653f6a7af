"""What comes in about reports: their head, and one form for each kind of block."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.countries import language_choices
from cities.models import City, Term
from scn_portal.ui.forms import LineField

from .. import reporting
from ..lessons import LEAST, MOST, TITLE_MOST
from ..models import Block, Report

Kind = Block.Kind
ASKED = {
    Kind.TEXT: ("title", "text"),
    Kind.FIGURE: ("figure", "title", "text"),
    Kind.CHART: ("result", "text"),
    Kind.QUOTE: ("text", "author", "has_consent"),
    Kind.SESSIONS: ("title", "sessions"),
    Kind.LESSON: ("title", "text", "theme", "city"),
}
MAY_BE_EMPTY = {
    Kind.TEXT: ("title",),
    Kind.FIGURE: ("text",),
    Kind.CHART: ("text",),
    Kind.QUOTE: ("author", "has_consent"),
    Kind.SESSIONS: ("title",),
    Kind.LESSON: ("city",),
}


class ReportForm(forms.ModelForm):
    """Title, summary, language, and who may read it."""

    class Meta:
        model = Report
        fields = ("title", "summary", "language", "sharing", "wider_agreed")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"wider_agreed": _("Only if more people may read it than the event: name, office and date.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=language_choices, initial=self.instance.language
        )
        if not self.instance.pk:
            del self.fields["sharing"], self.fields["wider_agreed"]


class BlockForm(forms.ModelForm):
    """One piece of the report: what its kind needs, and no more."""

    class Meta:
        model = Block
        fields = ("result", "figure", "title", "text", "author", "has_consent", "theme", "city", "position")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, report, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.report, self.kind = report, kind
        self._offer()
        asked = [*ASKED[kind], *(["position"] if self.instance.pk else [])]
        if kind == Kind.QUOTE and reporting.is_quiet(report.event):
            asked.remove("author")
        self.fields = {name: self.fields[name] for name in asked}
        for name, field in self.fields.items():
            field.required = name not in MAY_BE_EMPTY[kind]
        if kind == Kind.LESSON:
            self._limit()

    def _offer(self):
        """Only what belongs to this event can be chosen."""
        event = self.report.event
        self.fields["result"].queryset = reporting.charts_to_choose(event)
        self.fields["theme"].queryset = Term.objects.filter(list="theme")
        self.fields["city"].queryset = City.objects.filter(pk__in=event.stops.values("hosts__city"))
        self.fields["city"].help_text = _("If it is what one of the hosts learned, and the report is public.")
        self.fields["result"].label, self.fields["theme"].label = _("Poll"), _("Theme")
        sessions = event.sessions.filter(status="released")
        chosen = self.instance.sessions.all() if self.instance.pk else ()
        self.fields["sessions"] = forms.ModelMultipleChoiceField(
            sessions, label=_("Sessions"), widget=forms.CheckboxSelectMultiple, initial=chosen
        )

    def _limit(self):
        self.fields["title"] = LineField(label=_("Title"), max_length=TITLE_MOST)
        self.fields["text"] = forms.CharField(
            label=_("What was learned"),
            help_text=_("Between 40 and 300 signs. It begins an item of the hub when the report is published."),
            min_length=LEAST,
            max_length=MOST,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _post_clean(self):
        """The rules of a block stand in the lifecycle; the row is not touched here."""
