"""The contact page: a message, its number, and a copy by mail."""

from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.views.generic import FormView, TemplateView

from scn_portal.lifecycle import VISITOR
from scn_portal.ui.forms import PortalFormMixin, is_submission_key, new_submission_key

from ..forms.site import ContactForm
from ..lifecycle import site
from .site import WithTexts, everybody

LAST_NUMBER = "contact_number"


class Sending(WithTexts, FormView):
    """Keeps the message and remembers its number for the receipt."""

    form_class = ContactForm
    success_url = reverse_lazy("cities:contact_sent")

    def form_valid(self, form):
        key = self.request.POST.get("submission_key", "")
        message = site.send(
            by=VISITOR,
            form_key=key if is_submission_key(key) else new_submission_key(),
            language=get_language() or "en",
            **form.cleaned_data,
        )
        self.request.session[LAST_NUMBER] = message.number
        return super().form_valid(form)


@everybody
class Contact(PortalFormMixin, Sending):
    template_name = "cities/contact.html"
    text_keys = ["contact"]

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except site.TooMany as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=429)


@everybody
class ContactSent(TemplateView):
    template_name = "cities/contact_sent.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(number=self.request.session.get(LAST_NUMBER, ""), **kwargs)
