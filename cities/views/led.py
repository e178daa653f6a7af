"""Pages on which somebody acts for a city: strangers do not find them, practitioners are told who may."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import City
from ..rules import leads, represents


class LedCity:
    """The city named in the address, for its lead contact, deputy or political lead."""

    def dispatch(self, request, *args, **kwargs):
        self.city = get_object_or_404(City.objects.visible_to(request.user), slug=kwargs["slug"])
        if not leads(request.user, self.city):
            raise PermissionDenied(
                _("Only the lead contact, a deputy or the political lead of this city may change this.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            city=self.city, speaks_for_it=represents(self.request.user, self.city), **kwargs
        )
