"""What a desk counts: seats and who came, who waits and in which order, who comes. A few queries, however many rows."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Q

from cities.folding import folded

from .models import AccessNeed, CheckIn, Event, Registration, Report, Seat
from .models.seats import LIVE

STATES = [(each.value, each.label) for each in Seat.Status]


def with_numbers(stops):
    """The stops, each with `days`: (day, how many came) in order, and its pools fetched. Two queries."""
    rows = list(stops)
    days = defaultdict(list)
    came = CheckIn.objects.filter(stop__in=rows, result="ok").values("stop", "day").order_by("day")
    for each in came.annotate(number=Count("registration", distinct=True)):
        days[each["stop"]].append((each["day"], each["number"]))
    for stop in rows:
        stop.days = days[stop.pk]
    return rows


def people_at(stops, words="", status=""):
    """The seats at these stops of people whose name, organisation, city or code has these words, by name."""
    seats = Seat.objects.filter(stop__in=stops).filter(status=status) if status else _standing(stops)
    for word in words.split():
        seats = seats.filter(
            Q(registration__name__icontains=word)
            | Q(registration__organisation__icontains=word)
            | Q(registration__city__folded__contains=folded(word))
            | Q(registration__code=word.lower())
        )
    return seats.select_related("registration__city", "stop__city", "pool").order_by("registration__name", "pk")


def _standing(stops):
    return Seat.objects.filter(stop__in=stops, status__in=LIVE)


def requests_at(stops):
    """Who waits for an answer of the officers, oldest first."""
    return _queue(stops, Seat.Status.REQUESTED).order_by("since", "pk")


def queues_at(stops):
    """Who waits for a seat, pool by pool, in the order in which seats are given."""
    return _queue(stops, Seat.Status.WAITLISTED).order_by("stop__position", "pool", "band", "queue_no")


def requests_of_open_events():
    """The requests for a seat that wait at any event, oldest first."""
    seats = Seat.objects.filter(status=Seat.Status.REQUESTED).select_related("registration", "stop__event")
    return seats.prefetch_related("stop__event__texts").order_by("since", "pk")


def without_report():
    """Ended events that have no published report and were not put away, oldest first."""
    published = Report.objects.filter(event=OuterRef("pk"), status=Report.Status.PUBLISHED)
    ended = Event.objects.filter(~Exists(published), status=Event.Status.ENDED)
    return ended.prefetch_related("texts").order_by("ends_on", "pk")


def _queue(stops, status):
    seats = Seat.objects.filter(stop__in=stops, status=status)
    return seats.select_related("registration__city", "stop__city", "stop__event", "pool")


def with_needs(stops):
    """The people with a seat at these stops who told of a need, by name. What it is stays sealed."""
    coming = Registration.objects.filter(seats__stop__in=stops, seats__status__in=("confirmed", "attended"))
    return (
        AccessNeed.objects.filter(registration__in=coming)
        .select_related("registration")
        .order_by("registration__name", "pk")
    )
