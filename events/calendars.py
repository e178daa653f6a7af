"""What calendars say of stops and sessions, when a change is one that they must hear of, and times in words.

Of an event at TLP:AMBER a calendar says that there is a meeting, when, and where to read about it; no title, no place.
The address of an online meeting stands in no entry at all.
"""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.notifications.ical import Entry
from scn_portal.sharing import Sharing

from . import zones
from .models import Event, Session, Stop

KEPT = timedelta(days=90)  # how long feeds go on saying that something was cancelled, or is over
EXACT_ENOUGH = ("minute", "day", "week")
OFF = (Event.Status.CANCELLED, Event.Status.POSTPONED)


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


# Entries


def is_amber(event):
    return event.sharing >= Sharing.AMBER


def title_of(event):
    """What a calendar calls the meeting, in the active language."""
    return _("Strong Cities Network meeting") if is_amber(event) else event.title


def place_of(stop):
    """Where, in one line; of an AMBER event and of an online meeting a calendar knows no place."""
    if is_amber(stop.event):
        return ""
    if stop.attendance == Event.Attendance.ONLINE:
        return _("Online")
    venue = [stop.venue.name, stop.venue.address] if stop.venue_id else []
    parts = [*venue, stop.place, str(stop.city or "")]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def address_of(event):
    """Where to read more: the page of the event; of an AMBER one, whose address would tell, one's own list."""
    path = reverse("events:own_events") if is_amber(event) else event.get_absolute_url()
    return settings.BASE_URL + path


def words_of(event, moment, title=""):
    """What an entry says beside its title: when in words with the zone, and the address of the page."""
    lines = [title, moment, _("More on the portal: %(address)s") % {"address": address_of(event)}]
    return "\n".join(line for line in lines if line)


def entry_of_stop(stop):
    """The entry of a stop, for whoever reads its event; None where the days are not known well enough."""
    event = stop.event
    if stop.precision not in EXACT_ENOUGH:
        return None
    return Entry(
        uid=stop.calendar_uid,
        sequence=stop.calendar_sequence,
        title=title_of(event),
        starts=stop.starts_at or stop.starts_on,
        ends=stop.ends_at or stop.ends_on,
        changed_at=stop.calendar_changed_at,
        place=place_of(stop),
        words=words_of(event, when(stop)),
        url=address_of(event),
        is_cancelled=event.status in OFF or stop.status == Stop.Status.CANCELLED,
    )


def entry_of_session(session):
    """The entry of a session on the programme. Its room stands before the place of the stop."""
    event, stop = session.event, session.stop
    amber = is_amber(event)
    title = title_of(event) if amber else f"{session.title} ({event.title})"
    moment = zones.span(session.starts_at, session.ends_at, stop.zone, timezone.now().date())
    room = session.room.name if session.room_id and not amber else ""
    return Entry(
        uid=session.calendar_uid,
        sequence=session.calendar_sequence,
        title=title,
        starts=session.starts_at,
        ends=session.ends_at,
        changed_at=session.calendar_changed_at,
        place=", ".join(part for part in (room, place_of(stop)) if part),
        words=words_of(event, moment),
        url=address_of(event) if amber else settings.BASE_URL + session.get_absolute_url(),
        is_cancelled=event.status in OFF or Session.Status.CANCELLED in (session.status, stop.status),
    )


def stops_of(events):
    """The stops of these events that a feed shows: to come, lately over, or lately cancelled; first ones first."""
    now = timezone.now()
    gone = Q(status=Stop.Status.CANCELLED) | Q(event__status__in=OFF)
    shown = Q(ends_on__gte=now.date() - KEPT) & ~gone | gone & Q(calendar_changed_at__gte=now - KEPT)
    stops = Stop.objects.filter(shown, event__in=events.announced(), precision__in=EXACT_ENOUGH)
    related = stops.select_related("event", "city__country", "country", "venue")
    return related.prefetch_related("event__texts").order_by("starts_on", "pk")


def entries_of(events):
    """The entries of a feed. Three queries, however many there are."""
    return [entry_of_stop(stop) for stop in stops_of(events)]


# When the rules of zones change


def shifted_stops():
    """Stops to come whose wall time is now another instant than the one stored: the rules of their zone changed.

    Nothing is changed by itself: an officer sets the time anew, and then people are told.
    """
    ahead = Stop.objects.filter(status=Stop.Status.SCHEDULED, precision="minute", ends_at__gt=timezone.now())
    ahead = ahead.exclude(event__status=Event.Status.DRAFT)
    return Stop.objects.filter(pk__in=[each.pk for each in ahead if _is_shifted(each)]).select_related("event")


def _is_shifted(stop):
    try:
        starts_at = zones.instant(stop.starts_on, stop.start_time, stop.zone, stop.start_fold)
        ends_at = zones.instant(stop.ends_on, stop.end_time, stop.zone, stop.end_fold)
    except (zones.NoSuchTime, zones.NoSuchZone):
        return True
    return (starts_at, ends_at) != (stop.starts_at, stop.ends_at)
