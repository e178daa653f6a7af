"""The order of locks: event, stop, pools by key, allotments, registrations, seats."""

from ..models import Event


def lock_its_event(subject, **_details):
    """What belongs to an event changes one after the other."""
    Event.objects.select_for_update(no_key=True).get(pk=subject.event_id)


def lock_event(event):
    """The event as it is now, held: for what is made new in it."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)
