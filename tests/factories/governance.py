"""Bodies, seats, terms, rules and decisions for the tests: each makes what its name says, past the lifecycles."""

from datetime import date
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone

from cities.models import (
    Advice,
    Body,
    CompositionRule,
    Decision,
    Organisation,
    Priority,
    Seat,
    SeatPerson,
    SeatTerm,
    Waiver,
)
from tests.factories.cities import a_member, a_term

numbers = count(1)
FOUNDED = date(2015, 9, 29)


def a_body(key="steering", **more):
    return Body.objects.get_or_create(key=key, defaults=more)[0]


def a_seat(body="steering", kind=None, number=None):
    kind = kind or ("city" if body == "steering" else "ngo")
    number = number or (Seat.objects.filter(body=body).aggregate(last=Max("number"))["last"] or 0) + 1
    return Seat.objects.create(body=a_body(body), number=number, kind=kind)


def an_organisation(name=None, country=None, kind="ngo", **more):
    name = name or f"Organisation {next(numbers)}"
    return Organisation.objects.create(
        slug=f"organisation-{next(numbers)}", name=name, kind=kind, country=country, **more
    )


def a_seat_term(holder=None, seat=None, since=FOUNDED, until=None, **more):
    """A city or an organisation in a seat, by default since the founding and still."""
    holder = holder or a_member()
    is_city = holder._meta.model_name == "city"
    seat = seat or a_seat("steering" if is_city else "advisory")
    return SeatTerm.objects.create(
        seat=seat, period=DateRange(since, until), **{"city" if is_city else "organisation": holder}, **more
    )


def a_seat_person(term, user, **more):
    return SeatPerson.objects.create(term=term, user=user, since=more.pop("since", timezone.now()), **more)


def a_rule(kind="country_max", limit=2, body="steering", region="", since=FOUNDED, until=None):
    return CompositionRule.objects.create(
        body=a_body(body), kind=kind, limit=limit, region=region, period=DateRange(since, until)
    )


def the_default_rules():
    """Each region 1 to 10, country 2, total 25; NGOs of one region at most 60 percent."""
    rules = [("region_min", 1), ("region_max", 10), ("country_max", 2), ("total_max", 25)]
    return [a_rule(kind, limit) for kind, limit in rules] + [a_rule("ngo_region_share_max", 60, "advisory")]


def a_decision(kind="other", status="proposed", body="steering", title="A decision", **more):
    given = {"year": 2024, "number": next(numbers), "text": "We decide."} | more
    if status in ("adopted", "rejected"):
        given.setdefault("decided_on", date(2024, 5, 1))
    return Decision.objects.create(body=a_body(body), kind=kind, status=status, title=title, **given)


def a_waiver(rule, **more):
    given = {"from_on": FOUNDED, "until_on": date(2099, 1, 1), "reason": "The founders of one country."} | more
    return Waiver.objects.create(rule=rule, decision=a_decision("waiver", "adopted"), **given)


def some_advice(decision, by, organisation=None, **more):
    return Advice.objects.create(
        decision=decision, by=by, organisation=organisation or an_organisation(), text="Ask the young.", **more
    )


def a_priority(theme=None, since=date(2024, 1, 1), until=None, decision=None):
    return Priority.objects.create(
        theme=theme or a_term("theme", "youth", "Young people"),
        period=DateRange(since, until),
        decision=decision or a_decision("priority", "adopted"),
    )
