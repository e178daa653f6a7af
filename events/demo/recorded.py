"""The meetings that took place, from public facts: each row of the table as a recorded event, and the summits as a
series. Nobody is invented who took part.
"""

import csv
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from cities.models import City, Country
from events import lifecycle
from events.models import Event, Host, Series
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing

TABLE = Path(__file__).resolve().parents[1] / "data" / "events.csv"
SUMMITS = {
    "slug": "global-summit",
    "title": "Global Summit",
    "kind": Event.Kind.GLOBAL_SUMMIT,
    "rhythm": "So far every one to five years",
}


def table():
    """The rows of the shipped table, in the order of their days."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(words):
    return [each for each in words.split("; ") if each]


def address_of(row):
    """The slug of a row: its title and year."""
    return f"{slugify(row['title'])[:70].strip('-')}-{row['starts_on'][:4]}"


@contextmanager
def no_news():
    """What took place years ago is told to nobody: the facts written in here count as delivered."""
    last = Fact.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Fact.objects.filter(pk__gt=last, name__startswith="events.").update(delivered_at=timezone.now())


@no_news()
def seed_recorded():
    """Write down what is missing. What stands already, at this address or after a move, stays as it is."""
    series = Series.objects.get_or_create(slug=SUMMITS["slug"], defaults=SUMMITS)[0]
    places = Places()
    held = [row for row in table() if row["state"] == "held"]
    numbers = numbers_of(held)
    for row in held:
        if not stands(row):
            facts = {"series": series, "edition": numbers[row["code"]]} if row["code"] in numbers else {}
            lifecycle.record(by=SYSTEM, stops=stops_of(row, places), **facts_of(row), **facts)
    for row in table():
        if row["state"] == "relocated" and not stands(row):
            seed_relocated(row, series, places)


def numbers_of(rows):
    """{code: edition} of the summits that took place, in the order of their days."""
    summits = sorted((row for row in rows if row["kind"] == Event.Kind.GLOBAL_SUMMIT), key=lambda row: row["starts_on"])
    return {row["code"]: number for number, row in enumerate(summits, 1)}


def stands(row):
    slug = address_of(row)
    return Event.objects.filter(slug=slug).exists() or Event.objects.filter(old_slugs__slug=slug).exists()


def facts_of(row):
    return {
        "kind": row["kind"],
        "subtitle": row["subtitle"],
        "title": row["title"],
        "summary": row["summary"],
        "slug": address_of(row),
        "sharing": Sharing.CLEAR,
        "attendance": row["attendance"],
        "chatham_house": False,
        "languages": row["languages"].split(),
        "source": row["source"],
        "note": row["note"],
    }


def stops_of(row, places):
    """The facts of each stop: one for each place, all on the same days; hosts stand at the first."""
    days = {
        "precision": row["precision"],
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]),
    }
    found = [places.named(name, row["country"]) for name in several(row["places"])] or [{}]
    if row["in_words"]:
        found[0] |= {"place": row["in_words"]}
    found[0] |= {"hosts": [places.host(each) for each in several(row["hosts"])]}
    return [days | each for each in found]


def seed_relocated(row, series, places):
    """What was planned and took place elsewhere: a cancelled event that leads to the one in its stead."""
    facts = facts_of(row)
    event = lifecycle.write(by=SYSTEM, series=series, **facts)
    for stop in stops_of(row, places):
        hosts = stop.pop("hosts", ())
        made = lifecycle.stops.add(by=SYSTEM, within=event, **stop)
        for host in hosts:
            lifecycle.stops.add_host(made, by=SYSTEM, **host)
    first = Event.objects.get(series=series, edition=1)
    reason = "The first summit of the network took place in Antalya."
    lifecycle.cancel(event, by=SYSTEM, reason=reason, replaced_by=first)


class Places:
    """Names of the table as cities of the portal, or as words where there is no such record."""

    def __init__(self):
        self.cities = {(city.name, city.country_id): city for city in City.objects.all()}
        self.countries = {each.pk for each in Country.objects.all()}

    def named(self, name, country):
        """City or words, with the country where the portal knows it."""
        if city := self.cities.get((name, country)):
            return {"city": city}
        return {"place": name, "country_id": country if country in self.countries else None}

    def host(self, words):
        """A host of the table, such as “Antalya TR lead”. Only cities with a record are named there."""
        name, country, role = words.rsplit(" ", 2)
        return {"city": self.cities[name, country], "role": Host.Role(role)}


def missing():
    """The rows that stand nowhere, one sentence each."""
    return [f"{row['code']} {row['title']} is missing" for row in table() if not stands(row)]
