"""The style guide: every component in every state, for staff. It is what axe and the pictures look at."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

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
}
TOKENS = (
    *("paper", "surface", "sunken", "line", "control", "ink", "ink-soft", "brand", "brand-strong", "brand-tint"),
    *("accent", "accent-ink", "accent-tint", "good", "good-tint", "warn", "warn-tint", "bad", "bad-tint", "band"),
)
SCHEMES = [("", _("As on this machine")), ("light", _("Light")), ("dark", _("Dark"))]
WRITTEN = "## Aim\n\nWe *listen* first. [How we work](https://example.org)\n\n- one front door\n- one plan"


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


class SchemeForm(forms.Form):
    scheme = forms.ChoiceField(choices=SCHEMES, required=False)


class StyleGuide(TemplateView):
    template_name = "ui/styleguide.html"

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
            sample=SampleForm(),
            refused=refused,
            written=WRITTEN,
            page=Paginator(range(500), 10).page(7),
            now=timezone.now(),
            **kwargs,
        )
