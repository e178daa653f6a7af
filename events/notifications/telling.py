"""Telling everybody with a seat: one job, in slices, so that the step itself takes as long for one as for 1,000."""

from django.utils.translation import gettext_lazy as _

from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM

from .. import entries
from ..models import Seat, Stop
from ..models.seats import LIVE
from . import meetings

SLICE = 100
ENDED = (Seat.Status.EVENT_CANCELLED,)
WHO = {"events.stop_changed": LIVE, "events.event_postponed": LIVE, "events.event_cancelled": ENDED}


def begin(kind, stop):
    """Write the job that tells everybody at this stop, for the state in which its calendar entry is now."""
    ids = {"kind": kind, "stop": stop.pk, "due": f"{stop.calendar_uid.hex[:8]}-{stop.calendar_sequence}"}
    return start("events.tell_seats", key=f"{kind}:{stop.code}:{ids['due']}", owner=SYSTEM, ids=ids)


def tell_one(kind, seat, otherwise):
    """Write what the calendar is told, and the mail that carries it; without an entry the mail goes alone."""
    message = entries.request(seat) if kind == "events.stop_changed" else entries.cancel(seat)
    meetings.tell(kind, seat, entries.due(message) if message else otherwise)


@long_work("events.tell_seats", label=_("Telling people about a change of their event"))
def tell_seats(job):
    """The next hundred seats, by their key."""
    stop = Stop.objects.get(pk=job.ids["stop"])
    seats = Seat.objects.filter(stop=stop, status__in=WHO[job.ids["kind"]], pk__gt=job.place or 0)
    rows = list(seats.select_related("registration__user", "registration__delegation").order_by("pk")[:SLICE])
    for seat in rows:
        tell_one(job.ids["kind"], seat, job.ids["due"])
    done = job.done + len(rows)
    place = rows[-1].pk if rows else job.place
    return Progress(done=done, total=done, place=place, is_finished=len(rows) < SLICE)
