"""Matching rounds: the list, and the page on which a city sees everything that concerns it."""

from django.urls import reverse
from django.views.generic import ListView, TemplateView

from cities.models import City

from .. import answering
from ..forms.rounds import CityForm
from ..models import Entry, Round
from ..rules import is_moderator
from .own_city import InRound


class RoundList(ListView):
    template_name = "twinning/round_list.html"

    def get_queryset(self):
        return Round.objects.visible_to(self.request.user)

    def get_context_data(self, **context):
        now = [each for each in self.object_list if each.status not in ("settled", "cancelled")]
        past = [each for each in self.object_list if each.status in ("settled", "cancelled")]
        add = reverse("admin:twinning_round_changelist") if is_moderator(self.request.user) else ""
        return super().get_context_data(current=now, past=past, add=add, **context)


class RoundDetail(InRound, TemplateView):
    template_name = "twinning/round_detail.html"

    def get_context_data(self, **context):
        user = self.request.user
        own = answering.own_cities(user)
        form = CityForm(self.request.GET, cities=City.objects.filter(pk__in=[each.pk for each in own]))
        city = form.chosen or (own[0] if own else None)
        part = answering.own_part(user, self.round, city, is_one_of_several=len(own) > 1)
        desk = desk_of(self.round) if is_moderator(user) else None
        return super().get_context_data(own_cities=own, part=part, desk=desk, **context)


def desk_of(round):
    """What moderators see of a round besides: entries, runs and marks."""
    return {
        "entries": round.entries.filter(status=Entry.Status.IN).count(),
        "runs": round.runs.order_by("-number"),
        "record": reverse("admin:twinning_round_change", args=[round.slug]),
    }
