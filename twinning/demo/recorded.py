"""Partnerships and exchanges that public sources tell of: each row of the table, with its source.

Cities that a source does not name are a party "to be named", never a city. One host with many visiting cities is one
learning visit. Where the events hold the same exchange, the stop of the visit leads there.
"""

import csv
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from cities.models import City
from events.demo.recorded import address_of
from events.demo.recorded import table as table_of_events
from events.models import Stop
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing
from twinning import lifecycle
from twinning.models import Partnership, Party, Visit, VisitFormat

TABLE = Path(__file__).resolve().parents[1] / "data" / "recorded.csv"


def table():
    """The rows of the shipped table: partnerships before the visits that belong to them."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def no_news():
    """What took place years ago is told to nobody: the facts written in here count as delivered."""
    last = Fact.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Fact.objects.filter(pk__gt=last, name__startswith="twinning.").update(delivered_at=timezone.now())


@no_news()
def seed_recorded():
    """Write down what is missing. What stands already stays as it is."""
    cities, made = {(city.name, city.country_id): city for city in City.objects.all()}, {}
    for row in table():
        known = standing(row)
        made[row["code"]] = known or (partnership if row["record"] == "partnership" else visit)(row, cities, made)


def standing(row):
    """The record of a row, if it is there: by its title, which nobody gives to another."""
    if row["record"] == "partnership":
        return Partnership.objects.filter(origin="recorded", title=row["title"]).first()
    return Visit.objects.filter(is_recorded=True, title=row["title"]).first()


def partnership(row, cities, made):
    unnamed = [(Party.Kind.TO_BE_NAMED, row["to_be_named"], "")] if row["to_be_named"] else []
    return lifecycle.partnerships.record(
        by=SYSTEM,
        title=row["title"],
        kind=row["kind"],
        cities=several(row["cities"], cities),
        parties=unnamed,
        started_on=date.fromisoformat(row["starts_on"]),
        start_precision=row["precision"],
        is_over=row["is_over"] == "yes",
        sharing=Sharing.CLEAR,
        aims=row["facts"],
        source=row["source"],
        note=row["note"],
    )


def visit(row, cities, made):
    days = {name: date.fromisoformat(row[name]) for name in ("starts_on", "ends_on")}
    stops = stops_of_event(row["event"])
    hosts = several(row["hosts"], cities)
    return lifecycle.visits.record(
        by=SYSTEM,
        title=row["title"],
        format=VisitFormat.objects.get(code=row["format"]),
        stops=[days | {"host": host, "event": stops.get(host.pk)} for host in hosts],
        senders=several(row["cities"], cities),
        precision=row["precision"],
        partnership=made.get(row["belongs_to"]),
        source=row["source"],
    )


def several(words, cities):
    """“Rostock DE; Halle (Saale) DE” as records of cities."""
    named = [each.rpartition(" ") for each in words.split("; ")]
    return [cities[name, country] for name, _space, country in named]


def stops_of_event(code):
    """{city: stop} of the event that the table of events has under this code."""
    slug = next((address_of(row) for row in table_of_events() if code and row["code"] == code), None)
    return {each.city_id: each for each in Stop.objects.filter(event__slug=slug)} if slug else {}


def missing():
    """The rows that stand nowhere, one sentence each."""
    return [f"{row['code']} {row['title']} is missing" for row in table() if not standing(row)]
