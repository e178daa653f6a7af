"""The front page of the hub: search, four doors, what is new, what others took over, collections."""

from django.views.generic import TemplateView

from cities.views.site import everybody

from ..cards import cards_of, with_taken
from ..doors import open_doors
from ..models import Collection, Resource
from ..readers import reader_of

NEWEST, MOST_TAKEN, COLLECTIONS = 6, 3, 3


@everybody
class Home(TemplateView):
    template_name = "hub/home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        shown = with_taken(Resource.objects.visible_to(user).shown()).select_related("city")
        newest = list(shown.order_by("-published_at", "-pk")[:NEWEST])
        most_taken = list(shown.filter(taken__gt=0).order_by("-taken", "title")[:MOST_TAKEN])
        cards_of([*newest, *most_taken])
        return super().get_context_data(
            newest=newest,
            most_taken=most_taken,
            doors=open_doors(),
            collections=Collection.objects.visible_to(user).filter(closed_on=None)[:COLLECTIONS],
            writes=bool(reader_of(user).cities),
            **kwargs,
        )
