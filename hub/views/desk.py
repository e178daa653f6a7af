"""The desk of a city in the hub: what is on its way, what waits, what was given and taken."""

from django.views.generic import TemplateView

from cities.models import City

from .. import waiting
from ..readers import reader_of

MOST = 50  # rows of one list; behind it stands the list of the hub


class Desk(TemplateView):
    """Of the cities that the person acts for; the staff find what they write themselves."""

    template_name = "hub/desk.html"

    def get_context_data(self, **context):
        cities = reader_of(self.request.user).cities
        own_cities = City.objects.filter(pk__in=cities).order_by("folded")
        given, taken = waiting.given_by(cities), waiting.taken_by(cities, self.request.user)
        lists = {
            "cities": own_cities,
            "drafts": waiting.drafts_of(cities, by=self.request.user),
            "to_confirm": waiting.to_confirm(cities)[:MOST],
            "to_answer": [(each, waiting.until(each)) for each in waiting.to_answer(cities)[:MOST]],
            "given": list(given[:MOST]),
            "given_number": given.count(),
            "taken": list(taken[:MOST]),
            "taken_number": taken.count(),
        }
        times = sum(each.times_taken or 0 for each in given)
        lists["has_something"] = any(lists[name] for name in ("drafts", "given", "taken", "to_answer"))
        return super().get_context_data(**context, **lists, times_taken=times)
