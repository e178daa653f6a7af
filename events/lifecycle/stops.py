"""The stops of an event: where and when, moved, called off, over; and who hosts them."""

from uuid import uuid4

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import presets, signals, zones
from ..calendars import material_hash
from ..models import Event, Host, Pool, Stop
from . import seats as ledger
from . import sessions
from .gaps import is_over, standing
from .locks import lock_event, lock_its_event

Status, Precision, Attendance = Stop.Status, Stop.Precision, Event.Attendance
PLACE = ("city", "place", "country", "venue", "attendance")
TIME = ("zone", "precision", "starts_on", "ends_on", "start_time", "end_time", "start_fold", "end_fold")
OVER = (Event.Status.CANCELLED, Event.Status.ENDED, Event.Status.ARCHIVED)

stops = Lifecycle(Stop)


# Time


def set_time(stop, *, starts_on, ends_on=None, precision=None, zone=None, **wall):
    """Day and wall time in the stop's zone. `start_fold`, `end_fold`: 0 the first, 1 the second of a time that comes
    twice; None asks which. A time that the clocks leave out is refused with the next one that there is.
    """
    stop.precision, stop.zone = precision or stop.precision or Precision.MINUTE, zone or stop.zone
    if stop.zone not in zones.ZONES:
        raise TransitionRefused(_("There is no time zone with this name."))
    stop.starts_on, stop.ends_on = starts_on, ends_on or starts_on
    if stop.precision == Precision.MINUTE:
        _set_instants(stop, **wall)
    else:
        stop.start_time = stop.end_time = stop.starts_at = stop.ends_at = None
        stop.start_fold = stop.end_fold = 0


def _set_instants(stop, *, start_time=None, end_time=None, start_fold=None, end_fold=None):
    if start_time is None or end_time is None:
        raise TransitionRefused(_("Say begin and end with their times, or days alone."))
    stop.start_time, stop.start_fold = start_time, which_of_two(stop.starts_on, start_time, stop.zone, start_fold)
    stop.end_time, stop.end_fold = end_time, which_of_two(stop.ends_on, end_time, stop.zone, end_fold)
    stop.starts_at = instant_of(stop.starts_on, start_time, stop.zone, stop.start_fold)
    stop.ends_at = instant_of(stop.ends_on, end_time, stop.zone, stop.end_fold)
    if stop.ends_at <= stop.starts_at:
        raise TransitionRefused(_("The end must come after the beginning."))


def which_of_two(day, time, zone, fold):
    """`fold` where the time comes twice that day, else 0. None is no answer to that question."""
    if not zones.happens_twice(day, time, zone):
        return 0
    if fold is None:
        words = _("The clocks go back: %(time)s comes twice on that day. Say whether you mean the first or the second.")
        raise TransitionRefused(words % {"time": f"{time:%H:%M}"})
    return int(fold)


def instant_of(day, time, zone, fold):
    """The instant in UTC, or a refusal that names the next minute that there is."""
    try:
        return zones.instant(day, time, zone, fold)
    except zones.NoSuchTime as gap:
        raise TransitionRefused(str(gap)) from gap


def note_material(stop, before=""):
    """Where begin, end, place, attendance or status differ from what calendars know, the number rises by one."""
    now = material_hash(stop)
    if now != (stop.material_hash or before):
        stop.calendar_sequence += 1
    stop.material_hash = now


def copy_span(event):
    """First and last day and instant of the stops that stand, on the event's own row, for lists."""
    rows = list(event.stops.order_by("position"))
    rows = [each for each in rows if each.status != Status.CANCELLED] or rows
    exact = bool(rows) and all(each.starts_at for each in rows)
    event.starts_on = min((each.starts_on for each in rows), default=None)
    event.ends_on = max((each.ends_on for each in rows), default=None)
    event.starts_at = min(each.starts_at for each in rows) if exact else None
    event.ends_at = max(each.ends_at for each in rows) if exact else None
    event.save(update_fields=["starts_on", "ends_on", "starts_at", "ends_at"])


# Adding and changing


@stops.creation(by_system=True)
def add(*, by, within, seats=None, position=None, place="", attendance=None, zone=None, **facts):
    """A stop is added: where, and when. `seats` says how many of which kind, such as {"delegate": 80}."""
    event = lock_event(within)
    if event.status in OVER:
        raise TransitionRefused(_("This event is over: its stops stay as they are."))
    stop = _added(event, position, place, attendance, zone, facts)
    _open_pools(stop, seats or {})
    copy_span(event)
    return stop


@stops.creation(to=Status.COMPLETED, by_system=True)
def record(*, by, within, hosts=(), position=None, place="", attendance=None, zone=None, **facts):
    """A stop of a meeting that took place, with the hosts that are known."""
    stop = _added(within, position, place, attendance, zone, facts | {"status": Status.COMPLETED})
    for number, host in enumerate(hosts, 1):
        Host.objects.create(stop=stop, position=number, **host)
    return stop


