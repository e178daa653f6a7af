"""The pages of the two bodies, on any day: who sits there, the balance, and the years behind."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from scn_portal.sharing import Sharing
from scn_portal.ui.charts import Series, paired_bars
from scn_portal.ui.tables import as_csv

from ..balance import balance_on
from ..countries import country_name
from ..forms.governance import DayForm
from ..models import Advice, Body, Decision, Priority
from ..rules import reads_green
from ..tenure import Tenure, body_of
from .directory import notes_for
from .site import everybody

NEWEST = 5


class OnDay:
    """What the pages and tables of one body share: the body, the day asked for, and its seats."""

    body_key = Body.Key.STEERING

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.body = body_of(self.body_key)
        self.form = DayForm(request.GET or None)
        self.tenure = Tenure(self.body, self.form.day, request.user)


class BodyPage(OnDay, TemplateView):
    def get_context_data(self, **kwargs):
        tenure, day = self.tenure, self.form.day
        balance = balance_on(self.body, day, terms=tenure.current)
        for each in tenure.current:
            each.country_label = country_name(each.holder.country_id) if each.holder.country_id else ""
        return super().get_context_data(
            body=self.body,
            form=self.form,
            day=day,
            tenure=tenure,
            balance=balance,
            chart=chart_of(balance, self.form),
            countries=[(country_name(code), number) for code, number in balance.countries],
            names_shown=reads_green(self.request.user),
            decisions=decisions_of(self.body_key, self.request.user),
            notes=notes_for([each.city for each in tenure.current if each.city_id]),
            query=f"?on={day.isoformat()}",
            **kwargs,
        )


def decisions_of(body, reader):
    return Decision.objects.visible_to(reader).filter(body=body).order_by("-year", "-number")[:NEWEST]


def chart_of(balance, form):
    """Seats beside member cities, each as share of all; None where no region has a seat."""
    if not any(row.seats for row in balance.regions):
        return None
    shares = [
        Series(_("Seats"), [round(row.share, 1) for row in balance.regions]),
        Series(_("Member cities"), [round(row.share_of_cities, 1) for row in balance.regions]),
    ]
    return paired_bars(
        _("Seats beside member cities, by region"),
        [country_name(row.code) for row in balance.regions],
        shares,
        shown=[
            [f"{row.seats} ({round(row.share)} %)", f"{row.cities} ({round(row.share_of_cities)} %)"]
            for row in balance.regions
        ],
        unit=_("Number, and share of all in percent"),
        source=_("Regions as the United Nations count them (M49)"),
        csv_url=f"balance.csv?on={form.day.isoformat()}",
    )


@everybody
class Committee(BodyPage):
    template_name = "cities/committee.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(priorities=priorities_on(self.form.day, self.request.user), **kwargs)


def priorities_on(day, user):
    return Priority.objects.visible_to(user).on(day).select_related("theme").prefetch_related("theme__labels")


@everybody
class Board(BodyPage):
    template_name = "cities/board.html"
    body_key = Body.Key.ADVISORY

    def get_context_data(self, **kwargs):
        advice = Advice.objects.visible_to(self.request.user).select_related("decision", "organisation")
        return super().get_context_data(advice=advice.order_by("-given_at", "-pk")[:NEWEST], **kwargs)


class Table(OnDay, View):
    """What everybody reads, as rows for a spreadsheet."""

    name, columns = "", ()

    def get(self, request):
        day = self.form.day.isoformat()
        return as_csv(f"strong-cities-{self.body_key}-{self.name}-{day}", Sharing.CLEAR, self.columns, self.rows())


@everybody
class SeatsCsv(Table):
    name = "seats"
    columns = [
        "seat", "holder", "country", "country_code", "region", "since", "precision", "until", "co_chair", "source",
    ]  # fmt: skip

    def rows(self):
        for each in self.tenure.current:
            country, period = each.holder.country, each.period
            where = [country_name(country.pk), country.pk, country_name(country.region_code)] if country else [""] * 3
            since = period.lower.isoformat()[: {"year": 4, "month": 7}.get(each.precision, 10)]
            end = [since, each.precision, period.upper, each.is_leading, each.source]
            yield [each.seat.number, each.holder, *where, *end]


@everybody
class BalanceCsv(Table):
    name = "balance"
    columns = ["region", "region_code", "seats", "seats_percent", "member_cities", "member_cities_percent"]

    def rows(self):
        for row in balance_on(self.body, self.form.day, terms=self.tenure.current).regions:
            shares = [row.seats, round(row.share, 1), row.cities, round(row.share_of_cities, 1)]
            yield [country_name(row.code), row.code, *shares]
