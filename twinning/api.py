"""Partnerships and exchanges for programs: what everybody may read, whoever asks."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from ninja import Field, Query, Schema

from cities.api import NamedCity, Walk, coded, walked
from cities.models import City
from scn_portal.api import api
from scn_portal.api.answering import Coded, RefusedOut

from .models import PartnerCity, VisitCity, VisitStop
from .network import shown_partnerships, shown_visits


class PartnershipOut(Schema):
    code: str
    url: str
    kind: Coded
    title: str
    aims: str
    status: str
    cities: list[NamedCity]
    others: list[str] = Field(description="Parties that are no city on record.")
    since: date | None
    precision: str = Field(description="day, month or year.")
    origin: str
    source: str
    is_demonstration: bool


class ExchangeOut(Schema):
    code: str
    url: str
    format: Coded
    title: str
    status: str
    hosts: list[NamedCity]
    cities: list[NamedCity] = Field(description="Those that sent people.")
    starts_on: date
    ends_on: date
    precision: str = Field(description="day, week, month or year.")
    source: str
    is_demonstration: bool


class PartnershipsOut(Schema):
    items: list[PartnershipOut]
    next: str | None


class ExchangesOut(Schema):
    items: list[ExchangeOut]
    next: str | None


@api.get(
    "partnerships/",
    response={200: PartnershipsOut, 400: RefusedOut},
    url_name="partnerships",
    operation_id="list_partnerships",
)
def partnerships(request, asked: Query[Walk]):
    """Public partnerships, and those that public sources tell of, the latest first."""
    members = Prefetch("partner_cities", PartnerCity.objects.filter(left_on=None).select_related("city"))
    rows = shown_partnerships(AnonymousUser()).prefetch_related(members, "parties__organisation")
    items, address = walked("partnerships", rows, ["-pk"], asked)
    pages = pages_of(each.city for row in items for each in row.partner_cities.all())
    return {"items": [as_partnership(each, pages) for each in items], "next": address}


@api.get(
    "exchanges/", response={200: ExchangesOut, 400: RefusedOut}, url_name="exchanges", operation_id="list_exchanges"
)
def exchanges(request, asked: Query[Walk]):
    """Exchanges that public sources tell of, the latest first."""
    stops, senders = VisitStop.objects.select_related("host"), VisitCity.objects.select_related("city")
    rows = shown_visits(AnonymousUser()).select_related("format")
    rows = rows.prefetch_related(Prefetch("stops", stops), Prefetch("visit_cities", senders))
    items, address = walked("exchanges", rows, ["-pk"], asked)
    pages = pages_of(city for row in items for city in (*hosts_of(row), *senders_of(row)))
    return {"items": [as_exchange(each, pages) for each in items], "next": address}


def hosts_of(visit):
    return [stop.host for stop in visit.stops.all() if stop.host]


def senders_of(visit):
    return [each.city for each in visit.visit_cities.all()]


def pages_of(cities):
    """{id: slug} of the cities that have a page for everybody."""
    keys = {city.pk for city in cities}
    return dict(City.objects.visible_to(AnonymousUser()).filter(pk__in=keys).values_list("pk", "slug"))


def named(cities, pages):
    return [{"slug": pages.get(city.pk), "name": city.name} for city in cities]


def as_partnership(row, pages):
    return {
        "code": row.code,
        "url": settings.BASE_URL + row.get_absolute_url(),
        "kind": coded(row.kind, row.get_kind_display()),
        "cities": named([each.city for each in row.partner_cities.all()], pages),
        "others": [str(each) for each in row.parties.all()],
        "since": row.started_on or row.agreed_on,
        "precision": row.start_precision,
    } | plain(row, "title aims status origin source is_demonstration")


def as_exchange(row, pages):
    return {
        "code": row.code,
        "url": settings.BASE_URL + row.get_absolute_url(),
        "format": coded(row.format.code, str(row.format)),
        "hosts": named(hosts_of(row), pages),
        "cities": named(senders_of(row), pages),
    } | plain(row, "title status starts_on ends_on precision source is_demonstration")


def plain(row, names):
    return {name: getattr(row, name) for name in names.split()}
