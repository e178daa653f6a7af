"""How the state of a seat or a delegation looks on a page: its colour stands beside the word."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .models import Seat

TONES = {
    "confirmed": "good",
    "attended": "good",
    "accepted": "good",
    "offered": "warn",
    "waitlisted": "warn",
    "requested": "warn",
    "invited": "warn",
    "expired": "bad",
    "lapsed": "bad",
    "refused": "bad",
    "event_cancelled": "bad",
}


def with_tone(row):
    """The row, with the tone of its state."""
    row.tone = TONES.get(row.status, "")
    return row


def seats_of(registration):
    """The seats of a person stop by stop: the one at each that counts now, else how the last one ended. One query.

    `place` is that in the queue as a range of ten, (11, 20): the exact number would change with each look.
    """
    queue = Seat.objects.filter(pool=OuterRef("pool"), status="waitlisted").order_by().values("pool")
    before = queue.filter(Q(band__lt=OuterRef("band")) | Q(band=OuterRef("band"), queue_no__lt=OuterRef("queue_no")))
    ahead = Coalesce(Subquery(before.annotate(number=Count("pk")).values("number")), 0)
    seats = registration.seats.select_related("stop__city", "stop__event", "pool").annotate(ahead=ahead)
    latest = {}
    for seat in seats.order_by("stop__position", "-pk"):
        first = seat.ahead // 10 * 10 + 1
        seat.place = (first, first + 9)
        latest.setdefault(seat.stop_id, with_tone(seat))
    return list(latest.values())
