"""What one person's calendar is told about a seat: an entry, its changes, and in the end that it is gone.

Each message is a row, written once. Mail carries the message that it was written for; the feed says the last one of
each entry, so that the two cannot differ. A number (uid) that was cancelled in a person's calendar is not used there
again: programs treat an entry that comes back in different ways.
"""

from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from scn_portal.notifications.calendar_feed import feeds_calendar
from scn_portal.notifications.ical import Attendee, Entry, addressed
from scn_portal.notifications.kinds import CalendarPart
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.outbox import due_of

from . import calendars, zones
from .models import CalendarMessage, Registration, Seat, Stop
from .models.seats import HOLDING
from .seats import keep_still

Method = CalendarMessage.Method
FIRST = "events.seat_confirmed"  # brings the entry; mails of changes are written for their message
OWN = "calendar-"  # before the number of its message, in the `due` of a mail that was written for one


def request(seat):
    """Write that this confirmed seat stands in the calendar as its stop is now. None: the calendar knows that."""
    with transaction.atomic():
        seat = _held(seat)
        if seat.status not in HOLDING or not _takes_place(seat.stop):
            return None
        uid = _living_uid(seat)
        last = _messages(seat, uid).last()
        if last is not None and last.sequence >= seat.stop.calendar_sequence:
            return None
        Seat.objects.filter(pk=seat.pk).exclude(calendar_uid=uid).update(calendar_uid=uid)
        return _write(seat, uid, seat.stop.calendar_sequence, Method.REQUEST)


def cancel(seat, before=None):
    """Write that the entry of this seat is gone. None: the calendar never had it, or knows that.

    `before` (an instant): the seat may stand, and what the calendar was told before then is taken out.
    """
    with transaction.atomic():
        seat = _held(seat)
        if seat.status in HOLDING and before is None:
            return None
        last = _messages(seat, seat.calendar_uid).last() if seat.calendar_uid else None
        if last is None or last.method == Method.CANCEL or (before and last.created_at >= before):
            return None
        sequence = max(last.sequence + 1, seat.stop.calendar_sequence)
        return _write(seat, seat.calendar_uid, sequence, Method.CANCEL, like=last)


def _held(seat):
    """The seat as it is now. One after the other: two deliveries of a fact write one message.

    A message points to the stop and the registration, which come before seats in the order of locks.
    """
    keep_still([seat.stop_id])
    Registration.objects.select_for_update(no_key=True).get(pk=seat.registration_id)
    rows = Seat.objects.select_related("registration__user", "stop__event", "stop__city", "stop__venue")
    return rows.select_for_update(of=("self",)).get(pk=seat.pk)


def _takes_place(stop):
    is_off = stop.status == Stop.Status.CANCELLED or stop.event.status in calendars.OFF
    return not is_off and stop.precision in calendars.EXACT_ENOUGH


def _messages(seat, uid):
    return CalendarMessage.objects.filter(registration=seat.registration_id, uid=uid).order_by("sequence", "pk")


def _living_uid(seat):
    """The number of the seat's entry, or the stop's, or a fresh one: whichever was never cancelled for this person."""
    person = Q(registration=seat.registration_id)
    if seat.registration.address_key:
        person |= Q(registration__address_key=seat.registration.address_key)
    cancelled = CalendarMessage.objects.filter(person, method=Method.CANCEL, stop=seat.stop_id)
    gone = set(cancelled.values_list("uid", flat=True))
    candidates = [seat.calendar_uid, seat.stop.calendar_uid]
    return next((each for each in candidates if each and each not in gone), None) or uuid4()


def _write(seat, uid, sequence, method, like=None):
    registration, stop = seat.registration, seat.stop
    told = {name: getattr(like or stop, name) for name in ("starts_on", "ends_on", "starts_at", "ends_at")}
    with translation.override(language_of(registration)):
        told["title"] = like.title if like else calendars.title_of(stop.event)[:200]
        told["place"] = like.place if like else calendars.place_of(stop)[:400]
    where = {"registration": registration, "stop": stop, "uid": uid, "sequence": sequence, "method": method}
    return CalendarMessage.objects.create(**where, **told)


def language_of(registration):
    return registration.user.language if registration.user else registration.language


# What goes out


