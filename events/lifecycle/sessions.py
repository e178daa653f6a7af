"""The programme: a session is planned, shown with the others, moved, called off; people are named for it."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from cities.lifecycle.outdated import refuse_if_newer
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..agenda import obstacles
from ..models import Contributor, Event, Part, Room, Session
from ..zones import NoSuchTime, in_zone, instant

Status = Session.Status
sessions = Lifecycle(Session)
parts = Lifecycle(Part)
contributors = Lifecycle(Contributor)
PLAN = (
    *("kind", "title", "abstract", "language", "interpretation", "chatham_house", "recording"),
    *("room", "starts_at", "ends_at"),
)
MATERIAL = ("title", "room_id", "starts_at", "ends_at")  # what a calendar entry says


def lock_event(subject, **_details):
    """The programme of an event changes one step after the other."""
    Event.objects.select_for_update(no_key=True).get(pk=subject.event_id)


def hold_room(room):
    """Who plans in a room waits for whoever does so now: rows that exclude each other would deadlock."""
    if room:
        Room.objects.select_for_update(no_key=True).get(pk=room.pk)


def refuse_recording(event, chatham_house, recording):
    if recording != Session.Recording.NO and (chatham_house or event.chatham_house):
        raise TransitionRefused(_("Nothing is recorded under the Chatham House Rule."))


@sessions.creation()
def plan(*, by, within, **given):
    """A session is planned at a stop. Nobody outside sees it yet."""
    event = within.event
    if event.status in (Event.Status.CANCELLED, Event.Status.ENDED, Event.Status.ARCHIVED):
        raise TransitionRefused(_("This event is over or cancelled; nothing is planned for it any more."))
    refuse_recording(event, given.get("chatham_house", False), given.get("recording", "no"))
    hold_room(given.get("room"))
    return Session.objects.create(event=event, stop=within, calendar_uid=uuid4(), **given)


@sessions.transition(Status.PLANNED, Status.RELEASED)
def revise(session, *, by, seen=None, **given):
    """What is said of the session, its room or its time changes. Calendars hear of it once it was shown."""
    if seen is not None:
        refuse_if_newer(session, PLAN, seen, given)
    before = [getattr(session, name) for name in MATERIAL]
    for name, value in given.items():
        setattr(session, name, value)
    hold_room(session.room)
    refuse_recording(session.event, session.chatham_house, session.recording)
    if session.status == Status.RELEASED:
        refuse_obstacles(session.event, [session])
        session.calendar_sequence += before != [getattr(session, name) for name in MATERIAL]


@sessions.transition(Status.PLANNED, to=Status.RELEASED, announces=signals.sessions_released, locks=lock_event)
def release(session, *, by):
    """The session stands on the programme that readers of the event see."""
    refuse_obstacles(session.event, [session])


def release_all(event, *, by):
    """Put every planned session of the event on the programme: all of them, or none and the reasons."""
    with transaction.atomic():
        planned = list(_whole(event.sessions.filter(status=Status.PLANNED)))
        refuse_obstacles(event, planned)
        return [release(each, by=by) for each in planned]


def refuse_obstacles(event, changed):
    """A person in two places, or a session outside its stop, is not shown."""
    shown = _whole(event.sessions.filter(status=Status.RELEASED).exclude(pk__in=[each.pk for each in changed]))
    found = obstacles([*shown, *changed])
    if found:
        raise TransitionRefused(" ".join(found))


def _whole(rows):
    return rows.select_related("stop", "room", "event").prefetch_related("parts__contributor")


@sessions.transition(Status.PLANNED, Status.RELEASED, to=Status.CANCELLED)
def cancel(session, *, by):
    """The session does not take place; who knew of it sees it called off, and its room is free."""
    session.calendar_sequence += 1


def follow(stop, *, stood_on, zone):
    """What is planned at a stop moves with it, by as many days; the hours on the wall stay. A room of another venue is
    left. `stood_on`, `zone`: the first day and the zone of the stop before.
    """
    days = stop.starts_on - stood_on
    order = "-starts_at" if days.days > 0 else "starts_at"  # so that none meets another one in its room on the way
    for session in stop.sessions.exclude(status=Status.CANCELLED).select_related("room").order_by(order):
        before = [getattr(session, name) for name in MATERIAL]
        length = session.ends_at - session.starts_at
        if days or zone != stop.zone:
            session.starts_at = _moved(session.starts_at, days, zone, stop.zone)
            session.ends_at = session.starts_at + length
        if session.room_id and session.room.venue_id != stop.venue_id:
            session.room = None
        if before != [getattr(session, name) for name in MATERIAL]:
            session.calendar_sequence += session.status == Status.RELEASED
            session.save()


def _moved(moment, days, zone, new_zone):
    """The instant at which clocks show the same hour so many days later; where they skip it, the next minute."""
    wall = in_zone(moment, zone)
    try:
        return instant(wall.date() + days, wall.time(), new_zone, wall.fold)
    except NoSuchTime as skipped:
        return instant(skipped.next_valid.date(), skipped.next_valid.time(), new_zone)


@parts.creation()
def name(*, by, within, contributor=None, role, **person):
    """Somebody is named for a session: a person who stands on the programme already, or a new one."""
    if contributor is None:
        contributor = Contributor.objects.create(event=within.event, **person)
    position = within.parts.count() + 1
    part = Part.objects.create(session=within, contributor=contributor, role=role, position=position)
    if within.status == Status.RELEASED:
        refuse_obstacles(within.event, [_whole(Session.objects).get(pk=within.pk)])
    return part


@parts.transition(Part.Status.INVITED, Part.Status.CONFIRMED, Part.Status.DECLINED)
def answer(part, *, by, status, recording_consent):
    """What the person answered, and whether a recording may be made. Who declined stands on no programme."""
    part.recording_consent = recording_consent
    part.status = status


@contributors.transition()
def describe(contributor, *, by, **person):
    """Name, office, city or organisation of a person on the programme are put right, in all sessions."""
    for each, value in person.items():
        setattr(contributor, each, value)
