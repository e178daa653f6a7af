"""What people with a seat, an offer or a place in the queue are told of their meeting: moved, postponed, called off.

One mail for each seat, so that each can carry the entry of one calendar.
"""

from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import kind
from scn_portal.notifications.outbox import write

from .. import calendars, entries
from ..models import Event, Seat, Stop
from ..models.seats import LIVE
from .people import about_a_seat, coordinators, link_to

FOR_SEATS = _("You get this because you have a seat, or a place in the queue, at this event.")
TELLS_THE_END = ("events.event_postponed", "events.event_cancelled")
RELATED = ("registration", "stop__event", "stop__city", "stop__venue")
ABOUT_A_SEAT = {
    "because": FOR_SEATS,
    "is_security": True,
    "in_inbox": True,
    "related": RELATED,
    "calendar": entries.part,
}


def tell(kind_name, seat, due):
    """One mail to the person; without an address, to those who coordinate the delegation.

    That a seat has ended is told to the address, too, of a person who cannot sign in any more.
    """
    registration = seat.registration
    is_gone = registration.user_id and not registration.user.is_active and kind_name in TELLS_THE_END
    if registration.user_id and not is_gone:
        write(kind_name, subject=seat, person=registration.user, due=due)
    elif registration.email:
        write(kind_name, subject=seat, address=registration.email, language=registration.language, due=due)
    elif registration.delegation_id:
        for person in coordinators(registration.delegation.city_id):
            write(kind_name, subject=seat, person=person, due=due)


def _about(mail, seat):
    """The values that every one of these mails needs. Above TLP:GREEN no title stands in a mail."""
    stop, event = seat.stop, seat.stop.event
    return {
        "event": f"\u2068{calendars.title_of(event)}\u2069",
        "where": "" if calendars.is_amber(event) else f"\u2068{stop.where}\u2069",
        "when": calendars.when(stop),
        "name": seat.registration.name,
        "button_url": link_to(seat.registration, mail.person),
        "button_label": _("Open your seat"),
    }


@kind("events.stop_changed", **ABOUT_A_SEAT)
@about_a_seat
def stop_changed(mail, seat):
    """Other time or other place; after a postponement: the new time, with the question whether to come."""
    if seat.status not in LIVE or seat.stop.status != Stop.Status.SCHEDULED:
        return None
    return _about(mail, seat) | {"is_new_date": seat.stop.calendar_sequence == 0}


@kind("events.event_postponed", **ABOUT_A_SEAT)
@about_a_seat
def event_postponed(mail, seat):
    """While it waits; later only where the calendar must still hear that the old entry is gone."""
    event = seat.stop.event
    waits = event.status == Event.Status.POSTPONED and seat.status in LIVE
    if not waits and not entries.takes_out(mail):
        return None
    return _about(mail, seat) | {"reason": event.reason}


@kind("events.event_cancelled", **ABOUT_A_SEAT)
@about_a_seat
def event_cancelled(mail, seat):
    """The event, or one stop of it, does not take place."""
    if seat.status != Seat.Status.EVENT_CANCELLED:
        return None
    is_whole = seat.stop.event.status == Event.Status.CANCELLED
    return _about(mail, seat) | {"reason": seat.stop.reason, "is_whole": is_whole}
