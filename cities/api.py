"""Cities, countries, news, seats and priorities for programs: what everybody may read, whoever asks."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch
from ninja import Field, Query, Schema

from scn_portal.api import Refused, api, following, later_than, opened
from scn_portal.api.answering import MOST, Coded, RefusedOut

from .countries import country_name
from .filters import TICKS, DirectoryFilter, labels_of_terms
from .models import City, Country, Membership, NewsItem, Priority, SeatTerm

CITY_NAMES = {"q", "silent", "sort", "limit", "cursor", *DirectoryFilter.MANY, *TICKS}


# What comes in


class Walk(Schema):
    limit: int = Field(50, ge=1, le=MOST)
    cursor: str = Field("", description="From `next` of the answer before.")


class CitiesAsked(Walk):
    q: str = Field("", description="Part of a name, in any language.")
    region: list[str] = Field([], description="UN M49 code of the region.")
    subregion: list[str] = Field([], description="UN M49 code of the part of a region.")
    network: list[str] = Field([], description="Code of a region of the network.")
    country: list[str] = Field([], description="ISO 3166-1 code of two letters.")
    type: list[str] = []
    theme: list[str] = []
    team: str = Field("", description="1: with a prevention team that everybody may know of.")
    strategy: str = Field("", description="1: with a public strategy or action plan in force.")
    committee: str = Field("", description="1: with a seat in the Steering Committee.")
    silent: str = Field("", description="1: also cities for which nobody speaks at present.")
    sort: str = Field("name", description="Only name: the list is walked in that order.")


class NewsAsked(Walk):
    city: str = Field("", description="Part of its address, as in `cities`.")


class SeatsAsked(Walk):
    body: str = Field("", description="steering or advisory; both where nothing is said.")
    on: date | None = Field(None, description="Those that ran on that day; all that ever were where nothing is said.")


class PrioritiesAsked(Walk):
    on: date | None = Field(None, description="Those that held on that day; all where nothing is said.")


# What goes out


class MemberCityOut(Schema):
    slug: str
    url: str
    name: str
    country: Coded
    region: Coded
    subregion: Coded | None
    network: Coded | None
    type: Coded
    status: str
    member_since: str | None = Field(description="As exactly as it is known: a day, a month, a year.")
    population: int | None
    latitude: float
    longitude: float
    website: str


class CountryOut(Coded):
    region: Coded
    subregion: Coded | None
    network: str | None
    cities: int


class NamedCity(Schema):
    slug: str | None = Field(description="null where the city has no page of its own.")
    name: str


class NewsOut(Schema):
    slug: str
    url: str
    kind: str
    title: str
    text: str
    language: str
    cities: list[NamedCity]
    published_at: datetime


class SeatOut(Schema):
    body: str
    seat: int
    kind: str
    holder: str
    city: str | None = Field(description="The city's slug, where it has a page.")
    since: date
    until: date | None = Field(description="The first day on which it was no longer held; null while it runs.")
    precision: str
    co_chair_since: date | None
    co_chair_until: date | None


class PriorityOut(Schema):
    theme: Coded
    since: date
    until: date | None
    decision: str = Field(description="Body, year and number.")
    title: str


class CitiesOut(Schema):
    items: list[MemberCityOut]
    total: int
    next: str | None


class CountriesOut(Schema):
    items: list[CountryOut]
    next: str | None


class NewsPageOut(Schema):
    items: list[NewsOut]
    next: str | None


class SeatsOut(Schema):
    items: list[SeatOut]
    next: str | None


class PrioritiesOut(Schema):
    items: list[PriorityOut]
    next: str | None


# The answers


@api.get("cities/", response={200: CitiesOut, 400: RefusedOut}, url_name="cities", operation_id="list_cities")
def cities(request, asked: Query[CitiesAsked]):
    """The member cities that answer a question: the same as in the directory, its map and its table."""
    question = DirectoryFilter(request.GET)
    refuse_unknown(question)
    items, address = walked("cities", question.cities, ["folded", "pk"], asked)
    types = question.labels["authority_type"]
    return {"items": [as_city(each, types) for each in items], "total": question.total(), "next": address}


@api.get(
    "countries/", response={200: CountriesOut, 400: RefusedOut}, url_name="countries", operation_id="list_countries"
)
def countries(request, asked: Query[Walk]):
    """The countries with member cities, each with their number."""
    numbers = dict(City.objects.listed().order_by().values_list("country").annotate(Count("pk", distinct=True)))
    rows = Country.objects.filter(pk__in=numbers).select_related("network_region")
    items, address = walked("countries", rows, ["pk"], asked)
    return {"items": [as_country(each) | {"cities": numbers[each.pk]} for each in items], "next": address}


@api.get("news/", response={200: NewsPageOut, 400: RefusedOut}, url_name="news", operation_id="list_news")
def news(request, asked: Query[NewsAsked]):
    """News and stories that are shown now, the newest first, in the reader's language as far as there is one."""
    rows = NewsItem.objects.shown().for_pages()
    rows = rows.filter(cities__slug=asked.city) if asked.city else rows
    items, address = walked("news", rows, ["-publish_at", "-pk"], asked)
    return {"items": [as_news(each) for each in items], "next": address}


