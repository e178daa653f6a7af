"""Items of the hub on the search page."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from scn_portal.search.sources import Source, register

from .filters import ResourceFilter
from .listing import Listing
from .readers import reader_of


def find(user, query, limit):
    """The best items for the search page, and how many there are."""
    listing = Listing(ResourceFilter(QueryDict(urlencode({"q": query})), reader_of(user)), size=limit)
    return listing.items, listing.result.total


register(
    Source(
        key="hub",
        label=_("Online Information Hub"),
        find=find,
        template="hub/_item_hit.html",
        all_url=lambda query: reverse("hub:resource_list") + (f"?{urlencode({'q': query})}" if query else ""),
        position=5,
    )
)
