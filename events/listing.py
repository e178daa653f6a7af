"""How an event reads in a list and at the head of its page: its days, places and hosts, and whether one can join.

Everything here reads what `Event.objects.for_lists()` has fetched: no query.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from scn_portal.sharing import Sharing

from . import calendars
from .models import Stop
from .querysets import PAST

VAGUE = [Stop.Precision.SEASON, Stop.Precision.MONTH, Stop.Precision.WEEK]
PLACES_ON_A_CARD = 3
KINDS_IN_WORDS = {  # what officers write as the kind of another meeting, in the reader's language
    "ceremony": _("Ceremony"),
    "conference": _("Conference"),
    "consultation": _("Consultation"),
    "exchange": _("Exchange"),
    "launch": _("Launch"),
    "programme": _("Programme"),
}


def described(event):
    """The event with the words of a card and of its page's head, in the reader's language."""
    event.label = Sharing(event.sharing).name
    event.stop_list = [placed(each) for each in event.stops.all()]
    event.is_vague = any(each.is_vague for each in event.stop_list)
    event.days = calendars.days_of(event)
    event.kind_label = KINDS_IN_WORDS.get(event.subtitle, event.subtitle) or event.get_kind_display()
    event.host_list = hosts_of(event)
    event.place_list = places_of(event)
    event.more_places = max(0, len(event.place_list) - PLACES_ON_A_CARD)
    event.is_over = event.status in PAST
    event.has_passed = event.is_over or bool(event.ends_on and event.ends_on < timezone.now().date())
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


def room_of(event):
    """Whether who registers now gets a seat (open), a place in the queue (queue), or neither (full). For a page."""
    ahead = [each for each in event.stop_list if each.status == Stop.Status.SCHEDULED]
    if any(each.has_room for each in ahead):
        return "open"
    return "queue" if any(each.has_queue for each in ahead) else "full"
