"""Who is linked with whom: partnerships, exchanges and practices taken over, as one list for one reader.

The table, the drawing, the numbers on the front page and the read API all come from `links_for`.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.folding import folded
from cities.models import City
from events import zones
from hub.models import Adoption, Resource
from scn_portal.sharing import Sharing

from .models import PartnerCity, Partnership, Visit, VisitCity, VisitStop
from .querysets import SHOWN_PARTNERSHIPS, SHOWN_VISITS

PARTNERSHIP, EXCHANGE, ADOPTION = "partnership", "exchange", "adoption"
KINDS = {
    PARTNERSHIP: gettext_lazy("Partnership"),
    EXCHANGE: gettext_lazy("Exchange"),
    ADOPTION: gettext_lazy("Practice taken over"),
}
OVER = ("closed", "held", "reported")


@dataclass
class Link:
    """One partnership, exchange or adoption. The first city is the host, or the one that had the practice first,
    where `goes_out`; `others` are parties that are no city on record, in words."""

    kind: str
    url: str
    title: str
    state: str
    status: str
    cities: list
    others: list = field(default_factory=list)
    hosts: int = 0  # how many of the cities, from the first on, are hosts; 0: all are alike
    since: date | None = None
    until: date | None = None
    precision: str = "day"
    is_recorded: bool = False
    is_demonstration: bool = False
    source: str = ""
    level: int = Sharing.CLEAR  # how far the fact itself may go

    @property
    def kind_label(self):
        return KINDS[self.kind]

    @property
    def year(self):
        return self.since.year if self.since else None

    @property
    def regions(self):
        return {city.country.region_code for city in self.cities}

    @property
    def days(self):
        """When, as exactly as it is known: of what is over its days, of what goes on its beginning."""
        if not self.since:
            return ""
        if self.precision == "year":
            return str(self.since.year)
        return zones.days(self.since, self.until or self.since, self.precision)

    @cached_property
    def names(self):
        return " – ".join([city.name for city in self.cities] + self.others)

    @cached_property
    def folded(self):
        """What a word is looked for in: names and title, without accents, in small letters."""
        return folded(f"{self.names} {self.title}")

    @cached_property
    def words(self):
        """The link in one line, for those who hear the drawing."""
        facts = [str(self.kind_label), self.days, str(self.state)]
        return _("%(cities)s: %(facts)s") % {"cities": self.names, "facts": ", ".join(filter(None, facts))}


def links_for(user):
    """Every link that this reader may see, the latest first. A constant number of queries."""
    links = [*_partnerships(user), *_exchanges(user), *_adoptions(user)]
    links = [each for each in links if each.cities]
    _mark_pages(links, user)
    return sorted(links, key=lambda each: (-(each.since or date.min).toordinal(), each.names, each.url))


def shown_partnerships(user):
    """Those that have come about, as far as this reader may see them."""
    return Partnership.objects.visible_to(user).filter(status__in=SHOWN_PARTNERSHIPS)


def shown_visits(user):
    """Those that all cities confirmed, as far as this reader may see them."""
    return Visit.objects.visible_to(user).filter(status__in=SHOWN_VISITS)


def _partnerships(user):
    members = PartnerCity.objects.select_related("city__country")
    for row in shown_partnerships(user).prefetch_related(Prefetch("partner_cities", members), "parties__organisation"):
        there = row.partner_cities.all()
        yield Link(
            kind=EXCHANGE if row.kind == Partnership.Kind.EXCHANGE else PARTNERSHIP,
            url=row.get_absolute_url(),
            title=row.title,
            state=row.get_status_display(),
            status=row.status,
            cities=_once(each.city for each in there if each.left_on is None) or _once(each.city for each in there),
            others=[str(each) for each in row.parties.all()],
            since=row.started_on or row.agreed_on,
            precision=row.start_precision,
            is_recorded=row.origin == Partnership.Origin.RECORDED,
            is_demonstration=row.is_demonstration,
            source=row.source,
            level=row.sharing,
        )


def _exchanges(user):
    stops = VisitStop.objects.select_related("host__country").order_by("number")
    senders = VisitCity.objects.select_related("city__country")
    for row in shown_visits(user).prefetch_related(
        Prefetch("stops", stops), Prefetch("visit_cities", senders), "parties"
    ):
        hosts = _once(stop.host for stop in row.stops.all() if stop.host)
        places = [stop.place for stop in row.stops.all() if not stop.host]
        yield Link(
            kind=EXCHANGE,
            url=row.get_absolute_url(),
            title=row.title,
            state=row.get_status_display(),
            status=row.status,
            cities=_once([*hosts, *(each.city for each in row.visit_cities.all())]),
            others=places + [str(each) for each in row.parties.all()],
            hosts=len(hosts),
            since=row.starts_on,
            until=row.ends_on,
            precision=row.precision,
            is_recorded=row.is_recorded,
            is_demonstration=row.is_demonstration,
            source=row.source,
            level=Sharing.CLEAR if row.is_recorded else Sharing.GREEN,
        )


def _adoptions(user):
    open_to = Resource.objects.visible_to(user).shown().filter(pk=OuterRef("resource"))
    rows = Adoption.objects.visible_to(user).counted().annotate(level=Subquery(open_to.values("level")[:1]))
    for row in rows.select_related("resource__city__country", "taker__country"):
        source = row.resource.city if row.resource else None
        year = date(int(row.period[:4]), 1, 1) if row.period[:4].isdigit() else None
        yield Link(
            kind=ADOPTION,
            url=reverse("hub:adoption_detail", args=[row.code]),
            title=row.resource.title if row.level is not None else row.source_what,
            state=row.get_status_display(),
            status=row.status,
            cities=_once(each for each in (source, row.taker) if each),
            others=[] if source else [row.source_name or _("The network")],
            hosts=1 if source else 0,
            since=row.from_on or year,
            precision="day" if row.from_on else "year",
            is_recorded=row.status == Adoption.Status.RECORDED,
            source=row.source_url,
            level=Sharing.CLEAR if not row.resource else Sharing.AMBER if row.level is None else row.level,
        )


def _once(cities):
    return list({city.pk: city for city in cities}.values())


def _mark_pages(links, user):
    """Says of each city whether its page is there for this reader: only then its name leads to it."""
    cities = {city.pk for link in links for city in link.cities}
    pages = set(City.objects.visible_to(user).filter(pk__in=cities).values_list("pk", flat=True))
    for link in links:
        for city in link.cities:
            city.has_page = city.pk in pages


class Numbers:
    """The figures of the front page, counted from links. Parties that are not named are no cities."""

    def __init__(self, links):
        cities = {city.pk: city.country_id for link in links for city in link.cities}
        self.cities, self.countries = len(cities), len(set(cities.values()))
        self.partnerships = sum(each.kind == PARTNERSHIP and each.status == "active" for each in links)
        self.exchanges = sum(each.kind == EXCHANGE for each in links)
        self.adoptions = sum(each.kind == ADOPTION for each in links)
