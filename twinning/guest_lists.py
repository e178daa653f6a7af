"""Who travels, for whom: a city sees its own people, a host those who come to its own stop, staff all."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from hub.readers import reader_of

from .models import Guest


def guests_for(user, visit):
    """The rows that this person may read. Pages, tables and mails take guests from here only."""
    reader = reader_of(user)
    rows = Guest.objects.filter(visit=visit).select_related("city", "stop__host")
    if not reader.is_staff:
        rows = rows.filter(Q(city__in=reader.cities) | Q(stop__host__in=reader.cities))
    return rows.order_by("stop__number", "city__folded", "name", "pk")


@dataclass
class AtStop:
    """The guests of one stop that a reader may see."""

    stop: object
    guests: list = field(default_factory=list)


def by_stop(guests):
    return [AtStop(stop, list(rows)) for stop, rows in groupby(guests, key=lambda guest: guest.stop)]
