"""A city names its national counterpart, the other networks it belongs to, and its partners."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.views import TransitionView

from ..forms.parts import EndForm, OrganisationForm
from ..lifecycle import city_organisations as lifecycle
from ..part_rules import may_write_for
from .editing import EditForm, OnEditPage
from .led import LedCity


class OrganisationList(OnEditPage, EditForm):
    """Those named now, and the form that names another one."""

    template_name = "cities/city_organisations.html"
    form_class = OrganisationForm
    tab = "organisations"

    def save(self, form):
        lifecycle.name(by=self.request.user, within=self.city, **form.cleaned_data)

    def get_success_url(self):
        return reverse("cities:city_edit", args=[self.city.slug, "organisations"])

    def get_context_data(self, **kwargs):
        named = self.city.organisations.select_related("organisation").order_by("until", "relation", "pk")
        return super().get_context_data(named=named, may_write=may_write_for(self.request.user, self.city), **kwargs)


class OrganisationEnd(LedCity, TransitionView):
    transition = lifecycle.end
    form_class = EndForm
    confirm = _("Does this organisation not belong to your work any more?")
    button = _("Save")
    done = _("Saved.")

    def get_object(self):
        return get_object_or_404(self.city.organisations, pk=self.kwargs["pk"])

    def get_success_url(self):
        return reverse("cities:city_edit", args=[self.city.slug, "organisations"])