@api.get("seats/", response={200: SeatsOut, 400: RefusedOut}, url_name="seats", operation_id="list_seats")
def seats(request, asked: Query[SeatsAsked]):
    """Who held which seat of the Steering Committee and the Advisory Board, and when."""
    rows = SeatTerm.objects.select_related("seat", "organisation")
    rows = rows.prefetch_related(Prefetch("city", City.objects.with_status()))
    if asked.body not in ("", "steering", "advisory"):
        raise Refused("body", asked.body[:40], ["steering", "advisory"])
    rows = rows.of(asked.body) if asked.body else rows
    rows = rows.on(asked.on) if asked.on else rows
    items, address = walked("seats", rows, ["pk"], asked)
    return {"items": [as_seat(each) for each in items], "next": address}


@api.get(
    "priorities/", response={200: PrioritiesOut, 400: RefusedOut}, url_name="priorities", operation_id="list_priorities"
)
def priorities(request, asked: Query[PrioritiesAsked]):
    """The themes that the network put first, and by which decision."""
    rows = Priority.objects.visible_to(AnonymousUser()).select_related("theme", "decision")
    rows = rows.on(asked.on) if asked.on else rows
    items, address = walked("priorities", rows, ["pk"], asked)
    labels = labels_of_terms()["theme"]
    return {"items": [as_priority(each, labels) for each in items], "next": address}


def walked(name, rows, order, asked):
    """One page of the rows behind the cursor, and the address of what follows."""
    question = canonical(asked)
    key = opened(asked.cursor, name, question, asked.limit)
    rows = rows.filter(later_than(order, key)) if key else rows
    found = list(rows.order_by(*order)[: asked.limit + 1])
    page = found[: asked.limit]
    last = key_of(page[-1], order) if len(found) > asked.limit else None
    return page, following(name, question, asked.limit, last)


def key_of(row, order):
    values = [getattr(row, field.lstrip("-")) for field in order]
    return [each.isoformat() if isinstance(each, datetime) else each for each in values]


def canonical(asked):
    """The question without its place in the walk, always written in the same way."""
    values = asked.model_dump(exclude={"cursor", "limit"}, exclude_defaults=True)
    return urlencode(
        sorted((name, sorted(value) if isinstance(value, list) else value) for name, value in values.items()),
        doseq=True,
    )


def refuse_unknown(question):
    """A parameter or a value that the directory leaves out is an error here: a program reads no remark."""
    for name in question.query:
        if name not in CITY_NAMES:
            raise Refused(name[:40], question.query[name][:40], sorted(CITY_NAMES))
    if question.query.get("sort", "name") != "name":
        raise Refused("sort", question.query["sort"][:40], ["name"])
    for name in question.MANY:
        for value in question.query.getlist(name):
            if value and value not in question.chosen[name]:
                raise Refused(name, value[:40], sorted(question.known_values(name)))


def coded(code, label=None):
    return {"code": code, "label": str(label if label is not None else country_name(code))} if code else None


def as_country(country):
    return {
        **coded(country.pk),
        "region": coded(country.region_code),
        "subregion": coded(country.subregion_code),
        "network": country.network_region.code if country.network_region_id else None,
    }


def as_city(city, types):
    network = city.country.network_region
    return {
        "slug": city.slug,
        "url": settings.BASE_URL + city.get_absolute_url(),
        "name": city.name,
        "country": coded(city.country_id),
        "region": coded(city.country.region_code),
        "subregion": coded(city.country.subregion_code),
        "network": coded(network.code, network.name) if network else None,
        "type": coded(city.type.code, types.get(city.type.code, city.type.code)),
        "status": city.status,
        "member_since": since(city),
        "population": city.population,
        "latitude": city.lat,
        "longitude": city.lon,
        "website": city.website,
    }


def since(city):
    """The day of joining, cut to what is known of it."""
    return city.joined_on.isoformat()[: {"year": 4, "month": 7}.get(city.precision, 10)] if city.joined_on else None


def as_news(item):
    words = item.words
    return {
        "slug": item.slug,
        "url": settings.BASE_URL + item.get_absolute_url(),
        "kind": item.kind,
        "title": words.title,
        "text": words.text,
        "language": words.language,
        "cities": [{"slug": public_slug(each), "name": each.name} for each in item.cities.all()],
        "published_at": item.publish_at,
    }


def public_slug(city):
    return city.slug if city and city.status not in (None, Membership.Status.SUSPENDED) else None


def as_seat(term):
    co_chair = term.co_chair
    return {
        "body": term.seat.body_id,
        "seat": term.seat.number,
        "kind": term.seat.kind,
        "holder": str(term.city or term.organisation),
        "city": public_slug(term.city),
        "since": term.period.lower,
        "until": term.period.upper,
        "precision": term.precision,
        "co_chair_since": co_chair.lower if co_chair else None,
        "co_chair_until": co_chair.upper if co_chair else None,
    }


def as_priority(priority, labels):
    decision = priority.decision
    return {
        "theme": coded(priority.theme.code, labels.get(priority.theme.code, priority.theme.code)),
        "since": priority.period.lower,
        "until": priority.period.upper,
        "decision": f"{decision.body_id}/{decision.year}/{decision.number}",
        "title": decision.title,
    }
