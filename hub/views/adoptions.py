"""Who took a practice over: the chain over cities."""

from django.views.generic import TemplateView

from cities.views.site import everybody

from ..adoption_chain import Chain
from .acts import may_adopt
from .resources import ShownItem


@everybody
class AdoptionList(ShownItem, TemplateView):
    """The way of the practice from city to city, on the map, as a line, and as a table."""

    template_name = "hub/adoption_list.html"

    def get_context_data(self, **kwargs):
        chain = Chain(self.item, self.request.user)
        return super().get_context_data(chain=chain, may_adopt=may_adopt(self.reader, self.item, chain), **kwargs)
