"""The style guide: every component in every state, for staff. It is what axe and the pictures look at."""

from typing import NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from . import charts
from .drafts import AutosaveMixin
from .forms import PortalFormMixin

# name of the part, the tag that makes it
PARTS = {
    "colours": (_("Colours"), "var(--…)"),
    "words": (_("Words"), "h1 h2 h3 .lede .eyebrow"),
    "buttons": (_("Buttons"), '.button[data-kind] {% icon "…" %}'),
    "states": (_("States, tags, times"), "{% status … %} {% tlp … %} {% meta … %} {% when … %}"),
    "cards": (_("Cards and figures"), ".card .card.link .figures"),
    "lists": (_("Lists"), ".todo .steps .facts .timeline progress"),
    "tables": (_("Tables and pages"), "table[data-sortable] {% pager page_obj %}"),
    "notes": (_("Notes and empty lists"), "{% note %} {% empty %} {{ text|markdown }}"),
    "forms": (_("Forms"), '{% portal_form form button="…" %}{% endportal_form %}'),
    "bands": (_("Dark bands"), ".hero"),
    "map": (_("Map"), "{% world_map places %}"),
    "charts": (_("Charts"), "{% chart drawn %}"),
}
TOKENS = (
    *("paper", "surface", "sunken", "line", "control", "ink", "ink-soft", "brand", "brand-strong", "brand-tint"),
    *("accent", "accent-ink", "accent-tint", "good", "good-tint", "warn", "warn-tint", "bad", "bad-tint", "band"),
)
SCHEMES = [("", _("As on this machine")), ("light", _("Light")), ("dark", _("Dark"))]
WRITTEN = "## Aim\n\nWe *listen* first. [How we work](https://example.org)\n\n- one front door\n- one plan"


class SamplePlace(NamedTuple):
    """A place for the map."""

    name: str
    lat: float
    lon: float
    is_founder: bool = False

    def get_absolute_url(self):
        return "#map"


PLACES = [
    SamplePlace("Aarhus", 56.16, 10.21, True),
    *(SamplePlace("Amman", 31.96, 35.95), SamplePlace("Dakar", 14.69, -17.44), SamplePlace("Dhaka", 23.71, 90.41)),
    *(
        SamplePlace("Gent", 51.05, 3.72),
        SamplePlace("Kumanovo", 42.13, 21.71),
        SamplePlace("London", 51.51, -0.13, True),
    ),
    *(SamplePlace("Medellín", 6.25, -75.56), SamplePlace("Mombasa", -4.05, 39.67, True)),
    *(SamplePlace("Montréal", 45.51, -73.59, True), SamplePlace("Paris", 48.85, 2.35, True)),
    *(SamplePlace("Tripoli", 34.44, 35.83), SamplePlace("Victoria", -4.62, 55.46)),
]
TIES = [(PLACES[0], PLACES[8]), (PLACES[6], PLACES[11]), (PLACES[9], PLACES[5])]


YEARS = [str(year) for year in range(2015, 2027)]
REGIONS = [_("Africa"), _("Americas"), _("Asia"), _("Europe"), _("Oceania")]
GROWTH = [
    charts.Series(_("Europe"), [8, 11, 14, 19, 24, 28, 33, 35, 38, 40, 43, 46]),
    charts.Series(_("Africa"), [3, 4, 4, 6, 8, None, None, 12, 14, 15, 17, 18]),
    charts.Series(_("Asia"), [5, 6, 7, 7, 8, 9, 9, 10, 10, 11, 12, 12]),
]
DECIDED = [charts.Series(_("Accepted"), [12, 9, 8, 31, 1]), charts.Series(_("Waiting"), [4, 2, 3, 6, 0])]


def sample_charts():
    """One chart of each kind, drawn for the reader's direction."""
    facts = {"source": _("Made-up numbers"), "csv_url": "#charts"}
    return [
        charts.bars(_("Cities by region"), REGIONS, charts.Series(_("Cities"), [18, 15, 12, 46, 1]), **facts),
        charts.stacked_bars(_("Requests by region"), REGIONS, DECIDED, unit=_("Requests"), **facts),
        charts.paired_bars(_("Requests side by side"), REGIONS, DECIDED, unit=_("Requests"), **facts),
        charts.line(_("Cities over the years"), YEARS, GROWTH, description=_("Europe grew fastest."), **facts),
    ]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name as you use it"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address"), help_text=_("We only write about the network."))
    role = forms.ChoiceField(
        label=_("Your part"), choices=[("lead", _("Lead contact")), ("practice", _("Practitioner"))]
    )
    size = forms.ChoiceField(
        label=_("How large is the city?"),
        choices=[("s", _("Below 100,000")), ("m", _("100,000 to one million")), ("l", _("Above one million"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=_("What you work on"),
        choices=[("schools", _("Schools")), ("families", _("Families")), ("work", _("Work and skills"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(label=_("In your own words"), widget=forms.Textarea, required=False, max_length=2000)
    letter = forms.FileField(label=_("Letter"), help_text=_("PDF, at most 20 MB."), required=False)
    accepted = forms.BooleanField(label=_("We accept the principles of the network."))


class LinkForm(forms.Form):
    title = forms.CharField(label=_("Title of the link"))
    url = forms.URLField(label=_("Address"), assume_scheme="https")


LinkForms = forms.formset_factory(LinkForm, extra=1, max_num=5, absolute_max=5)


class SchemeForm(forms.Form):
    scheme = forms.ChoiceField(choices=SCHEMES, required=False)


class StyleGuide(AutosaveMixin, PortalFormMixin, FormView):
    """Its form can be sent: it keeps drafts, is refused with 422, and leads back here. Nothing else happens."""

    template_name = "ui/styleguide.html"
    form_class = SampleForm
    success_url = "."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        refused = SampleForm({"name": "", "email": "mayor@", "text": "كيف نبني الثقة؟"}, auto_id="refused_%s")
        refused.is_valid()
        asked = SchemeForm(self.request.GET)
        return super().get_context_data(
            parts=[
                {"key": key, "name": name, "tag": tag, "template": f"ui/styleguide/{key}.html"}
                for key, (name, tag) in PARTS.items()
            ],
            tokens=TOKENS,
            schemes=SCHEMES,
            scheme=asked.cleaned_data["scheme"] if asked.is_valid() else "",
            samples={"refused": refused, "several": LinkForms(prefix="link")},
            written=WRITTEN,
            page=Paginator(range(500), 10).page(7),
            now=timezone.now(),
            places=PLACES,
            ties=TIES,
            charts=sample_charts(),
            **kwargs,
        )
