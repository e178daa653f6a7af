"""Pages on which somebody acts for a city: strangers do not find them, practitioners are told who may."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from scn_portal.ui.errors import NotAllowed

from ..confirming import due_of, leaving_on
from ..models import City
from ..own_rights import OwnRights
from ..rules import leads, represents


class LedCity:
    """The city named in the address, for its lead contact, deputy or political lead."""

    def dispatch(self, request, *args, **kwargs):
        self.city = get_object_or_404(City.objects.visible_to(request.user), slug=kwargs["slug"])
        self.refuse_others(request.user)
        return super().dispatch(request, *args, **kwargs)

    def refuse_others(self, person):
        if not leads(person, self.city):
            raise PermissionDenied(
                _("Only the lead contact, a deputy or the political lead of this city may change this.")
            )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            city=self.city, speaks_for_it=represents(self.request.user, self.city), **kwargs
        )


class OwnCity:
    """The city named in the address, for the people who act for it. Nobody else finds the page."""

    tab = ""
    is_for_leading = False  # whether practitioners are told who may, instead

    def dispatch(self, request, *args, **kwargs):
        cities = City.objects.visible_to(request.user).select_related("country")
        self.city = get_object_or_404(cities, slug=kwargs["slug"])
        self.rights = OwnRights(request.user, self.city)
        if not self.rights.roles:
            raise Http404
        if self.is_for_leading and not self.rights.leads:
            raise NotAllowed(_("Only the lead contact, a deputy or the political lead of this city may do this."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        values = {"city": self.city, "rights": self.rights, "tab": self.tab}
        values |= {"due": due_of(self.city), "leaving_on": leaving_on(self.city)}
        return super().get_context_data(**values, **kwargs)
