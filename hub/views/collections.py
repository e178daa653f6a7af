"""Collections: items that an editor put together, in an order, each with a note."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from cities.views.site import everybody
from scn_portal.sharing import Sharing

from ..cards import cards_of, with_taken
from ..models import Collection, CollectionItem, Resource


def items_seen_by(user):
    """The items of collections that this person may open, with what a card shows."""
    shown = with_taken(Resource.objects.visible_to(user).shown()).select_related("city")
    rows = CollectionItem.objects.filter(resource__in=shown.values("pk")).order_by("position")
    return rows.prefetch_related(Prefetch("resource", queryset=shown))


@everybody
class CollectionList(ListView):
    template_name = "hub/collection_list.html"

    def get_queryset(self):
        found = Collection.objects.visible_to(self.request.user)
        seen = Resource.objects.visible_to(self.request.user).shown().values("pk")
        rows = CollectionItem.objects.filter(resource__in=seen).only("collection_id")
        return found.prefetch_related(Prefetch("items", queryset=rows)).order_by("closed_on", "title")


@everybody
class CollectionDetail(TemplateView):
    template_name = "hub/collection_detail.html"

    def get_context_data(self, **kwargs):
        found = Collection.objects.visible_to(self.request.user)
        collection = get_object_or_404(found, slug=self.kwargs["slug"])
        items = list(items_seen_by(self.request.user).filter(collection=collection))
        cards_of([each.resource for each in items])
        return super().get_context_data(
            collection=collection,
            items=items,
            has_ended=bool(collection.closed_on and collection.closed_on <= timezone.now().date()),
            is_ahead=bool(collection.release_at and collection.release_at > timezone.now()),
            level=Sharing(collection.sharing),
            **kwargs,
        )
