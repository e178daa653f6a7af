"""The page of an event, and the same as data."""

from itertools import pairwise

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView, View

from cities.countries import language_name
from scn_portal.accounts.links import Public
from scn_portal.sharing import Sharing

from ..listing import described, room_of
from ..models import Event
from ..registering import own_place
from ..structured import as_schema_org


class VisibleEvents:
    """Every view of an event takes it from here: what the person may not see is a wrong address."""

    def get_queryset(self):
        return Event.objects.visible_to(self.request.user)


class EventDetail(Public, VisibleEvents, DetailView):
    template_name = "events/event_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_page(self.request.user)

    def get(self, request, *args, **kwargs):
        """An address under which the event stood before leads on, for whoever may see it."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            moved = Event.objects.visible_to(request.user).filter(old_slugs__slug=kwargs["slug"]).first()
            if moved is None:
                raise
            return redirect(moved, permanent=True)

    def get_context_data(self, **kwargs):
        event = described(self.object)
        text = event.words
        return super().get_context_data(
            text=text,
            text_language=language_name(text.language) if text else "",
            spoken=", ".join(language_name(code) for code in event.languages),
            is_public=event.sharing == Sharing.CLEAR and event.status != Event.Status.DRAFT,
            many=len(event.stop_list) > 1,
            place=own_place(self.request.user, event),
            room=room_of(event),
            replaced_by=self._what_it_became(event),
            **way_of(event),
            **kwargs,
        )

    def _what_it_became(self, event):
        if event.replaced_by_id is None:
            return None
        seen = Event.objects.visible_to(self.request.user).announced()
        return seen.filter(pk=event.replaced_by_id).prefetch_related("texts").first()


def way_of(event):
    """The cities of the stops for the map, each once, and the way from one to the next."""
    way = [each.city for each in event.stop_list if each.city_id and each.city_has_page and each.city.lat is not None]
    regions = {each.country.region_code for each in way}
    return {
        "places": list(dict.fromkeys(way)),
        "ties": [(one, other) for one, other in pairwise(way) if one != other],
        "view": regions.pop() if len(regions) == 1 else "world",
    }


class EventJsonld(Public, View):
    """The public event as data, the same for everybody."""

    def get(self, request, slug):
        event = get_object_or_404(Event.objects.visible_to(AnonymousUser()).announced().for_lists(), slug=slug)
        data = as_schema_org(described(event))
        return JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
