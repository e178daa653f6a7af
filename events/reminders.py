"""When people are reminded: which rules are due at a moment, counted from when, and who is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q

from . import zones
from .models import Delegation, Event, Invitation, ReminderRule, Seat, Stop

Anchor, Audience = ReminderRule.Anchor, ReminderRule.Audience
HELD = (Event.Status.ANNOUNCED, Event.Status.OPEN, Event.Status.CLOSED)
LATE = timedelta(hours=12)  # what could not go out for so long is not sent any more
DEFAULTS = [
    (Anchor.START, -7 * 24, Audience.SEAT_HOLDERS),
    (Anchor.START, -24, Audience.SEAT_HOLDERS),
    (Anchor.RELEASE, -7 * 24, Audience.COORDINATORS),
    (Anchor.CLOSING, -3 * 24, Audience.INVITED),
]
DAY_BEGINS, DAY_ENDS = time(9), time(17)  # where only the days of a stop are known


@dataclass(frozen=True)
class Due:
    """A rule whose time has come, counted from `at`; `stop` where it is the begin or end of one."""

    rule: ReminderRule
    at: datetime
    stop: Stop | None = None

    @property
    def key(self):
        """Another one as soon as the date moves."""
        return f"{self.rule.pk}-{self.at:%Y%m%d%H%M}"


def give_defaults(event):
    """The usual reminders, for an event that has none of its own."""
    if not event.reminder_rules.exists():
        rules = [ReminderRule(event=event, anchor=one, hours=hours, audience=who) for one, hours, who in DEFAULTS]
        ReminderRule.objects.bulk_create(rules, ignore_conflicts=True)


def due_at(now):
    """What is due at this moment, each as a `Due`."""
    rules = ReminderRule.objects.filter(event__status__in=HELD).select_related("event").order_by("pk")
    found = (Due(rule, at, stop) for rule in rules for at, stop in _anchors(rule))
    return [each for each in found if each.at + _offset(each.rule) <= now < _end(each)]


def _offset(rule):
    return timedelta(hours=rule.hours)


def _end(due):
    """Until when it may go out: some hours long, and never after what it reminds of."""
    last = due.at + _offset(due.rule) + LATE
    return min(last, due.at) if due.rule.hours < 0 else last


def _anchors(rule) -> Iterable:
    if rule.anchor == Anchor.CLOSING:
        return [(rule.event.closes_at, None)] if rule.event.closes_at else []
    if rule.anchor == Anchor.RELEASE:
        days = _open_delegations(rule.event).values_list("release_at", flat=True).distinct().order_by("release_at")
        return [(each, None) for each in days]
    stops = rule.event.stops.filter(status=Stop.Status.SCHEDULED, precision__in=["minute", "day"])
    return [(anchor_of(rule, stop), stop) for stop in stops]


def anchor_of(rule, stop):
    """The begin or the end of a stop as an instant; of days alone, the morning or the evening there."""
    if rule.anchor == Anchor.START:
        return stop.starts_at or zones.instant(stop.starts_on, DAY_BEGINS, stop.zone)
    return stop.ends_at or zones.instant(stop.ends_on, DAY_ENDS, stop.zone)


def readers(due):
    """The rows about which a reminder is written, in the order of their keys: seats, delegations or invitations."""
    event = due.rule.event
    if due.rule.audience == Audience.COORDINATORS:
        rows = _open_delegations(event).select_related("city")
        rows = rows.filter(release_at=due.at) if due.rule.anchor == Anchor.RELEASE else rows
    elif due.rule.audience == Audience.INVITED:
        rows = Invitation.objects.filter(event=event, status=Invitation.Status.SENT, expires_at__gt=due.at - LATE)
    else:
        at = {"stop": due.stop} if due.stop else {"stop__event": event, "stop__status": Stop.Status.SCHEDULED}
        rows = Seat.objects.filter(status__in=["confirmed", "attended"], **at)
        rows = rows.select_related("registration__user", "registration__delegation__city")
    return rows.order_by("pk")


def _open_delegations(event):
    """Delegations with seats that have no name yet."""
    still = Q(status__in=[Delegation.Status.INVITED, Delegation.Status.ACCEPTED], released_at=None)
    return Delegation.objects.filter(still, event=event, allotments__claimed__lt=F("allotments__seats")).distinct()


def is_still_due(key, now):
    """Whether a reminder that was written under this key still counts from the same moment."""
    number, _, stamp = key.partition("-")
    rule = ReminderRule.objects.select_related("event").filter(pk=number if number.isdecimal() else None).first()
    if rule is None or rule.event.status not in HELD:
        return False
    return any(Due(rule, at, stop).key == f"{rule.pk}-{stamp}" for at, stop in _anchors(rule))
