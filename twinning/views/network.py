"""The network of links: a table, and the same as a drawing."""

from django.views.generic import TemplateView

from scn_portal.accounts.links import Public

from ..drawing import draw
from ..forms.network import SORTS, NetworkForm
from ..network import links_for


class Network(Public, TemplateView):
    template_name = "twinning/network.html"

    def get_context_data(self, **kwargs):
        asked = NetworkForm(self.request.GET, links_for(self.request.user))
        links = asked.found()
        return super().get_context_data(
            asked=asked,
            links=links,
            graph=draw(links),
            sorts={each: asked.query(sort=each) for each in SORTS},
            **kwargs,
        )
