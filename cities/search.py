"""Cities, news and organisations on the search page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from scn_portal.search.sources import Source, register

from .models import City, NewsItem, Organisation


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


def find_news(user, query, limit):
    """Items that are shown now, with the words in a text of any language; the newest first."""
    told = Q(texts__title__icontains=query) | Q(texts__text__icontains=query)
    items = NewsItem.objects.shown().filter(pk__in=NewsItem.objects.filter(told).values("pk"))
    return list(items.for_pages()[:limit]), items.count()


def find_organisations(user, query, limit):
    """Organisations on the page of partners, with the words in their name."""
    rows = Organisation.objects.filter(name__icontains=query)
    return list(rows[:limit]), rows.count()


register(
    Source(
        key="news",
        label=_("News and stories"),
        find=find_news,
        template="cities/_news_hit.html",
        all_url=lambda query: reverse("cities:news_list"),
        position=20,
    )
)
register(
    Source(
        key="organisations",
        label=_("Partners and organisations"),
        find=find_organisations,
        template="cities/_organisation_hit.html",
        all_url=lambda query: reverse("cities:partners"),
        position=30,
    )
)
