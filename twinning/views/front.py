"""The front page of twinning: what it is, how far it has come, and where one begins."""

from django.views.generic import TemplateView

from hub.readers import reader_of
from scn_portal.accounts.links import Public

from ..models import Project, Round
from ..network import ADOPTION, Numbers, links_for

SHOWN = 3


class Front(Public, TemplateView):
    template_name = "twinning/front.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        links, reader = links_for(user), reader_of(user)
        return super().get_context_data(
            numbers=Numbers(links),
            places=placed(links),
            ties=ties_of(links),
            newest=[each for each in links if each.kind != ADOPTION and each.status != "closed"][:SHOWN],
            round=Round.objects.visible_to(user).filter(status="open").order_by("closes_at").first(),
            results=Project.objects.visible_to(user).filter(status="done").order_by("-done_on", "-pk")[:SHOWN],
            is_member=bool(reader.cities),
            leads=bool(reader.leads()),
            **kwargs,
        )


def placed(links):
    """The cities of these links that have a point on the map, each once."""
    cities = {city.pk: city for link in links for city in link.cities if city.lat is not None and city.has_page}
    return sorted(cities.values(), key=lambda city: city.folded)


def ties_of(links):
    """Pairs of cities between which the map draws a line: from the first of a link to the others."""
    return [
        (link.cities[0], city)
        for link in links
        for city in link.cities[1:]
        if link.cities[0].lat is not None and city.lat is not None
    ]