def entry_of(message):
    """The entry as this message tells it, for mail and feed alike, in the active language."""
    event = message.stop.event
    amber = calendars.is_amber(event)
    return Entry(
        uid=message.uid,
        sequence=message.sequence,
        title=calendars.title_of(event) if amber else message.title,
        starts=message.starts_at or message.starts_on,
        ends=message.ends_at or message.ends_on,
        changed_at=message.created_at,
        place="" if amber else message.place,
        words=calendars.words_of(event, _moment(message)),
        url=calendars.address_of(event),
        is_cancelled=message.method == Method.CANCEL,
    )


def _moment(message):
    if message.starts_at:
        return zones.span(message.starts_at, message.ends_at, message.stop.zone, message.created_at.date())
    return zones.days(message.starts_on, message.ends_on)


def due(message):
    """The `due` of a mail that carries exactly this message."""
    return f"{OWN}{message.pk}"


def part(mail, seat):
    """The calendar part of a mail about a seat: `kind(…, calendar=entries.part)`; None where there is none to carry.

    A mail that was written for a message carries that one. That a seat is confirmed brings what the calendar was told
    last; after the end of a seat, any mail brings the cancellation.
    """
    message = _message_for(mail, seat) if seat else None
    if message is None or not _goes_to_its_person(mail, message.registration):
        return None
    registration = message.registration
    attendee = Attendee(registration.name, mail.person.email if mail.person else mail.address)
    return CalendarPart(*addressed(entry_of(message), attendee))


def _message_for(mail, seat):
    own = _own_message(mail)
    if own is not None:
        return None if own.registration_id != seat.registration_id or _is_outdated(own) else own
    rows = _told().filter(registration=seat.registration_id, uid=seat.calendar_uid)
    last = rows.order_by("sequence", "pk").last() if seat.calendar_uid else None
    if last is None or _has_its_own_mail(last, seat):
        return None
    stands = seat.status in HOLDING and mail.kind == FIRST
    return last if stands is (last.method == Method.REQUEST) else None


def _told():
    return CalendarMessage.objects.select_related("registration__user", "stop__event")


def _own_message(mail):
    """The message for which this mail was written, or None."""
    number = due_of(mail).removeprefix(OWN)
    return _told().filter(pk=number).first() if due_of(mail).startswith(OWN) and number.isdecimal() else None


def takes_out(mail):
    """Whether this mail was written to take an entry out of a calendar."""
    message = _own_message(mail)
    return message is not None and message.method == Method.CANCEL


def _has_its_own_mail(message, seat):
    about = OutboxMail.objects.filter(subject_kind="events.seat", subject_key=str(seat.pk))
    return about.filter(key__endswith=f":{due(message)}").exists()


def _is_outdated(message):
    """Whether the calendar was told something newer of the same entry: then the older need not go out any more."""
    later = CalendarMessage.objects.filter(registration=message.registration_id, uid=message.uid)
    return later.filter(sequence__gt=message.sequence).exists()


def _goes_to_its_person(mail, registration):
    """Whether the mail goes to the one who comes; a coordinator who is told of it has no entry of their own."""
    if mail.person_id:
        return mail.person_id == registration.user_id
    return bool(registration.email) and mail.address.casefold() == registration.email.casefold()


def of_registration(registration):
    """The entries of the seats that stand, to be put into a calendar by hand: the same as those that mail brings."""
    seats = registration.seats.filter(status__in=HOLDING).order_by("stop__position")
    return [entry for seat in seats.select_related("stop__event", "stop__city", "stop__venue") if (entry := _now(seat))]


def _now(seat):
    uid = seat.calendar_uid or seat.stop.calendar_uid
    last = _told().filter(registration=seat.registration_id, uid=uid).order_by("sequence", "pk").last()
    if last is not None:
        return entry_of(last)
    entry = calendars.entry_of_stop(seat.stop)
    return entry and replace(entry, uid=uid)


@feeds_calendar
def in_feed_of(user):
    """What the personal feed says: the last message of each entry; what is gone or over stays for a while."""
    own = CalendarMessage.objects.filter(registration__in=Registration.objects.filter(user=user))
    last = own.order_by("registration_id", "uid", "-sequence", "-pk").distinct("registration_id", "uid")
    told = last.select_related("stop__event").prefetch_related("stop__event__texts")
    return [entry_of(each) for each in told if not _is_past(each)]


def _is_past(message):
    since = timezone.now() - calendars.KEPT
    gone = message.method == Method.CANCEL and message.created_at < since
    return gone or message.ends_on < since.date()
