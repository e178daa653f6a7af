"""Events on the search page."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from scn_portal.search.sources import Source, register

from .filters import ListFilter
from .listing import described


def find(user, query, limit):
    """The events for the search page, those to come first, and how many there are."""
    asked = ListFilter(QueryDict(urlencode({"q": query})), user)
    total = asked.total()
    rows = asked.events.for_lists()[:limit] if total else ()
    return [described(each) for each in rows], total


register(
    Source(
        key="events",
        label=_("Events"),
        find=find,
        template="events/_event_hit.html",
        all_url=lambda query: reverse("events:event_list") + (f"?{urlencode({'q': query})}" if query else ""),
        position=15,
    )
)
