"""A series: its editions, and who hosted so far."""

from django.views.generic import DetailView

from cities.countries import country_name
from scn_portal.accounts.links import Public

from ..listing import described
from ..models import Event, Series


class SeriesDetail(Public, DetailView):
    """Open to all: what stands on it is what the reader may see of its editions."""

    model = Series
    template_name = "events/series_detail.html"

    def get_context_data(self, **kwargs):
        editions = Event.objects.visible_to(self.request.user).announced().filter(series=self.object).for_lists()
        events = [described(each) for each in editions.order_by("-starts_on", "-pk")]
        return super().get_context_data(events=events, regions=regions_of(events), **kwargs)


def regions_of(events):
    """[(region, [host city or place, …])]: where the editions took place, by part of the world, oldest first."""
    found = {}
    for event in reversed(events):
        for stop in event.stop_list:
            country = stop.city.country if stop.city else stop.country
            if country and event.status != Event.Status.CANCELLED:
                found.setdefault(country_name(country.region_code), {})[stop.where, event.starts_on.year] = None
    return [(region, list(places)) for region, places in sorted(found.items())]
