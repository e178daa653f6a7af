"""Looking up a place of the gazetteer."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from ..forms.places import PlaceForm
from ..gazetteer import find_places


@method_decorator([login_not_required, vary_on_headers("HX-Request")], name="dispatch")
class PlaceList(TemplateView):
    template_name = "cities/place_list.html"

    def get_template_names(self):
        return [f"{self.template_name}#hits" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs):
        form = PlaceForm(self.request.GET)
        query = form.cleaned_data["q"] if form.is_valid() else ""
        return super().get_context_data(form=form, query=query, places=find_places(query), **kwargs)
