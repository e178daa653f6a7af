"""The library as a list: one box, filters with counts, results; the same rows as a table; suggestions while typing."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from cities.views.directory import asks_for_part
from scn_portal.sharing import Sharing
from scn_portal.ui.tables import as_csv

from ..filters import FACETS, LAST_PAGE, ON_ONE_PAGE, SORTS, ResourceFilter, SuggestionForm
from ..listing import Listing, suggestions
from ..models import ZeroQuery
from ..readers import reader_of

ROWS_OF_A_TABLE = 1_000
CSV_COLUMNS = [
    "code", "title", "kind", "city", "country_code", "year", "evidence", "review", "taken_over_by", "themes",
    "language", "licence", "sharing", "archived", "published", "page",
]  # fmt: skip


def everybody(view):
    """The page is public: it needs no sign-in."""
    return method_decorator(login_not_required, name="dispatch")(view)


@everybody
class ResourceList(TemplateView):
    template_name = "hub/resource_list.html"

    def get_template_names(self):
        return [f"{self.template_name}#found" if asks_for_part(self.request) else self.template_name]

    def get_context_data(self, **kwargs):
        asked = ResourceFilter(self.request.GET, reader_of(self.request.user))
        listing = Listing(asked, counts=tuple(FACETS))
        if asked.words and not listing.result.total:
            ZeroQuery.objects.note(asked.words, (get_language() or "en")[:2])
        return super().get_context_data(
            asked=asked,
            listing=listing,
            result=listing.result,
            items=listing.items,
            facets=listing.facets,
            chips=asked.chips(),
            sorts=SORTS.items(),
            page_obj=page_of(listing),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if asks_for_part(self.request):
            query = context["asked"].here
            response["HX-Push-Url"] = (
                f"{reverse('hub:resource_list')}?{query}" if query else reverse("hub:resource_list")
            )
        return response


def page_of(listing):
    """The page by rank with its neighbours, or None where the list goes on from its last row."""
    if listing.asked.goes_by_key:
        return None
    reachable = range(min(listing.result.total, LAST_PAGE * ON_ONE_PAGE))
    return Paginator(reachable, ON_ONE_PAGE).get_page(listing.asked.page)


@everybody
class ResourceListCsv(View):
    """The same items as the list, as a table for a spreadsheet. Its first line is the strictest label in it."""

    def get(self, request):
        listing = Listing(ResourceFilter(request.GET, reader_of(request.user)), size=ROWS_OF_A_TABLE)
        strictest = Sharing(max((item.level for item in listing.items), default=Sharing.CLEAR))
        rows = (row_of(item, request) for item in listing.items)
        return as_csv("strong-cities-hub", strictest, CSV_COLUMNS, rows)


def row_of(item, request):
    """The cells of one item."""
    where = [item.city.name, item.city.country_id] if item.city else ["", ""]
    words = [item.code, item.title, item.get_kind_display(), *where, str(item.year or ""), item.evidence_label]
    words += [item.get_review_label_display(), str(item.taken), "; ".join(item.theme_labels), item.language]
    words += [
        item.licence,
        item.label,
        "yes" if item.status == "archived" else "",
        item.published_at.date().isoformat(),
    ]
    return [str(each) for each in (*words, request.build_absolute_uri(item.get_absolute_url()))]


@everybody
class Suggestions(TemplateView):
    """What the box offers while somebody types: items, themes, cities."""

    template_name = "hub/_suggestions.html"

    def get_context_data(self, **kwargs):
        form = SuggestionForm(self.request.GET)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        return super().get_context_data(groups=suggestions(reader_of(self.request.user), words), **kwargs)
