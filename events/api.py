"""Events and series for programs: what everybody may read, whoever asks."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from ninja import Field, Query, Schema

from cities.api import Walk, coded, walked
from cities.models import City
from scn_portal.api import Refused, api
from scn_portal.api.answering import Coded, RefusedOut

from .filters import MANY, ListFilter
from .listing import described
from .models import Event, Series

NAMES = {"q", "limit", "cursor", *MANY}


class EventsAsked(Walk):
    q: str = Field("", description="Words in a title, a summary, or the name of a place.")
    kind: list[str] = []
    attendance: list[str] = []
    region: list[str] = Field([], description="UN M49 code of the region of a stop.")
    year: list[str] = []
    language: list[str] = Field([], description="Code of a language that is spoken there.")


class HostOut(Schema):
    name: str
    role: str
    city: str | None = Field(description="The city's slug, where it has a page.")


class StopOut(Schema):
    place: str
    city: str | None = Field(description="The city's slug, where it has a page.")
    country: Coded | None
    attendance: str
    status: str
    precision: str = Field(description="minute, day, week, month or season.")
    starts_on: date
    ends_on: date
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    moved_from: date | None
    hosts: list[HostOut]


class EventOut(Schema):
    code: str
    url: str
    kind: Coded
    subtitle: str
    title: str
    summary: str
    language: str
    status: str
    attendance: str
    languages: list[str]
    series: str | None = Field(description="Part of the address of its series, as in `series`.")
    edition: int | None
    starts_on: date
    ends_on: date
    stops: list[StopOut]
    replaced_by: str | None = Field(description="The code of the public event that took its place.")
    published_at: datetime


class SeriesOut(Schema):
    slug: str
    url: str
    title: str
    kind: Coded
    rhythm: str
    editions: int


class EventsOut(Schema):
    items: list[EventOut]
    total: int
    next: str | None


class SeriesPageOut(Schema):
    items: list[SeriesOut]
    next: str | None


@api.get("events/", response={200: EventsOut, 400: RefusedOut}, url_name="events", operation_id="list_events")
def events(request, asked: Query[EventsAsked]):
    """The public events that answer a question, those announced last first."""
    question = ListFilter(request.GET, AnonymousUser())
    refuse_unknown(question)
    items, address = walked("events", question.events.for_lists(), ["-published_at", "-pk"], asked)
    items = [described(each) for each in items]
    known = Known(items)
    return {"items": [known.as_event(each) for each in items], "total": question.total(), "next": address}


@api.get("series/", response={200: SeriesPageOut, 400: RefusedOut}, url_name="series", operation_id="list_series")
def series(request, asked: Query[Walk]):
    """The series that have a public event, each with the number of its public editions."""
    public = Event.objects.visible_to(AnonymousUser()).announced()
    numbers = Count("events", filter=Q(events__in=public, events__edition__isnull=False))
    rows = Series.objects.filter(pk__in=public.values("series")).annotate(editions=numbers)
    items, address = walked("series", rows, ["pk"], asked)
    return {"items": [as_series(each) for each in items], "next": address}


def refuse_unknown(question):
    """A parameter or a value that the list leaves out is an error here: a program reads no remark."""
    for name in question.query:
        if name not in NAMES:
            raise Refused(name[:40], question.query[name][:40], sorted(NAMES))
    for name, value in question.left_out:
        raise Refused(name, value, sorted(question.known_values(name)))


def as_series(row):
    return {
        "slug": row.slug,
        "url": settings.BASE_URL + row.get_absolute_url(),
        "title": row.title,
        "kind": coded(row.kind, row.get_kind_display()),
        "rhythm": row.rhythm,
        "editions": row.editions,
    }


class Known:
    """What everybody may know beside a page of events: which cities have a page, what became of an event."""

    def __init__(self, events):
        stops = [stop for event in events for stop in event.stop_list]
        cities = {stop.city_id for stop in stops} | {host.city_id for stop in stops for host in stop.hosts.all()}
        pages = City.objects.visible_to(AnonymousUser()).filter(pk__in=cities - {None})
        self.slugs = dict(pages.values_list("pk", "slug"))
        replaced = {event.replaced_by_id for event in events} - {None}
        public = Event.objects.visible_to(AnonymousUser()).announced().filter(pk__in=replaced)
        self.codes = dict(public.values_list("pk", "code")) if replaced else {}

    def as_event(self, event):
        words = event.words
        return {
            "code": event.code,
            "url": settings.BASE_URL + event.get_absolute_url(),
            "kind": coded(event.kind, event.get_kind_display()),
            "title": event.title,
            "summary": words.summary if words else "",
            "language": words.language if words else "",
            "series": event.series.slug if event.series else None,
            "stops": [self.as_stop(each) for each in event.stop_list],
            "replaced_by": self.codes.get(event.replaced_by_id),
        } | plain(event, "subtitle status attendance languages edition starts_on ends_on published_at")

    def as_stop(self, stop):
        names = "attendance status precision starts_on ends_on zone starts_at ends_at moved_from"
        return {
            "place": stop.where,
            "city": self.slugs.get(stop.city_id),
            "country": coded(stop.city.country_id if stop.city else stop.country_id),
            "hosts": [self.as_host(each) for each in stop.hosts.all()],
        } | plain(stop, names)

    def as_host(self, host):
        return {"name": str(host), "role": host.role, "city": self.slugs.get(host.city_id)}


def plain(row, names):
    return {name: getattr(row, name) for name in names.split()}
