"""The network beside its cities: partners, regions with their hubs, and how it grew."""

from collections import Counter
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from scn_portal.sharing import Sharing
from scn_portal.ui import charts
from scn_portal.ui.tables import as_csv

from .. import growth
from ..countries import country_name
from ..folding import folded
from ..models import City, NetworkRegion, Organisation, OrganisationRole, RegionalHub
from ..status import today
from .directory import notes_on
from .site import WithTexts, everybody

STANDINGS = ("now", "earlier", "undated")


@everybody
class Partners(WithTexts, TemplateView):
    template_name = "cities/partners.html"
    text_keys = ["partners"]

    def get_context_data(self, **kwargs):
        rows = Organisation.objects.select_related("country", "mark__file")
        rows = list(rows.prefetch_related("roles", "hubs__region", "mark__file__smaller"))
        grouped = {name: [] for name in (*STANDINGS, "others")}
        for each in rows:
            each.sources = [word for word in each.source.replace(";", " ").split() if word.startswith("http")]
            grouped[standing_of(each, today())].append(each)
        grouped["now"].sort(key=lambda each: all(role.role != OrganisationRole.Role.HOST for role in each.roles.all()))
        return super().get_context_data(**grouped, **kwargs)


def standing_of(organisation, day):
    """Where an organisation stands on the page: by the best of its roles; "others" without one."""
    standings = {each.standing_on(day) for each in organisation.roles.all()}
    standings |= {"now" for hub in organisation.hubs.all() if hub.until is None or hub.until >= day}
    return next((each for each in STANDINGS if each in standings), "others")


@everybody
class Regions(WithTexts, TemplateView):
    template_name = "cities/regions.html"
    text_keys = ["regions"]

    def get_context_data(self, **kwargs):
        listed = City.objects.listed().exclude(country__network_region=None).order_by()
        numbers = Counter(dict(listed.values_list("country__network_region").annotate(Count("pk", distinct=True))))
        hubs = RegionalHub.objects.select_related("organisation", "city__country")
        regions = list(NetworkRegion.objects.prefetch_related("countries"))
        for each in regions:
            each.number = numbers[each.pk]
            each.here = sorted(each.countries.all(), key=lambda country: folded(country_name(country.pk)))
            each.hubs_here = [hub for hub in hubs if hub.region_id == each.pk]
        notes = notes_on(country for each in regions for country in each.here)
        return super().get_context_data(regions=regions, notes=notes, **kwargs)


@everybody
class Growth(WithTexts, TemplateView):
    template_name = "cities/growth.html"
    text_keys = ["growth"]

    def get_context_data(self, **kwargs):
        day = today()
        years = growth.by_year(day)
        return super().get_context_data(
            day=day,
            by_year=chart_of_years(years) if years else None,
            undated=growth.without_a_date(day),
            published=growth.published(),
            as_published=chart_of_published(growth.published()),
            **charts_of_regions(),
            **kwargs,
        )


def chart_of_years(years):
    series = charts.Series(_("Cities"), [each.cities for each in years])
    return charts.line(
        _("Member cities by year"),
        [str(each.year) for each in years],
        [series],
        description=_("At the end of each year; in the running year, today."),
        source=_("Counted from the memberships on record."),
        csv_url=reverse("cities:growth_csv"),
    )


def chart_of_published(figures):
    return charts.bars(
        _("What others published"),
        [f"{in_words(each.on)}: {each.unit}" for each in figures],
        charts.Series(_("Figure as published"), [each.number for each in figures]),
        written=[each.written for each in figures],
        description=_("Units differ, and so do ways of counting. A plus sign is the source's own."),
    )


def in_words(on):
    """A day or a month as it is known ("2017-03-10", "2016-03"), in the reader's words."""
    day = date.fromisoformat(on if len(on) == 10 else f"{on}-01")
    return date_format(day, "j F Y" if len(on) == 10 else "F Y")


def charts_of_regions():
    """Member cities of the directory by region of the world and by region of the network. Two queries."""
    rows = list(City.objects.listed().order_by().values_list("country__region_code", "country__network_region"))
    names = {each.pk: each.name for each in NetworkRegion.objects.all()}
    world = Counter(region for region, _network in rows)
    network = Counter(network for _region, network in rows if network)
    return {
        "by_region": drawn(_("Member cities by region of the world"), world, country_name),
        "by_network": drawn(_("Member cities by region of the network"), network, names.get),
    }


def drawn(title, numbers, name_of):
    """A chart with the largest first; None where there is nothing to draw."""
    if not numbers:
        return None
    labels = [name_of(key) for key, _number in numbers.most_common()]
    series = charts.Series(_("Member cities"), [number for _key, number in numbers.most_common()])
    return charts.bars(title, labels, series, source=_("Counted from the directory."))


@everybody
class GrowthCsv(View):
    """The counted figures and the published ones, each said to be so."""

    def get(self, request):
        counted = [
            ["counted", each.day, each.cities, "member cities", "memberships on record"]
            for each in growth.by_year(today())
        ]
        published = [
            ["published", each.on, each.written, each.unit, " ".join(each.sources)] for each in growth.published()
        ]
        columns = ["kind", "date", "figure", "unit", "source"]
        return as_csv("strong-cities-growth", Sharing.CLEAR, columns, [*counted, *published])
