"""What stands behind an offer to host or travel: the city's own published practices, theme by theme."""

from hub.models import Resource
from scn_portal.sharing import Sharing

PUBLISHED = (Resource.Status.PUBLISHED, Resource.Status.REVIEW_DUE)


def practices_of(city):
    """{code of a theme: the items of the city that members read now, by title}. Archived ones prove nothing."""
    rows = Resource.objects.with_level().owned_by([city.pk]).filter(status__in=PUBLISHED, level__lte=Sharing.GREEN)
    found = {}
    for each in rows.order_by("title", "pk").prefetch_related("resource_terms__term"):
        for tie in each.resource_terms.all():
            if tie.term.list == "theme":
                found.setdefault(tie.term.code, []).append(each)
    return found


def resting_on(entries, resource):
    """Those of the theme entries that offer to host because of this item."""
    return entries.filter(proof=resource, offer=3)
