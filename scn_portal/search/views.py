"""One box over everything that the apps have registered and the reader may see."""

import logging
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from .forms import SearchForm
from .sources import Source, sources

logger = logging.getLogger(__name__)
SHOWN = 5


@dataclass(frozen=True)
class Group:
    """What one source found: the best hits, how many there are, and where to see them all."""

    source: Source
    hits: list
    total: int
    all_url: str


def groups(user, query):
    """The groups that found something, in the order of the sources. A source that fails is left out."""
    found = [_group(source, user, query) for source in sources()] if query else []
    return [group for group in found if group and group.total]


def _group(source, user, query):
    try:
        hits, total = source.find(user, query, SHOWN)
    except Exception:
        logger.exception("a source of the search failed", extra={"object": source.key})
        return None
    return Group(source, list(hits), total, source.all_url(query))


@method_decorator(login_not_required, name="dispatch")
class Search(TemplateView):
    template_name = "search/search.html"

    def get_context_data(self, **kwargs):
        form = SearchForm(self.request.GET)
        query = form.cleaned_data.get("q", "") if form.is_valid() else ""
        found = groups(self.request.user, query)
        total = sum(group.total for group in found)
        browse = [(source, source.all_url("")) for source in sources()]
        return super().get_context_data(query=query, groups=found, total=total, browse=browse, **kwargs)
