"""What pages share on which somebody acts for a city: the round, and which of the own cities is meant."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from cities.models import City
from hub.readers import reader_of
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import PortalFormMixin, once

from ..forms.rounds import CityForm
from ..models import Entry, Round


class ActingForm(PortalFormMixin, FormView):
    """A form whose step is `act(form)`, which returns the words that follow it; sent twice, it is carried out once."""

    def form_valid(self, form):
        return once(self.request, lambda: self._carried_out(form))

    def _carried_out(self, form):
        messages.success(self.request, self.act(form))
        return HttpResponseRedirect(self.get_success_url())


class InRound:
    """The round of the address, as far as the reader may know of it."""

    @cached_property
    def round(self):
        return get_object_or_404(Round.objects.visible_to(self.request.user), slug=self.kwargs["slug"])

    @property
    def page(self):
        return reverse("twinning:round_detail", args=[self.round.slug])

    def get_context_data(self, **context):
        return super().get_context_data(**{"round": self.round, "back": self.page} | context)


class ForOwnCity(InRound):
    """For people who lead a city; `?city=` says which, where they lead several. All others may not do this."""

    @cached_property
    def own_cities(self):
        return City.objects.filter(pk__in=reader_of(self.request.user).leads()).order_by("folded")

    @cached_property
    def city(self):
        if not self.own_cities:
            raise NotAllowed(
                _("A lead of a city enters it into a round and answers for it."),
                _("The lead contact, a deputy or the political lead of your city can do it."),
            )
        chosen = CityForm(self.request.GET, cities=self.own_cities).chosen
        if chosen is None:
            raise Http404
        return chosen

    @cached_property
    def entry(self):
        return Entry.objects.filter(round=self.round, city=self.city).first()

    def dispatch(self, request, *args, **kwargs):
        self.round  # noqa: B018 -- a wrong address is answered before anything else
        self.city  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    @property
    def page(self):
        return f"{super().page}?city={self.city.slug}" if len(self.own_cities) > 1 else super().page

    def get_context_data(self, **context):
        return super().get_context_data(**{"city": self.city, "own_cities": self.own_cities} | context)
