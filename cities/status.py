"""The status of a membership on a day, as spec and law: the first rule that fits wins. Nothing of it is stored.

`CityQuerySet.with_status` says the same in SQL; a property test holds both, and a plain oracle, together.
"""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from .models.membership import Invitation, Membership, Representative

Status = Membership.Status
LEAD = Representative.Role.LEAD_CONTACT


def today():
    """The day it is in UTC: a status changes at one instant everywhere."""
    return timezone.now().astimezone(UTC).date()


def months_after(day, months):
    """The same day of the month `months` later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def day_bounds(day):
    """The first instant of the day and of the next one."""
    begin = datetime.combine(day, time.min, UTC)
    return begin, begin + timedelta(days=1)


def status_on(membership, day=None):
    """What the membership is on `day` (today if not said); None before it began."""
    day = day or today()
    if membership.joined_on and membership.joined_on > day:
        return None
    if membership.ends_on and membership.ends_on <= day:
        return Status.ENDED
    if any(each.covers(day) for each in membership.suspensions.all()):
        return Status.SUSPENDED
    if not has_contact(membership.city, day):
        return Status.NO_CONTACT
    return _by_confirmation(last_confirmed(membership, day), day)


def _by_confirmation(confirmed, day):
    if confirmed is None or day > months_after(confirmed, Membership.MONTHS_TO_HOLD):
        return Status.ON_HOLD
    if day > months_after(confirmed, Membership.MONTHS_TO_CONFIRM):
        return Status.CONFIRM_DUE
    return Status.ACTIVE


def last_confirmed(membership, day):
    """The last confirmation up to that day, else the day of joining, which may be unknown."""
    days = [each.on for each in membership.confirmations.all() if each.on <= day]
    return max(days, default=membership.joined_on)


def has_contact(city, day):
    """Whether somebody is lead contact at the end of the day, or is asked to become it."""
    begin, end = day_bounds(day)
    holds = any(
        each.role == LEAD and each.since < end and (each.until is None or each.until >= end)
        for each in city.representatives.all()
    )
    asked = (each for kind in (city.invitations, city.handovers) for each in kind.all())
    return holds or any(_is_open(each, begin, end) for each in asked if each.role == LEAD)


def _is_open(asked, begin, end):
    """Whether an invitation or a handover could still be answered on that day."""
    if asked.created_at >= end or (asked.ended_at and asked.ended_at < end):
        return False
    return asked.status == Invitation.Status.TO_CHECK or asked.expires_at >= begin


def membership_on(city, day=None):
    """The membership that counts on that day: the running one, else the last that ended; None for a never-member."""
    day = day or today()
    begun = [each for each in city.memberships.all() if each.joined_on is None or each.joined_on <= day]
    return max(begun, key=lambda each: (each.ended_on is None, each.ended_on), default=None)


def city_status(city, day=None):
    """The status of the city's membership on that day; None for a never-member. One statement, by the same table."""
    day = day or today()
    counting = Membership.objects.filter(city=city.pk).counting_on(day).with_status(day)
    return next(iter(counting.values_list("status", flat=True)[:1]), None)


def in_force(city, day=None):
    """Whether the city's people read members' content."""
    return city_status(city, day) in Membership.IN_FORCE


def in_good_standing(city, day=None):
    """Whether the city may endorse, match, apply and be seated."""
    return city_status(city, day) in Membership.IN_GOOD_STANDING


def next_change(membership, day, ahead):
    """The next day within `ahead` on which the status changes if nobody does anything, and to what; None without."""
    now = status_on(membership, day)
    for each in sorted(each for each in _turning_days(membership, day) if day < each <= day + ahead):
        later = status_on(membership, each)
        if later != now:
            return each, later
    return None


def _turning_days(membership, day):
    """Days on which something known today begins, ends or runs out."""
    confirmed = last_confirmed(membership, day)
    months = (Membership.MONTHS_TO_CONFIRM, Membership.MONTHS_TO_HOLD) if confirmed else ()
    days = {months_after(confirmed, each) + timedelta(days=1) for each in months}
    days |= {membership.joined_on, membership.ends_on}
    days |= {each for row in membership.suspensions.all() for each in (row.from_on, row.until_on)}
    for kind in (membership.city.invitations, membership.city.handovers):
        days |= {each.expires_at.astimezone(UTC).date() + timedelta(days=1) for each in kind.all()}
    return days - {None}
