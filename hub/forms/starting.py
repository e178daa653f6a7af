"""How an item begins: for which city, of which kind, under which working title."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.forms import LineField

from ..models import Resource
from .languages import languages
from .widgets import option_words

Kind = Resource.Kind
# The network's own position papers are begun by its staff.
KINDS = {
    Kind.GOOD_PRACTICE: _("Something your city does that helps: what, how, with which result, how to do it elsewhere."),
    Kind.LESSON_LEARNED: _("Something that went differently than planned, written so that others can avoid it."),
    Kind.TOOLKIT: _("Steps, checklists or a guide that others can follow."),
    Kind.STRATEGY_DOCUMENT: _("A strategy or a plan that your council decided."),
    Kind.DATASET: _("Figures that others may use, with what each column means."),
    Kind.REPORT: _("A report, a study or an evaluation that was published."),
    Kind.WEBINAR: _("A recording of a talk or a meeting, with its words written down."),
}  # fmt: skip


class KindForm(forms.Form):
    """The kind that a link has chosen already."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS])


class StartForm(forms.Form):
    """The cities are those for which this person may begin one."""

    city = forms.ModelChoiceField(label=_("For which city"), queryset=None, empty_label=None, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What do you want to share?"),
        choices=[(kind.value, option_words(kind.label, line)) for kind, line in KINDS.items()],
        widget=forms.RadioSelect(attrs={"data-look": "panels"}),
    )
    title = LineField(
        label=_("Working title"),
        max_length=90,
        help_text=_("What is done, in plain words. At most 90 signs; you can change it later."),
    )
    language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=languages,
        help_text=_("Write in the language that you know best."),
    )

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities
        if len(cities) == 1:
            self.fields["city"].widget = forms.HiddenInput()
            self.fields["city"].initial = cities[0]
