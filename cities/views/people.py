"""The people who act for a city: who they are, and who has been invited."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from ..forms.people import InvitationForm
from ..lifecycle import invitations
from ..models import Invitation
from .led import LedCity


class CityPeople(LedCity, TemplateView):
    template_name = "cities/city_people.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            people=self.city.representatives.open().select_related("user"),
            invitations=self.city.invitations.filter(status__in=["open", "to_check"]),
            **kwargs,
        )


class InvitationCreate(LedCity, PortalFormMixin, FormView):
    template_name = "cities/invitation_form.html"
    form_class = InvitationForm

    def get_initial(self):
        return {"language": self.request.user.language, "role": "practitioner"}

    def form_valid(self, form):
        try:
            invitations.invite(by=self.request.user, within=self.city, **form.cleaned_data)
        except (TransitionRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation is queued; it works for 30 days."))
        return redirect(reverse("cities:city_people", args=[self.city.slug]))


class InvitationRecall(LedCity, TransitionView):
    transition = invitations.recall
    slug_field, slug_url_kwarg = "code", "code"
    done = _("The invitation has been taken back.")

    def get_queryset(self):
        return Invitation.objects.filter(city=self.city)

    def get_success_url(self):
        return reverse("cities:city_people", args=[self.city.slug])
