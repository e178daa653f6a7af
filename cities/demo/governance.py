"""The bodies and the founders in their seats: public facts. One made-up decision, marked "Demonstration"."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from ..models import Body, City, CompositionRule, Seat, SeatTerm
from .tables import slug_of, table

FOUNDED = date(2015, 9, 29)
RULES = [
    ("steering", "region_min", 1),
    ("steering", "region_max", 10),
    ("steering", "country_max", 2),
    ("steering", "total_max", 25),
    ("advisory", "ngo_region_share_max", 60),
]


def seed_governance():
    seed_bodies()
    seed_founders()
    seed_priority()


def seed_bodies():
    """The two bodies with what the network wishes for, the default rules, and the committee's seats."""
    steering, _made = Body.objects.get_or_create(key=Body.Key.STEERING)
    Body.objects.get_or_create(key=Body.Key.ADVISORY, defaults={"seat_target": 15, "quorum": 8})
    for body, kind, limit in RULES:
        if not CompositionRule.objects.filter(body=body, kind=kind).exists():
            period = DateRange(FOUNDED, None)
            CompositionRule.objects.create(body_id=body, kind=kind, limit=limit, period=period)
    if not steering.seats.exists():
        numbers = range(1, steering.seat_target + 1)
        Seat.objects.bulk_create(Seat(body=steering, number=number) for number in numbers)
