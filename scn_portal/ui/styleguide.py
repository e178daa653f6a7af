"""The style guide: every component in every state, for staff. It is what axe and the pictures look at."""

from django import forms
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView


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


class StyleGuide(UserPassesTestMixin, TemplateView):
    template_name = "ui/styleguide.html"

    def test_func(self):
        if not self.request.user.is_staff:
            raise Http404
        return True

    def get_context_data(self, **kwargs):
        refused = SampleForm({"name": "", "email": "mayor@", "text": "كيف نبني الثقة؟"}, prefix="refused")
        refused.is_valid()
        return super().get_context_data(
            sample=SampleForm(),
            refused=refused,
            page=Paginator(range(500), 10).page(7),
            now=timezone.now(),
            **kwargs,
        )
