"""What an event still needs before it can be announced, before people can register, before it is over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import SiteText
from scn_portal.sharing import Sharing

from .. import presets
from ..models import Event, Host, Pool, Stop

Attendance = Event.Attendance
EXACT_ENOUGH = (Stop.Precision.MINUTE, Stop.Precision.DAY)


def standing(event):
    """The stops that are not cancelled, in their order."""
    return [each for each in event.stops.all() if each.status != Stop.Status.CANCELLED]


def before_announcing(event):
    """What is missing, one sentence each. Reads nothing that `for_lists` and `event_cities` have not fetched."""
    gaps = []
    if not any(each.is_original for each in event.texts.all()):
        gaps.append(_("The text in its original language is missing."))
    if not event.contact:
        gaps.append(_("The mailbox for questions is missing."))
    if event.sharing == Sharing.AMBER and not event.event_cities.all():
        gaps.append(_("It is for named cities, and none is named."))
    return gaps + _about_stops(event)


def _about_stops(event):
    stops, least = standing(event), presets.of(event.kind).stops
    gaps = []
    if len(stops) < least:
        words = ngettext("It needs %(number)s stop at least.", "It needs %(number)s stops at least.", least)
        gaps.append(words % {"number": least})
    for stop in stops:
        gaps += _about(stop)
    return gaps


def _about(stop):
    named = {"number": stop.position, "where": stop.where}
    if stop.precision not in EXACT_ENOUGH:
        yield _("Stop %(number)s (%(where)s) has no day yet.") % named
    if not any(host.role == Host.Role.LEAD for host in stop.hosts.all()):
        yield _("Stop %(number)s (%(where)s) has no host yet.") % named
    if stop.attendance != Attendance.ONLINE and not (stop.venue_id or stop.place or stop.city_id):
        yield _("Stop %(number)s has no place yet.") % named


def before_opening(event):
    """What is missing before people can register."""
    gaps = []
    seats = Pool.objects.filter(stop__event=event, stop__status=Stop.Status.SCHEDULED, capacity__gt=0)
    if not seats.exists():
        gaps.append(_("No stop has seats yet."))
    if not SiteText.objects.published().filter(key="privacy").exists():
        gaps.append(_("The privacy notice of the portal is not published."))
    return gaps


def is_over(stop, now):
    """Whether the stop has ended: at its minute, else with its last day in its zone."""
    if stop.ends_at is not None:
        return stop.ends_at <= now
    midnight = datetime.combine(stop.ends_on + timedelta(days=1), time.min, ZoneInfo(stop.zone))
    return midnight <= now
