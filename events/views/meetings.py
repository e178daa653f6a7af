"""The list of events, the page of one, and the same as data."""

from itertools import pairwise

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView, ListView, View

from cities.countries import language_name
from cities.models import City
from hub.readers import reader_of
from scn_portal.accounts.links import Public
from scn_portal.sharing import Sharing

from ..listing import described, door_of
from ..models import Event, Pool
from ..structured import as_schema_org


class VisibleEvents:
    """Every view of an event takes it from here: what the person may not see is a wrong address."""

    def get_queryset(self):
        return Event.objects.visible_to(self.request.user)


class EventList(Public, VisibleEvents, ListView):
    template_name = "events/event_list.html"

    def get_queryset(self):
        return super().get_queryset().announced().for_lists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object_list=[described(each) for each in self.object_list], **kwargs)


class EventDetail(Public, VisibleEvents, DetailView):
    template_name = "events/event_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_lists()

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
            door=self._door(event),
            replaced_by=self._what_it_became(event),
            **self._places(event),
            **kwargs,
        )

    def _door(self, event):
        pools = Pool.objects.filter(stop__event=event, stop__status="scheduled") if event.status == "open" else ()
        return door_of(event, reader_of(self.request.user), list(pools))

    def _what_it_became(self, event):
        if event.replaced_by_id is None:
            return None
        seen = Event.objects.visible_to(self.request.user).announced()
        return seen.filter(pk=event.replaced_by_id).prefetch_related("texts").first()

    def _places(self, event):
        """The cities that have a page for this reader, and those of the stops on the map in the order of the way."""
        named = {each.city_id for each in event.stop_list} | {each.city_id for each in event.host_list}
        linked = set(
            City.objects.visible_to(self.request.user).filter(pk__in=named - {None}).values_list("pk", flat=True)
        )
        way = [each.city for each in event.stop_list if each.city_id in linked and each.city.lat is not None]
        regions = {each.country.region_code for each in way}
        return {
            "linked": linked,
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
