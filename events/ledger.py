"""Whether the numbers of the pools are those of their seats: counted anew in one statement, compared, never edited."""

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from .models import Allotment, Pool, Seat

Status = Seat.Status
ROWS = {
    "taken": Count("seats", filter=Q(seats__status__in=(Status.CONFIRMED, Status.ATTENDED, Status.NO_SHOW))),
    "offered": Count("seats", filter=Q(seats__status=Status.OFFERED)),
    "waiting": Count("seats", filter=Q(seats__status=Status.WAITLISTED)),
}


def counted():
    """The pools with what their rows say, as `counted_taken`, `counted_offered` and so on."""
    held = Allotment.objects.filter(pool=OuterRef("pk")).values("pool").annotate(held=Sum(F("seats") - F("claimed")))
    reserved = Coalesce(Subquery(held.values("held"), output_field=IntegerField()), 0)
    numbers = {f"counted_{name}": number for name, number in ROWS.items()}
    last = Coalesce(Max("seats__queue_no"), 0)
    return Pool.objects.annotate(**numbers, counted_reserved=reserved, counted_queue_seq=last)


def differences():
    """One (pool, {number: (told, counted)}) for each pool whose numbers are not those of its rows."""
    wrong = Q(counted_queue_seq__gt=F("queue_seq"))
    for name in (*ROWS, "reserved"):
        wrong |= ~Q(**{f"counted_{name}": F(name)})
    names = (*ROWS, "reserved", "queue_seq")
    for pool in counted().filter(wrong).order_by("pk"):
        both = {name: (getattr(pool, name), getattr(pool, f"counted_{name}")) for name in names}
        yield pool, {name: (told, rows) for name, (told, rows) in both.items() if told != rows}
