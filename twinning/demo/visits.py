"""Made-up visits in every state, each marked "(Demonstration)": walked through the lifecycle, the past ones moved back.

A study tour leads to five cities; two visits belong to a partnership of the demonstration where there is one.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from cities.demo import CAST_CITY
from cities.models import City
from hub.demo.people import People
from scn_portal.lifecycle import SYSTEM
from twinning.lifecycle import visits
from twinning.models import Guest, Partnership, Visit, VisitFormat, VisitStop

from .recorded import no_news

DEMO = "(Demonstration)"
FRIENDS = [CAST_CITY, "malmo", "helsinki", "oslo", "bordeaux", "montreal"]  # who take part, where they are members
AIMS = [
    "Demonstration: who sits at the table when a worry comes in, and what may they tell each other?",
    "Demonstration: what does it take to begin, in people and in money?",
    "Demonstration: what would you do differently if you began again?",
]
ANSWERS = [
    "Demonstration: school, youth work and police, each with a deputy; a short agreement says what may be told.",
    "Demonstration: two people at half time, and a head of office who opens doors.",
    "Demonstration: they would ask parents before they choose the hour.",
]
OFFICES = ["Youth office", "Prevention office", "Office for schools", "Police liaison"]


class Cast:
    """Member cities whose leads one knows: the city of the cast first, then its friends, then others."""

    def __init__(self):
        self.people = People()
        listed = [each for each in City.objects.listed().order_by("folded") if self.people.lead(each)]
        known = {slug: number for number, slug in enumerate(FRIENDS)}
        self.cities = sorted(listed, key=lambda city: (known.get(city.slug, len(known)), city.folded))

    def lead(self, city):
        return self.people.lead(city)

    def partnership(self):
        """An active one of the first city with others, made up too, and its cities."""
        own = Partnership.objects.filter(is_demonstration=True, status="active", partner_cities__city=self.cities[0])
        found = own.order_by("pk").first()
        partners = found.partner_cities.filter(left_on=None).select_related("city") if found else ()
        return found, [each.city for each in partners]


def seed_visits():
    """Those that are missing; none while too few member cities have somebody who acts for them."""
    cast = Cast()
    if len(cast.cities) < 7 or not VisitFormat.objects.exists():
        return
    with no_news():
        for title, make in MADE.items():
            if not Visit.objects.filter(title=f"{title} {DEMO}").exists():
                make(cast, f"{title} {DEMO}")


def planned(cast, title, format, hosts, senders, begins_in, days, **more):
    """A plan of the first city that travels, so many days from today, so many days at each host."""
    first = timezone.now().date() + timedelta(days=begins_in)
    stops = []
    for number, host in enumerate(hosts):
        begins = first + timedelta(days=number * days)
        ends = begins + timedelta(days=days - 1)
        stops.append({"host": host, "starts_on": begins, "ends_on": ends, "zone": host.zone or "UTC"})
    given = {"title": title, "format": VisitFormat.objects.get(code=format), "aims": AIMS, "stops": stops}
    within = senders[0]
    return visits.plan(by=cast.lead(within), within=within, senders=senders, is_demonstration=True, **given, **more)


def with_guests(cast, visit, number=2):
    for each in visit.visit_cities.select_related("city"):
        for count in range(number):
            office = OFFICES[(count + each.pk) % len(OFFICES)]
            person = {"name": f"Guest {count + 1} of {each.city} {DEMO}", "office": office}
            visits.add_guest(visit, by=cast.lead(each.city), city=each.city, **person)
    return visit


def confirmed(cast, visit):
    for city in visit.taking_part():
        visit = visits.confirm(visit, by=cast.lead(city))
    return visit


def held(cast, visit, days_ago):
    """The same visit, as if its last day lay so many days back."""
    back = timedelta(days=(visit.ends_on - timezone.now().date()).days + days_ago)
    moved = {"starts_on": F("starts_on") - back, "ends_on": F("ends_on") - back}
    for rows in (VisitStop.objects.filter(visit=visit), Guest.objects.filter(visit=visit)):
        rows.update(**moved)
    Visit.objects.filter(pk=visit.pk).update(**moved)
    visit.refresh_from_db()
    return visits.hold(visit, by=SYSTEM)


# One of each state


def a_tour(cast, title):
    """Five stops, two cities that travel, confirmed by all."""
    hosts, senders = cast.cities[:5], cast.cities[5:7]
    confirmed(cast, with_guests(cast, planned(cast, title, "study_tour", hosts, senders, 45, 2), 3))


def a_planned_one(cast, title):
    own, other = cast.cities[0], cast.cities[2]
    planned(cast, title, "study_visit", [own], [other], 60, 3)


def a_confirmed_call(cast, title):
    partnership, cities = cast.partnership()
    cities = cities or cast.cities[:2]
    visit = planned(cast, title, "online_clinic", [cities[1]], [cities[0]], 20, 1, partnership=partnership)
    confirmed(cast, with_guests(cast, visit))


def a_held_one(cast, title):
    own, other = cast.cities[0], cast.cities[1]
    held(cast, confirmed(cast, with_guests(cast, planned(cast, title, "expert_mission", [other], [own], 30, 2))), 16)


def a_reported_one(cast, title):
    partnership, cities = cast.partnership()
    cities = cities or cast.cities[:2]
    visit = planned(cast, title, "study_visit", [cities[1]], [cities[0]], 30, 3, partnership=partnership)
    visit = held(cast, confirmed(cast, with_guests(cast, visit)), 90)
    follows = "Demonstration: a first table of our own in spring, and a call with the hosts before it."
    sender = cities[0]
    visit = visits.report(visit, by=cast.lead(sender), city=sender, answers=ANSWERS, follows=follows)
    visits.check_facts(visit, by=cast.lead(cities[1]))


def a_cancelled_one(cast, title):
    own, other = cast.cities[0], cast.cities[3]
    visit = planned(cast, title, "personnel_exchange", [other], [own], 75, 21)
    visits.cancel(visit, by=cast.lead(own), reason="Demonstration: elections fall into these weeks.")


MADE = {
    "Five cities, one question: who helps whom": a_tour,
    "How libraries become places for parents": a_planned_one,
    "An hour on case rounds": a_confirmed_call,
    "Two experts look at our first table": a_held_one,
    "Three days with the prevention team": a_reported_one,
    "Three weeks in another youth office": a_cancelled_one,
}
