"""A person's own settings and security."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, UpdateView

from scn_portal.ui.forms import PortalFormMixin

from . import logins, second_factor
from .forms import EndLoginsForm, SettingsForm, back_from


class Settings(PortalFormMixin, UpdateView):
    form_class = SettingsForm
    template_name = "accounts/settings.html"
    success_url = reverse_lazy("accounts:settings")

    def get_object(self, queryset=None):
        return self.request.user

    def form_valid(self, form):
        messages.success(self.request, _("Your settings are saved."))
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class Security(FormView):
    """How one signs in, and where one is signed in."""

    form_class = EndLoginsForm
    template_name = "accounts/security.html"
    success_url = reverse_lazy("accounts:security")

    def get_form_kwargs(self):
        listed, current = logins.open_logins(self.request.user), self.request.session.session_key
        return super().get_form_kwargs() | {"logins": listed, "current": current}

    def get_context_data(self, **kwargs):
        factors = Authenticator.objects.filter(user=self.request.user).order_by("created_at")
        values = {
            "apps": [each for each in factors if each.type == Authenticator.Type.TOTP],
            "passkeys": [each.wrap() for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            "recovery": next((each.wrap() for each in factors if each.type == "recovery_codes"), None),
            "must_use": second_factor.must_use(self.request.user),
        }
        return super().get_context_data(**kwargs) | values

    def form_valid(self, form):
        logins.end(form.chosen)
        ended = len(form.chosen)
        text = ngettext("%(count)d login was ended.", "%(count)d logins were ended.", ended) % {"count": ended}
        messages.success(self.request, text)
        return super().form_valid(form)

    def form_invalid(self, form):
        messages.info(self.request, _("This login had already ended."))
        return HttpResponseRedirect(self.success_url)


@method_decorator(never_cache, name="dispatch")
class SecondFactor(TemplateView):
    """Why a second factor is asked, and the way to set one up or to use it."""

    template_name = "accounts/second_factor.html"

    def get(self, request, *args, **kwargs):
        back = back_from(request, default=reverse("accounts:security"))
        types = second_factor.types_of(request.user)
        if types and second_factor.was_used(request):
            return HttpResponseRedirect(back)
        if types:
            page = "mfa_reauthenticate" if "totp" in types else "mfa_reauthenticate_webauthn"
            return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': back})}")
        return super().get(request, *args, **kwargs)
