"""What people are told about a seat: it is theirs, they wait, it is offered, it has ended."""

from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import kind

from .. import calendars, entries, people
from ..models import Seat
from .people import about_a_seat, isolated, link_to, moment, tell

FOR_THE_SEAT = _("You get this because you asked for a seat at an event, or your city named you.")
Status = Seat.Status
SAME = ("stop__event", "stop__city", "stop__venue", "registration__user", "registration__delegation__city")
ENDED = {
    Status.REFUSED: _("The organisers cannot give you a seat."),
    Status.WITHDRAWN: _("You are no longer on the waiting list."),
    Status.DECLINED: _("You left the offered seat to somebody else."),
    Status.EXPIRED: _("The seat that was offered to you was not accepted in time, so the next person gets it."),
    Status.CANCELLED: _("Your seat was given up."),
    Status.REPLACED: _("Your city passed your seat on to somebody else."),
}


def _tell(name, seat, due=""):
    tell(f"events.{name}", seat.registration, seat, due)


def _about(mail, seat, label):
    """The seat in words, for the person or for who coordinates the delegation."""
    registration = seat.registration
    return {
        "name": isolated(registration.name),
        "is_for_another": bool(mail.person and mail.person.pk != registration.user_id),
        "title": isolated(calendars.title_of(seat.stop.event)),
        "when": calendars.when(seat.stop),
        "where": calendars.place_of(seat.stop),
        "button_url": link_to(registration, mail.person),
        "button_label": label,
    }


def seat_confirmed(seat):
    _tell("seat_confirmed", seat)


@kind(
    "events.seat_confirmed",
    because=FOR_THE_SEAT,
    is_security=True,
    in_inbox=True,
    related=SAME,
    calendar=entries.part,
)
@about_a_seat
def seat_confirmed_values(mail, seat):
    return _about(mail, seat, _("Open your seat")) if seat.status == Status.CONFIRMED else None


def seat_waitlisted(seat):
    """On the waiting list, or before the organisers who must agree: told again where the one follows the other."""
    _tell("seat_waitlisted", seat, due=seat.status)


@kind("events.seat_waitlisted", because=FOR_THE_SEAT, is_security=True, in_inbox=True, related=SAME)
@about_a_seat
def seat_waitlisted_values(mail, seat):
    if seat.status == Status.REQUESTED:
        return _about(mail, seat, _("See where it stands")) | {"is_request": True, "first": "", "last": ""}
    if seat.status != Status.WAITLISTED:
        return None
    first, last = people.place_in_queue(seat)
    return _about(mail, seat, _("See where it stands")) | {"is_request": False, "first": first, "last": last}


def seat_offered(seat):
    """Each offer is one mail: who gets a second one after a postponement hears of it anew."""
    _tell("seat_offered", seat, due=f"{seat.offer_expires_at:%Y%m%d%H%M}" if seat.offer_expires_at else "")


@kind("events.seat_offered", because=FOR_THE_SEAT, is_security=True, in_inbox=True, related=SAME)
@about_a_seat
def seat_offered_values(mail, seat):
    if seat.status != Status.OFFERED:
        return None
    until = moment(seat.offer_expires_at, seat.stop.zone)
    return _about(mail, seat, _("Accept or decline")) | {"until": until}


def seat_ended(seat):
    _tell("seat_ended", seat, due=seat.status)


@kind(
    "events.seat_ended",
    because=FOR_THE_SEAT,
    is_security=True,
    in_inbox=True,
    related=SAME,
    calendar=entries.part,
)
@about_a_seat
def seat_ended_values(mail, seat):
    if seat.status not in ENDED:
        return None
    values = _about(mail, seat, _("Open your seat"))
    if seat.registration.status == "ended":
        values |= {"button_url": "", "button_label": ""}
    return values | {"what": ENDED[seat.status], "reason": isolated(seat.ended_reason) if seat.ended_reason else ""}
