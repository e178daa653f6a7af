"""Two to four cities side by side, to read, to print and to take away."""

from django.views.generic import TemplateView, View

from cities.models import City
from scn_portal.accounts.links import Public
from scn_portal.ui.tables import as_csv

from ..comparing import compared, label_of
from ..forms.network import CompareForm


class Compare(Public, TemplateView):
    template_name = "twinning/compare.html"

    def get_context_data(self, **kwargs):
        asked = CompareForm(self.request.GET, self.request.user)
        cities = asked.chosen()
        sections = compared(cities, self.request.user) if len(cities) > 1 else []
        return super().get_context_data(
            asked=asked,
            cities=cities,
            sections=sections,
            label=label_of(sections).name,
            columns=len(cities) + 1,
            choices=City.objects.listed(silent=True).select_related("country").order_by("folded"),
            chosen=[*cities, *[None] * (asked.MOST - len(cities))],
            query="&".join(f"city={city.slug}" for city in cities),
            **kwargs,
        )


class CompareCsv(Public, View):
    """The same as a table; without two cities it is empty."""

    def get(self, request):
        cities = CompareForm(request.GET, request.user).chosen()
        sections = compared(cities, request.user) if len(cities) > 1 else []
        columns = ["section", "row", *(city.name for city in cities)]
        rows = [
            [section.title, row.label, *("; ".join(item.words for item in cell) for cell in row.cells)]
            for section in sections
            for row in section.rows
        ]
        return as_csv("comparison", label_of(sections), columns, rows)
