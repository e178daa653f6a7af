"""Until when a city should say again that what the portal holds of it is true."""

from dataclasses import dataclass
from datetime import date, timedelta

from .models import Confirmation, Membership
from .status import day_bounds, months_after, today

Status = Membership.Status
DUE = (Status.CONFIRM_DUE, Status.ON_HOLD)


@dataclass(frozen=True)
class Due:
    """The yearly check of one city: since when it is due, and after which day the membership rests without it."""

    since: date | None
    hold_after: date | None
    is_on_hold: bool

    @property
    def until(self):
        """The last instant of the last day."""
        return self.hold_after and day_bounds(self.hold_after)[1] - timedelta(seconds=1)


def due_of(city):
    """The check that is due in this city, which was asked for with its status; None where none is."""
    if city.status not in DUE:
        return None
    return due_between(last_day_of(city), city.status)


def due_between(confirmed, status):
    if confirmed is None:
        return Due(None, None, status == Status.ON_HOLD)
    since = months_after(confirmed, Membership.MONTHS_TO_CONFIRM)
    return Due(since, months_after(confirmed, Membership.MONTHS_TO_HOLD), status == Status.ON_HOLD)


def last_day_of(city):
    """The day of the last confirmation of the running membership, else of joining, which may be unknown."""
    last = last_confirmation(city)
    return last.on if last else city.joined_on


def last_confirmation(city):
    """The last confirmation of the city's running membership, with the person who gave it; None without one."""
    given = Confirmation.objects.filter(membership__city=city, membership__ended_on=None).select_related("by")
    return given.order_by("-on", "-id").first()


def next_check(confirmed):
    """The last day on which a confirmation of that day holds."""
    return months_after(confirmed, Membership.MONTHS_TO_CONFIRM)


def election_to_answer(city):
    """The last election after which the city has not yet said who is political lead; None where it has."""
    return city.elections.unanswered(today()).order_by("-on").first()


def leaving_on(city):
    """The day on which the membership ends, where notice was given and it still runs."""
    running = Membership.objects.filter(city=city, ended_on=None).exclude(notice_on=None).first()
    return running and running.ends_on
