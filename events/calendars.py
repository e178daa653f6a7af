"""What calendars are told: when something is a change that people must hear of, and times in words."""

import hashlib
import json

from django.utils import timezone

from . import zones


def material_hash(stop):
    """What a calendar entry of the stop says, as 64 signs. Another value: people's calendars must be told.

    Start, end, place, attendance and status count; a title or a description that was put right does not.
    """
    said = {
        "time": [stop.precision, *(str(each) for each in (stop.starts_on, stop.ends_on))],
        "instants": [each and each.timestamp() for each in (stop.starts_at, stop.ends_at)],
        "place": [stop.city_id, stop.venue_id, "" if stop.city_id else " ".join(stop.place.split())],
        "attendance": stop.attendance,
        "status": "cancelled" if stop.status == "cancelled" else "on",
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def when(stop, zone=None):
    """When a stop takes place, in words that name the zone: its own, or the one given."""
    if stop.starts_at:
        return zones.span(stop.starts_at, stop.ends_at, zone or stop.zone, timezone.now().date())
    return zones.days(stop.starts_on, stop.ends_on, stop.precision)


def own_zone_differs(stop, zone):
    """Whether clocks in `zone` show other times than those of the stop, at its begin or its end."""
    if not stop.starts_at or not zone:
        return False
    instants = (stop.starts_at, stop.ends_at)
    return any(zones.in_zone(each, zone).utcoffset() != zones.in_zone(each, stop.zone).utcoffset() for each in instants)


def days_of(event):
    """On which days an event takes place, as exactly as its least exact stop is known. Reads prefetched stops."""
    if not event.starts_on:
        return ""
    order = ["minute", "day", "week", "month", "season"]
    coarsest = max((stop.precision for stop in event.stops.all()), key=order.index, default="day")
    return zones.days(event.starts_on, event.ends_on, coarsest)
