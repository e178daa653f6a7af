"""The life of an event: written, announced, open, closed; postponed and set anew; cancelled; ended, archived."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused
from scn_portal.sharing import Sharing

from .. import presets, signals
from ..models import Event, EventText, Poll, Report, Stop
from . import addresses, gaps, seats
from . import stops as of_stops

Status = Event.Status
FACTS = (
    *("kind", "subtitle", "series", "edition", "sharing", "attendance", "zone", "languages", "interpretation"),
    *("chatham_house", "members_from", "guests_from", "closes_at", "contact", "source", "note", "replaced_by"),
)
BEGUN = (Status.ANNOUNCED, Status.OPEN, Status.CLOSED)
BEFORE_THE_END = (Status.DRAFT, *BEGUN, Status.POSTPONED)

meetings = Lifecycle(Event)


# Writing


@meetings.creation(by_system=True)
def write(*, by, kind, title, language="en", summary="", body="", slug="", cities=(), is_demonstration=False, **facts):
    """An officer begins a meeting of one kind. What the kind preselects is taken where nothing else is said."""
    event = _begun(kind, title, slug, facts, is_demonstration)
    event.save()
    words = {"title": title.strip(), "summary": summary, "body": body}
    event.texts.create(language=language, is_original=True, **words)
    for city in cities:
        event.event_cities.create(city=city)
    return event


def _begun(kind, title, slug, facts, is_demonstration):
    if kind not in Event.Kind.values:
        raise TransitionRefused(_("Choose what kind of meeting it is."))
    if not title.strip():
        raise TransitionRefused(_("Give it a title."))
    preset = presets.of(kind)
    event = Event(kind=kind, is_demonstration=is_demonstration)
    event.sharing, event.attendance = preset.sharing, preset.attendance
    event.chatham_house = preset.chatham_house
    _take(event, facts)
    event.slug = slug if slug and not addresses.is_taken(slug) else addresses.free_slug(slug or title, f"{kind}")
    return event


def _take(event, facts):
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"an event has no {sorted(unknown)}; known are {FACTS}")
    for name, value in facts.items():
        setattr(event, name, value)


@meetings.transition(*BEFORE_THE_END, Status.ENDED)
def revise(event, *, by, **facts):
    """An officer changes what is known of the meeting: who may see it, when one may register, whom one asks."""
    was_under_the_rule = event.chatham_house
    _take(event, facts)
    if event.status != Status.DRAFT:
        _refuse_while(gaps.before_announcing(event))
    if event.chatham_house and not was_under_the_rule:
        _refuse_unless_nobody_is_quoted(event)


def _refuse_while(missing):
    if missing:
        raise TransitionRefused(" ".join(missing))


def _refuse_unless_nobody_is_quoted(event):
    if event.polls.filter(secrecy=Poll.Secrecy.NAMED).exclude(status=Poll.Status.VOID).exists():
        raise TransitionRefused(_("The Chatham House Rule and a vote with names do not go together: a vote has names."))
    if event.sessions.exclude(recording="no").exists():
        raise TransitionRefused(_("The Chatham House Rule and recordings do not go together: a session is recorded."))


@meetings.transition(*BEFORE_THE_END, Status.ENDED, Status.ARCHIVED, Status.CANCELLED)
def set_text(event, *, by, language, title, summary="", body="", is_original=False):
    """An officer adds a language, or puts the words of one right."""
    if not title.strip():
        raise TransitionRefused(_("Give it a title."))
    known = EventText.objects.filter(event=event)
    if is_original:
        known.exclude(language=language).update(is_original=False)
    values = {"title": title.strip(), "summary": summary, "body": body}
    text, _made = known.get_or_create(event=event, language=language, defaults=values)
    for name, value in values.items():
        setattr(text, name, value)
    text.is_original = is_original or text.is_original or not known.filter(is_original=True).exists()
    text.save()


@meetings.transition(*BEFORE_THE_END, Status.ENDED, Status.ARCHIVED)
def name_city(event, *, by, city):
    """A city for which an event at TLP:AMBER is meant."""
    event.event_cities.get_or_create(city=city)


@meetings.transition(*BEFORE_THE_END, Status.ENDED, Status.ARCHIVED)
def unname_city(event, *, by, city):
    """The event is not meant for this city any more."""
    event.event_cities.filter(city=city).delete()
    if event.status != Status.DRAFT and event.sharing == Sharing.AMBER and not event.event_cities.exists():
        raise TransitionRefused(_("It is for named cities: one at least stays named."))


@meetings.transition()
def rename(event, *, by, slug):
    """The event moves to another address. The old one leads on, and no other event gets it."""
    addresses.move(event, slug)


# Announcing, opening, closing


@meetings.transition(Status.DRAFT, to=Status.ANNOUNCED, announces=signals.event_announced, by_system=True)
def announce(event, *, by):
    """The event stands before those who may see it, with everything that they need to know."""
    _refuse_while(gaps.before_announcing(event))
    event.published_at = timezone.now()


@meetings.transition(Status.ANNOUNCED, to=Status.OPEN, announces=signals.event_opened, by_system=True)
def open_registration(event, *, by):
    """People can register from now on: members first, others from their day on."""
    now = timezone.now()
    if by is SYSTEM and (event.members_from is None or event.members_from > now):
        raise TransitionRefused(_("The time to register has not come yet."))
    _refuse_while(gaps.before_opening(event))
    if event.closes_at is not None and event.closes_at <= now:
        raise TransitionRefused(_("The day on which registration closes has passed: set a later one first."))


@meetings.transition(Status.OPEN, to=Status.CLOSED, by_system=True)
def close_registration(event, *, by):
    """Nobody registers any more. From now on the waiting list moves by hand."""
    if by is SYSTEM and (event.closes_at is None or event.closes_at > timezone.now()):
        raise TransitionRefused(_("Registration does not close yet."))
    event.save()
    seats.close(event)


@meetings.transition(Status.CLOSED, to=Status.OPEN)
def reopen(event, *, by, closes_at=None):
    """People can register once more, until a later day. The waiting list moves by itself again."""
    now = timezone.now()
    if closes_at is None and event.closes_at is not None and event.closes_at > now:
        closes_at = event.closes_at
    if closes_at is not None and closes_at <= now:
        raise TransitionRefused(_("Registration closes in the future, or with no day."))
    event.closes_at = closes_at
    event.save()  # the ledger reads it anew
    seats.reopen(event)


# Postponing and cancelling


@meetings.transition(*BEGUN, to=Status.POSTPONED, announces=signals.event_postponed, by_system=True)
def postpone(event, *, by, reason):
    """The meeting takes place later. Seats stay, offers go back to the queue, and every calendar is told."""
    event.reason = _reason(reason)
    for stop in event.stops.filter(status=Stop.Status.SCHEDULED).select_for_update():
        stop.calendar_sequence += 1
        stop.save(update_fields=["calendar_sequence"])
    event.save()
    seats.hold(event)


def _reason(words):
    if not words.strip():
        raise TransitionRefused(_("Give the reason."))
    return words.strip()


@meetings.transition(Status.POSTPONED, to=Status.ANNOUNCED, announces=signals.event_rescheduled, by_system=True)
def reschedule(event, *, by, times, closes_at=None):
    """The new times of a postponed meeting: `times` says for each stop that stands when it takes place now.

    Whoever holds a seat is asked whether to keep it, and gets a new entry for the calendar.
    """
    moved = {stop.pk: given for stop, given in times}
    waiting = list(event.stops.filter(status=Stop.Status.SCHEDULED).select_for_update())
    if not waiting or {each.pk for each in waiting} != set(moved):
        raise TransitionRefused(_("Give new times for every stop that takes place."))
    _clear_times(event)
    for stop in waiting:
        of_stops.move_to(stop, **moved[stop.pk])
    of_stops.copy_span(event)
    event.reason, event.closes_at = "", closes_at or _still_ahead(event.closes_at)
    event.save()
    seats.resume(event)


def _clear_times(event):
    """So that stops that change places do not meet on the way."""
    times = dict.fromkeys(("start_time", "end_time", "starts_at", "ends_at"))
    event.stops.filter(status=Stop.Status.SCHEDULED).update(precision=Stop.Precision.DAY, **times)


def _still_ahead(moment):
    return moment if moment is not None and moment > timezone.now() else None


@meetings.transition(*BEFORE_THE_END, to=Status.CANCELLED, announces=signals.event_cancelled, by_system=True)
def cancel(event, *, by, reason, name="", replaced_by=None):
    """The meeting does not take place: all seats end, and every calendar is told. There is no way back.

    A person types the title once more.
    """
    if by is not SYSTEM and name.strip().casefold() != event.title.casefold():
        raise TransitionRefused(_("Type the title of the event exactly as it stands, to be sure."))
    event.reason = _reason(reason)
    event.replaced_by = replaced_by or event.replaced_by
    event.published_at = event.published_at or timezone.now()
    for stop in event.stops.filter(status=Stop.Status.SCHEDULED).select_for_update():
        stop.status, stop.reason = Stop.Status.CANCELLED, event.reason
        of_stops.note_material(stop)
        stop.save()
    event.save()
    seats.empty(event, by=by, reason=event.reason)


# The end


@meetings.transition(*BEGUN, to=Status.ENDED, announces=signals.event_ended, by_system=True)
def end(event, *, by):
    """The last stop is over: seats say who came."""
    now, standing = timezone.now(), gaps.standing(event)
    if not standing or not all(gaps.is_over(each, now) for each in standing):
        raise TransitionRefused(_("The last stop is not over yet."))
    for stop in standing:
        if stop.status == Stop.Status.SCHEDULED:
            of_stops.complete(stop, by=SYSTEM)


@meetings.transition(Status.ENDED, to=Status.ARCHIVED)
def archive(event, *, by, reason=""):
    """The event is put away: its report is published, or an officer says why there is none."""
    if event.reports.filter(status=Report.Status.PUBLISHED).exists():
        return
    if not reason.strip():
        raise TransitionRefused(_("There is no published report: publish it, or say why there is none."))
    event.reason = reason.strip()


@meetings.creation(to=Status.ARCHIVED, by_system=True)
def record(*, by, kind, title, stops, language="en", summary="", slug="", is_demonstration=False, **facts):
    """A past meeting is written down from public facts: a day, a week, a month or a season is enough. No seats.

    `stops` are the facts of each, in order, as `stops.add` takes them, with `hosts` as `stops.add_host` does.
    """
    event = _begun(kind, title, slug, facts, is_demonstration)
    event.status, event.published_at = Status.ARCHIVED, timezone.now()
    event.save()
    event.texts.create(language=language, is_original=True, title=title.strip(), summary=summary)
    if not stops:
        raise TransitionRefused(_("Say where and when it took place."))
    for facts_of_stop in stops:
        of_stops.record(by=SYSTEM, within=event, **facts_of_stop)
    of_stops.copy_span(event)
    return event
