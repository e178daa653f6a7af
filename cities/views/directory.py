"""The directory of member cities, and each city's own page."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.generic import DetailView, TemplateView, View

from scn_portal.ui.tables import as_csv

from ..countries import country_name, language_name
from ..filters import SORTS, DirectoryFilter, labels_of_terms
from ..models import City, Membership
from ..rules import leads, reads_green
from ..site_texts import texts_for
from .city_parts import parts_for
from .merged import FollowsOldSlug
from .site import everybody

ON_ONE_PAGE = 100
CSV_COLUMNS = [
    "name", "country", "country_code", "region", "subregion", "network_region", "type", "status", "member_since",
    "precision", "population", "latitude", "longitude", "website", "page",
]  # fmt: skip


def described(city, types):
    """The city with what list, map, CSV and page say of it in the reader's language."""
    city.type_label = types.get(city.type.code, city.type.code)
    city.country_label = country_name(city.country_id)
    city.is_founder = city.joined_on == Membership.FOUNDED_ON
    city.is_silent = city.status in Membership.SILENT
    city.tone = "" if city.is_silent else "good"
    city.status_label = Membership.Status(city.status).label if city.status else ""
    return city


def notes_for(cities):
    """The footnote to the name of a country, where one of these cities needs it."""
    return notes_on(each.country for each in cities)


def notes_on(countries):
    """The footnotes to the names of these countries. One query, or none."""
    noted = sorted({each.pk for each in countries if each.note})
    texts = texts_for([f"country.{code.lower()}" for code in noted]) if noted else {}
    return [text for text in texts.values() if text.version]


def asks_for_part(request):
    """Whether a script wants the results alone. Going back in the browser asks for the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


@everybody
class CityList(TemplateView):
    template_name = "cities/city_list.html"

    def get_template_names(self):
        return [f"{self.template_name}#results" if asks_for_part(self.request) else self.template_name]

    def get_context_data(self, **kwargs):
        asked = DirectoryFilter(self.request.GET, self.request.user)
        page = page_of(asked)
        cities = [described(each, asked.labels["authority_type"]) for each in page]
        return super().get_context_data(
            asked=asked,
            cities=cities,
            page_obj=page,
            facets=asked.facets(),
            chips=list(asked.chips()),
            sorts=SORTS.items(),
            query=asked.query.urlencode(),
            notes=notes_for(cities),
            view=asked.chosen["region"][0] if len(asked.chosen["region"]) == 1 else "world",
            **kwargs,
        )


def page_of(asked):
    """One page of the rows. Their number is known from the facets: no query counts them again."""
    paginator = Paginator(asked.cities, ON_ONE_PAGE)
    paginator.count = asked.total()
    return paginator.get_page(asked.page)


@everybody
class CityListCsv(View):
    """The same rows as the list, all of them, as a table for a spreadsheet."""

    def get(self, request):
        asked = DirectoryFilter(request.GET, request.user)
        rows = (row_of(described(city, asked.labels["authority_type"]), request) for city in asked.cities)
        return as_csv("strong-cities", asked.level, CSV_COLUMNS, rows)


def row_of(city, request):
    """The cells of one city."""
    since = city.joined_on.isoformat()[: {"year": 4, "month": 7}.get(city.precision, 10)] if city.joined_on else ""
    region, subregion = country_name(city.country.region_code), country_name(city.country.subregion_code)
    network = city.country.network_region.name if city.country.network_region_id else ""
    words = [city.name, city.country_label, city.country_id, region, subregion, network, city.type_label]
    words += [str(city.status_label), since, city.precision]
    end = [city.website, request.build_absolute_uri(city.get_absolute_url())]
    return [*words, city.population, city.lat, city.lon, *end]


@everybody
class CityDetail(FollowsOldSlug, DetailView):
    template_name = "cities/city_detail.html"

    def get_object(self):
        cities = City.objects.visible_to(self.request.user).select_related("country", "type", "profile__picture__file")
        return get_object_or_404(cities, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        labels = labels_of_terms()
        city = described(self.object, labels["authority_type"])
        profile = getattr(city, "profile", None) if city.status != "ended" else None  # then name and years alone
        codes = set(profile.themes.values_list("code", flat=True)) if profile else ()
        return super().get_context_data(
            text=(text := text_in_reach(profile)),
            text_language=language_name(text.language) if text else "",
            themes=[(code, label) for code, label in labels["theme"].items() if code in codes],
            names=other_names(city),
            memberships=city.memberships.order_by("joined_on"),
            offices=city.representatives.filter(until=None).order_by("since"),
            notes=notes_for([city]),
            may_edit=leads(self.request.user, city),
            mailbox=profile.mailbox if profile and reads_green(self.request.user) else "",
            **parts_for(self.request.user, city),
            here=[city],
            **kwargs,
        )


def text_in_reach(profile):
    """The newest text of the profile in the reader's language, else in English, else in any; None without one."""
    if profile is None:
        return None
    wanted = [(get_language() or "en")[:2], "en"]
    newest = {}
    for text in profile.texts.order_by("-number"):
        newest.setdefault(text.language, text)
    reach = [newest[language] for language in wanted if language in newest] or list(newest.values())
    return reach[0] if reach else None


def other_names(city):
    """The names under which the city is also known, each with its language."""
    return [each for each in city.names.order_by("kind", "language") if each.name != city.name]
