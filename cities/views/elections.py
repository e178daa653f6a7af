"""When a city elects: its leading people say the day, and the portal asks about the political lead afterwards."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import FormView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin, once

from ..forms.confirming import ElectionForm
from ..lifecycle import elections
from .led import OwnCity


class ElectionRecord(OwnCity, PortalFormMixin, FormView):
    template_name = "cities/election_form.html"
    form_class = ElectionForm
    tab = "confirm"
    is_for_leading = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(elections=self.city.elections.standing().order_by("-on"), **kwargs)

    def form_valid(self, form):
        return once(self.request, lambda: self.record(form))

    def record(self, form):
        try:
            election = elections.record(by=self.request.user, within=self.city, on=form.cleaned_data["on"])
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        day = date_format(election.on, "j F Y")
        messages.success(self.request, _("The election of %(day)s is on record.") % {"day": day})
        return redirect("cities:city_confirm", self.city.slug)
