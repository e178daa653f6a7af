"""The bodies and the founders in their seats: public facts. One made-up decision, marked "Demonstration"."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from scn_portal.accounts.models import User

from ..models import (
    Advice,
    Body,
    City,
    CompositionRule,
    Decision,
    Organisation,
    Priority,
    Seat,
    SeatTerm,
    Term,
)
from ..status import today
from .tables import MARK, slug_of, table

FOUNDED = date(2015, 9, 29)
SEATS = 25
RULES = [
    ("steering", "region_min", 1),
    ("steering", "region_max", 10),
    ("steering", "country_max", 2),
    ("steering", "total_max", 25),
    ("advisory", "ngo_region_share_max", 60),
]
ADVISER = "adviser@youth-forum.example"
PRIORITY = f"""{MARK}: nobody has decided this. It shows how a decision stands on the portal.

For one year, exchanges and small grants look first for work with and by young people.
"""


def seed_governance():
    seed_bodies()
    seed_founders()
    seed_priority()


def seed_bodies():
    """The two bodies with what the network wishes for, the default rules, and the committee's seats."""
    Body.objects.bulk_create((Body(key=key) for key in Body.Key), ignore_conflicts=True)
    known = set(CompositionRule.objects.values_list("body", "kind"))
    CompositionRule.objects.bulk_create(
        CompositionRule(body_id=body, kind=kind, limit=limit, period=DateRange(FOUNDED, None))
        for body, kind, limit in RULES
        if (body, kind) not in known
    )
    if not Seat.objects.filter(body=Body.Key.STEERING).exists():
        Seat.objects.bulk_create(Seat(body_id=Body.Key.STEERING, number=number) for number in range(1, SEATS + 1))


def seed_founders():
    """A seat since the founding, and still, for each founding city of the table that holds none."""
    rows = {slug_of(row["name"]): row for row in table("cities") if row["founding"] == "1"}
    cities = list(City.objects.filter(slug__in=rows, seat_terms=None).order_by("folded"))
    if not cities:
        return
    free = Seat.objects.filter(body=Body.Key.STEERING, terms=None).order_by("number")
    SeatTerm.objects.bulk_create(
        SeatTerm(seat=seat, city=city, period=DateRange(FOUNDED, None), source=rows[city.slug]["source"])
        for city, seat in zip(cities, free, strict=False)
    )


def seed_priority():
    """A decision that puts one theme first, with advice that was answered. All of it is made up, and says so."""
    if Decision.objects.filter(title__startswith=MARK).exists():
        return
    first_day = today()
    decision = Decision.objects.create(
        body_id=Body.Key.STEERING,
        year=first_day.year,
        number=_next_number(first_day.year),
        title=f"{MARK}: young people come first this year",
        text=PRIORITY,
        kind=Decision.Kind.PRIORITY,
        status=Decision.Status.ADOPTED,
        decided_on=first_day,
        votes_for=17,
        votes_against=1,
        abstentions=2,
        observers=f"{MARK}: none",
    )
    _seed_advice(decision)
    theme = Term.objects.get(list="theme", code="youth")
    Priority.objects.create(theme=theme, decision=decision, period=DateRange(first_day, None))


def _next_number(year):
    of_the_year = Decision.objects.filter(body=Body.Key.STEERING, year=year)
    return (of_the_year.aggregate(last=Max("number"))["last"] or 0) + 1


def _seed_advice(decision):
    """By a made-up organisation and person, so that no real one is said to have advised anything."""
    organisation, _made = Organisation.objects.get_or_create(
        slug="demonstration-youth-forum",
        defaults={"name": f"Youth forum ({MARK})", "kind": Organisation.Kind.NGO, "source": MARK},
    )
    person = User.objects.filter(email=ADVISER).first() or User.objects.create(
        email=ADVISER, name=f"Adviser ({MARK})", sort_key="adviser", password=make_password(None)
    )
    Advice.objects.create(
        decision=decision,
        organisation=organisation,
        by=person,
        text=f"{MARK}: invite young people to help choose the projects, not only to take part in them.",
        answer=Advice.Answer.TAKEN,
        answer_text=f"{MARK}: each project names two young people who decide with the city.",
    )
