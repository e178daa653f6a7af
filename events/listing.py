"""How an event reads in a list and at the head of its page: its days, places and hosts, and whether one can join.

Everything here reads what `Event.objects.for_lists()` has fetched: no query.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cities.countries import country_name
from scn_portal.sharing import Sharing

from . import calendars
from .models import Event, Stop
from .querysets import PAST

VAGUE = [Stop.Precision.SEASON, Stop.Precision.MONTH, Stop.Precision.WEEK]
PLACES_ON_A_CARD = 3


def described(event):
    """The event with the words of a card and of its page's head, in the reader's language."""
    event.label = Sharing(event.sharing).name
    event.stop_list = [placed(each) for each in event.stops.all()]
    event.is_vague = any(each.is_vague for each in event.stop_list)
    event.days = calendars.days_of(event)
    event.kind_label = event.subtitle or event.get_kind_display()
    event.host_list = hosts_of(event)
    event.place_list = places_of(event)
    event.more_places = max(0, len(event.place_list) - PLACES_ON_A_CARD)
    event.is_over = event.status in PAST
    event.was_moved = any(each.moved_from for each in event.stop_list) and not event.is_over
    event.tags = not event.is_over or event.sharing or event.attendance != "in_person" or event.is_demonstration
    event.tone = {"open": "good", "postponed": "warn", "cancelled": "bad"}.get(event.status, "")
    return event


def placed(stop):
    """The stop with the name of its country in the reader's language."""
    code = stop.city.country_id if stop.city else stop.country_id
    stop.is_vague = stop.precision in VAGUE
    stop.country_label = country_name(code) if code else ""
    return stop


def places_of(event):
    """The places of its stops, in order and each once: (name, country). Online stops have none."""
    found = {(each.where, each.country_label): None for each in event.stop_list if each.city or each.place}
    return list(found)


def hosts_of(event):
    """Every city and organisation that hosts, each once, hosts before co-hosts and partners."""
    ranks = ["lead", "co_host", "government_partner", "partner"]
    rows = sorted(
        (host for stop in event.stop_list for host in stop.hosts.all()), key=lambda host: ranks.index(host.role)
    )
    found = {}
    for host in rows:
        found.setdefault(("city", host.city_id) if host.city_id else ("organisation", host.organisation_id), host)
    return list(found.values())


@dataclass(frozen=True)
class Door:
    """Whether one can register now: `state` is opens, open, queue, full, closed, invited or none."""

    state: str
    at: datetime | None = None


def door_of(event, reader):
    """What the page says about registering. The transition asks again; this is for the words and the button."""
    now = timezone.now()
    if event.status == Event.Status.CLOSED or (event.status == "open" and event.closes_at and event.closes_at <= now):
        return Door("closed")
    if event.status not in (Event.Status.ANNOUNCED, Event.Status.OPEN):
        return Door("none")
    begins = event.members_from if reader.cities else event.guests_from
    if begins is None:
        return Door("none" if event.status == "announced" and not event.members_from else "invited")
    if begins > now or event.status == "announced":
        return Door("opens", max(begins, now) if begins > now else None)
    return Door(_room(event), event.closes_at)


def _room(event):
    ahead = [each for each in event.stop_list if each.status == Stop.Status.SCHEDULED]
    if any(each.has_room for each in ahead):
        return "open"
    return "queue" if any(each.has_queue for each in ahead) else "full"
