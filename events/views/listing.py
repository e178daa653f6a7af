"""The list of events: those to come first, then the past ones by year; filters that work without a script too."""

from itertools import groupby

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cities.views.directory import asks_for_part
from scn_portal.accounts.links import Public

from ..filters import LABELS, ListFilter
from ..listing import described

ON_ONE_PAGE = 24


class EventList(Public, TemplateView):
    template_name = "events/event_list.html"

    def get_template_names(self):
        return [f"{self.template_name}#found" if asks_for_part(self.request) else self.template_name]

    def get_context_data(self, **kwargs):
        asked = ListFilter(self.request.GET, self.request.user)
        page = page_of(asked)
        groups = in_groups([described(each) for each in page])
        return super().get_context_data(
            asked=asked,
            groups=groups,
            has_upcoming=any(not is_past for _heading, is_past, _events in groups),
            page_obj=page,
            facets=asked.facets(),
            chips=asked.chips(),
            left_out=[(LABELS[name], value) for name, value in asked.left_out],
            **kwargs,
        )


def page_of(asked):
    """One page of the events. Their number is known from the facets: no query counts them again."""
    paginator = Paginator(asked.events.for_lists(), ON_ONE_PAGE)
    paginator.count = asked.total()
    return paginator.get_page(asked.page)


def in_groups(events):
    """[(heading, whether past, [event, …])]: what is to come, then year by year."""
    keyed = groupby(events, key=lambda event: event.is_past and event.starts_on.year)
    return [(str(year) if year else _("Coming up"), bool(year), list(rows)) for year, rows in keyed]