def _added(event, position, place, attendance, zone, facts):
    last = event.stops.aggregate(last=Max("position"))["last"] or 0
    stop = Stop(event=event, position=position or last + 1, place=place)
    stop.attendance = attendance or _attendance_of(event, facts.get("city") or place)
    set_time(stop, zone=zone or event.zone, **{name: facts.pop(name) for name in TIME if name in facts})
    for name, value in facts.items():
        setattr(stop, name, value)
    stop.material_hash = material_hash(stop)
    stop.save()
    return stop


def _attendance_of(event, has_place):
    """That of the event; online where no place is said."""
    return event.attendance if has_place or event.attendance != Attendance.HYBRID else Attendance.ONLINE


def _open_pools(stop, seats):
    approved = presets.of(stop.event.kind).approved
    for category, number in seats.items():
        Pool.objects.create(stop=stop, category=category, capacity=number, needs_approval=category in approved)


@stops.transition(Status.SCHEDULED, announces=signals.stop_changed, locks=lock_its_event, by_system=True)
def change(stop, *, by, **facts):
    """Time or place change. Whoever has a seat is told, where their calendar would be wrong."""
    if stop.event.status in OVER:
        raise TransitionRefused(_("This event is over: its stops stay as they are."))
    timed, before = {name: facts.pop(name) for name in TIME if name in facts}, material_hash(stop)
    stood_on, zone = stop.starts_on, stop.zone
    if timed and stop.event.status == Event.Status.POSTPONED:
        raise TransitionRefused(_("The event is postponed: it gets its new times all at once."))
    for name in PLACE:
        if name in facts:
            setattr(stop, name, facts[name])
    if timed:
        known = {name: getattr(stop, name) for name in TIME}
        set_time(stop, **{**known, **timed})
    if stop.starts_on != stood_on and stop.event.status != Event.Status.DRAFT:
        stop.moved_from = stood_on
    note_material(stop, before)
    stop.save()
    sessions.follow(stop, stood_on=stood_on, zone=zone)
    copy_span(stop.event)


@stops.transition(
    Status.SCHEDULED, to=Status.CANCELLED, announces=signals.stop_cancelled, locks=lock_its_event, by_system=True
)
def cancel(stop, *, by, reason):
    """This stop does not take place; the others do. Seats there end, and calendars are told."""
    others = [each for each in standing(stop.event) if each.pk != stop.pk and each.status == Status.SCHEDULED]
    if not others:
        raise TransitionRefused(_("This is the last stop that takes place: cancel the event instead."))
    if not reason.strip():
        raise TransitionRefused(_("Give the reason."))
    stop.reason = reason.strip()
    note_material(stop)
    stop.save()
    ledger.empty(stop, by=by, reason=stop.reason)
    copy_span(stop.event)


@stops.transition(Status.SCHEDULED, to=Status.COMPLETED, locks=lock_its_event, by_system=True)
def complete(stop, *, by):
    """The stop is over: who was checked in has attended, the others did not come."""
    if not is_over(stop, timezone.now()):
        raise TransitionRefused(_("This stop is not over yet."))
    ledger.conclude(stop)


def move_to(stop, **times):
    """New time after a postponement: a new entry in calendars, whose number begins again."""
    stop.moved_from, zone = stop.starts_on, stop.zone
    set_time(stop, **times)
    stop.calendar_uid, stop.calendar_sequence = uuid4(), 0
    stop.material_hash = material_hash(stop)
    stop.save()
    sessions.follow(stop, stood_on=stop.moved_from, zone=zone)


# Hosts


@stops.transition(locks=lock_its_event, by_system=True)
def add_host(stop, *, by, city=None, organisation=None, role=Host.Role.LEAD, position=None, **rights):
    """A city or an organisation hosts this stop, or stands beside it. Cities may be given rights at the door."""
    last = stop.hosts.aggregate(last=Max("position"))["last"] or 0
    whose = {"city": city, "organisation": organisation, "role": role}
    Host.objects.create(stop=stop, position=position or last + 1, **whose, **rights)


@stops.transition(locks=lock_its_event)
def change_host(stop, *, by, host, role=None, **rights):
    """A host gets another role or other rights. Whoever becomes the host makes the one before a co-host."""
    host = _its_host(stop, host)
    if role == Host.Role.LEAD:
        stop.hosts.filter(role=Host.Role.LEAD).exclude(pk=host.pk).update(role=Host.Role.CO_HOST)
    elif role:
        _refuse_to_lose_the_lead(stop, host)
    host.role = role or host.role
    for name in ("may_run_logistics", "may_check_in"):
        setattr(host, name, rights.get(name, getattr(host, name)))
    host.save()


@stops.transition(locks=lock_its_event)
def remove_host(stop, *, by, host):
    """A host steps back. An event that is announced keeps a host at each stop."""
    host = _its_host(stop, host)
    _refuse_to_lose_the_lead(stop, host)
    host.delete()


def _refuse_to_lose_the_lead(stop, host):
    if host.role == Host.Role.LEAD and stop.event.status not in (Event.Status.DRAFT, *OVER):
        raise TransitionRefused(_("An announced event has a host at each stop: name another one first."))


def _its_host(stop, host):
    found = stop.hosts.filter(pk=host.pk).first()
    if found is None:
        raise TransitionRefused(_("This is no host of this stop."))
    return found
