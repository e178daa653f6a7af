"""Telling everybody with a seat: one job, in slices, so that the step itself takes as long for one as for 1,000."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications import relay

from .. import entries
from ..models import Seat, Stop
from ..models.seats import LIVE
from . import meetings

SLICE = 100
ENDED = (Seat.Status.EVENT_CANCELLED,)
WHO = {"events.stop_changed": LIVE, "events.event_postponed": LIVE, "events.event_cancelled": ENDED}


def begin(kind, stop, since=None):
    """Write the job that tells everybody at this stop, for the state in which its calendar entry is now.

    `since` (an instant): the event was postponed or set anew then. What calendars were told before is taken out.
    """
    ids = {"kind": kind, "stop": stop.pk, "due": f"{stop.calendar_uid.hex[:8]}-{stop.calendar_sequence}"}
    ids["since"] = since.isoformat() if since else ""
    return start("events.tell_seats", key=f"{kind}:{stop.code}:{ids['due']}", owner=SYSTEM, ids=ids)


def tell_one(kind, seat, otherwise, since=None):
    """Write what the calendar is told, and the mail that carries it; without an entry the mail goes alone."""
    if kind == "events.stop_changed":
        message = _tell_a_change(seat, since)
    else:
        message = entries.cancel(seat, before=since)
    meetings.tell(kind, seat, entries.due(message) if message else otherwise)


def _tell_a_change(seat, since):
    """The entry as it is now. After a postponement that calendars were not told yet, the old one goes out first."""
    gone = entries.cancel(seat, before=since) if since else None
    if gone:
        meetings.tell("events.event_postponed", seat, entries.due(gone))
    message = entries.request(seat)
    if message:
        relay.cancel("events.stop_changed", "events.seat", str(seat.pk))  # an older one that has not left
    return message


@long_work("events.tell_seats", label=_("Telling people about a change of their event"))
def tell_seats(job):
    """The next hundred seats, by their key."""
    stop = Stop.objects.get(pk=job.ids["stop"])
    seats = Seat.objects.filter(stop=stop, status__in=WHO[job.ids["kind"]], pk__gt=job.place or 0)
    rows = list(seats.select_related("registration__user", "registration__delegation").order_by("pk")[:SLICE])
    since = datetime.fromisoformat(job.ids["since"]) if job.ids.get("since") else None
    for seat in rows:
        tell_one(job.ids["kind"], seat, job.ids["due"], since)
    done = job.done + len(rows)
    place = rows[-1].pk if rows else job.place
    return Progress(done=done, total=done, place=place, is_finished=len(rows) < SLICE)
