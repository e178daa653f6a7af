"""What the pages of one partnership share: who reads it, for whom the reader acts, and steps taken for a city."""

from functools import cached_property, partial

from django.shortcuts import get_object_or_404

from hub.readers import reader_of
from hub.views.asking import Asked
from scn_portal.ui.forms import once
from scn_portal.ui.views import TransitionView

from ..forms.partnerships import ForOwnCity
from ..models import Partnership
from ..rules import leads_city


class OfPartnership:
    """A page about one partnership, found through `visible_to`."""

    @cached_property
    def partnership(self):
        rows = Partnership.objects.visible_to(self.request.user).select_related("interest", "round")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    @cached_property
    def reader(self):
        return reader_of(self.request.user)

    @cached_property
    def partners(self):
        return list(self.partnership.partner_cities.select_related("city__country").order_by("pk"))

    @cached_property
    def open_partners(self):
        return [each for each in self.partners if each.left_on is None]

    @cached_property
    def reads_inner(self):
        """Whether the reader reads texts, plan and notes: acts for a city that takes part, or is staff."""
        return Partnership.objects.concerning(self.request.user).filter(pk=self.partnership.pk).exists()

    @cached_property
    def own_partners(self):
        """The rows for which this person acts as a lead."""
        return self.led(self.open_partners)

    @cached_property
    def leading(self):
        """The ids of the cities among these that the reader leads; each is asked once."""
        mine = {each.city_id: each.city for each in self.partners if each.city_id in self.reader.leads()}
        return {pk for pk, city in mine.items() if leads_city.test(self.request.user, city)}

    def led(self, partners):
        return [each for each in partners if each.city_id in self.leading]


class PartnershipStep(OfPartnership, Asked, TransitionView):
    """A step that a city takes; which one, where a person leads several, is asked in the form."""

    own_form = ForOwnCity

    @property
    def form_class(self):
        """The form, told for which cities this person acts."""
        return partial(self.own_form, **self.form_values())

    def form_values(self):
        return {"cities": [each.city for each in self.own_partners]}

    def get_object(self, queryset=None):
        return self.partnership

    def post(self, request, *args, **kwargs):
        return once(request, lambda: super(PartnershipStep, self).post(request, *args, **kwargs))

    def details(self, form):
        return getattr(form, "details", form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(partnership=self.partnership, **kwargs)
