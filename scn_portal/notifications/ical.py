"""Entries for calendars as iCalendar (RFC 5545, 5546): what mails carry and what feeds answer.

Times are instants in UTC or whole days, never local with a zone: programs read those in different ways. Apps say what
an entry is; how it is written stands here alone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Strong Cities Network//Portal//EN"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]+")
OFTEN = timedelta(hours=1)  # how often programs may ask a feed again


@dataclass(frozen=True)
class Entry:
    """One entry. Between two instants (aware), or on whole days (the last one included)."""

    uid: object  # a UUID; the constant of the settings is put after it
    sequence: int
    title: str
    starts: datetime | date
    ends: datetime | date
    changed_at: datetime
    place: str = ""
    words: str = ""
    url: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Attendee:
    name: str
    address: str


def published(entries, name):
    """A calendar to read: METHOD:PUBLISH, nobody's name in it. Returns bytes, the same for the same entries."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", vText(_in_one_line(name)))
    calendar.add("x-wr-calname", vText(_in_one_line(name)))
    calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def answer(request, content, name):
    """Answer with a calendar, or with 304 where the reader's program has this one already."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["X-Robots-Tag"] = "noindex"
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return get_conditional_response(request, etag=etag, response=response)


def addressed(entry, attendee):
    """The same entry as a message to one person: REQUEST, or CANCEL for a cancelled one. Returns (method, bytes)."""
    method = "CANCEL" if entry.is_cancelled else "REQUEST"
    calendar, event = _calendar(method), _event(entry)
    event.add("organizer", _person(settings.EVENTS_MAILBOX, parseaddr(settings.DEFAULT_FROM_EMAIL)[0]))
    invited = _person(attendee.address, attendee.name)
    invited.params |= {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT"}
    event.add("attendee", invited)
    calendar.add_component(event)
    return method, calendar.to_ical()


def uid_of(entry):
    return f"{entry.uid}@{settings.CALENDAR_UID_SUFFIX}"


def _calendar(method):
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry):
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _whole(entry.changed_at))
    event.add("last-modified", _whole(entry.changed_at))
    event.add("dtstart", _whole(entry.starts))
    event.add("dtend", _end(entry))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("summary", entry.title), ("location", entry.place), ("description", entry.words)):
        if value:
            event.add(name, _clean(value))
    if entry.url:
        event.add("url", entry.url)
    return event


def _whole(moment):
    """An instant in UTC to the second, or the day as it is."""
    return moment.astimezone(UTC).replace(microsecond=0) if isinstance(moment, datetime) else moment


def _end(entry):
    """An entry of days ends, for programs, on the morning after the last one."""
    return _whole(entry.ends) if isinstance(entry.ends, datetime) else entry.ends + timedelta(days=1)


def _person(address, name):
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = _in_one_line(name).replace('"', "'")
    return person


def _in_one_line(text):
    return " ".join(_clean(text).split())


def _clean(text):
    """Signs that no program shows, and that some take for the end of a line, become spaces."""
    return CONTROL.sub(" ", str(text).replace("\r\n", "\n"))
