"""Cities on the search page."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from scn_portal.search.sources import Source, register

from .models import City


def find(user, query, limit):
    """Member cities for the search page: what the reader may see, former members last."""
    cities = City.objects.visible_to(user).exclude(status=None).found_by(query)
    rows = cities.select_related("country", "type").order_by("status", "folded")[: limit + 1]
    return list(rows)[:limit], cities.count()


register(
    Source(
        key="cities",
        label=_("Cities"),
        find=find,
        template="cities/_city_hit.html",
        all_url=lambda query: f"{reverse('cities:city_list')}?{urlencode({'q': query})}",
        position=10,
    )
)
