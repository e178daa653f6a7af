"""What follows when a meeting changes: everybody with a seat is told."""

from django.dispatch import receiver

from .. import signals
from ..models import Event, Stop
from ..notifications import telling

QUIET = (Event.Status.DRAFT, Event.Status.POSTPONED)


@receiver(signals.stop_changed)
def tell_of_a_change(subject, fact, **_):
    """Where it is one that a calendar must know, and the event is on the portal."""
    changed = fact.entry.changed if fact.entry else []
    if "calendar_sequence" in changed and subject.event.status not in QUIET:
        telling.begin("events.stop_changed", subject)


@receiver(signals.stop_cancelled)
def tell_that_a_stop_is_off(subject, **_):
    telling.begin("events.event_cancelled", subject)


@receiver(signals.event_cancelled)
def tell_that_it_is_off(subject, **_):
    for stop in subject.stops.filter(status=Stop.Status.CANCELLED):
        telling.begin("events.event_cancelled", stop)


@receiver(signals.event_postponed)
def tell_that_it_waits(subject, fact, **_):
    for stop in subject.stops.filter(status=Stop.Status.SCHEDULED):
        telling.begin("events.event_postponed", stop, since=fact.created_at)


@receiver(signals.event_rescheduled)
def tell_the_new_time(subject, fact, **_):
    for stop in subject.stops.filter(status=Stop.Status.SCHEDULED):
        telling.begin("events.stop_changed", stop, since=fact.created_at)
