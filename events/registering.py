"""How registration for an event stands for one person, in a word for the pages. The steps themselves ask again."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cities.models import City, Representative
from hub.readers import reader_of

from . import people, seats
from .models import Delegation, Event, Pool
from .models.seats import HOLDING

COORDINATING = ("lead_contact", "deputy", "political_lead")

Status = Event.Status
NAMING = (Status.ANNOUNCED, Status.OPEN, Status.CLOSED)  # cities may answer and give names
OVER = (Status.ENDED, Status.ARCHIVED, Status.DRAFT)


@dataclass(frozen=True)
class Standing:
    """A word for the page, and the moment from which registration is open."""

    word: str
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Option:
    """A seat that one may ask for: its pool, and how the form names it."""

    pool: Pool
    label: str

    @property
    def value(self):
        return f"{self.pool.stop.code}-{self.pool.category}"


def standing_of(event, band, now=None):
    """Whether one can register at present, and if not, why."""
    now = now or timezone.now()
    if event.status in (Status.CANCELLED, Status.POSTPONED, Status.CLOSED):
        return Standing(event.status)
    if event.status in OVER or (event.ends_at and event.ends_at <= now):
        return Standing("over")
    if event.closes_at and event.closes_at <= now:
        return Standing("closed")
    opens_at = event.members_from if band == people.MEMBER else event.guests_from
    is_open = event.status == Status.OPEN
    if opens_at is None and band == people.OTHER and (event.members_from or is_open):
        return Standing("by_invitation")
    if not is_open or (opens_at and opens_at > now):
        return Standing("not_yet", opens_at)
    return Standing("open")


def pools_to_choose(event, band):
    """The pools that a person of this band can ask for today: of stops that have not begun."""
    pools = people.pools_open_to(event, band).select_related("stop__city__country", "stop__country", "stop__venue")
    return [each for each in pools if not seats.has_begun(each.stop)]


def pools_of_invitation(invitation):
    """The pools to which somebody is invited: of the stops named, else of all, as far as they have not begun."""
    pools = Pool.objects.filter(stop__event=invitation.event_id, stop__status="scheduled")
    stops = [each.pk for each in invitation.stops.all()]
    pools = pools.filter(stop__in=stops) if stops else pools
    found = pools.filter(category=invitation.category).select_related("stop__city__country", "stop__event")
    return [each for each in found.order_by("stop__position") if not seats.has_begun(each.stop)]


def takes_more(pool):
    """Whether somebody who asks now gets a seat or a place in the queue."""
    return pool.keeps_waiting_list or pool.needs_approval or (pool.free > 0 and not pool.waiting)


def overlap(stops):
    """Whether two of these stops take place at the same time, as far as their times are known."""
    timed = sorted((each.starts_at, each.ends_at) for each in stops if each.starts_at)
    return any(first[1] > second[0] for first, second in zip(timed, timed[1:], strict=False))


def is_answerable(invitation, now=None):
    """Whether an answer to this invitation still counts."""
    return invitation.status == invitation.Status.SENT and invitation.expires_at > (now or timezone.now())


def coming_to(event):
    """The registrations of those who have a seat."""
    return event.registrations.filter(status="active", seats__status__in=HOLDING).distinct()


def coordinated_by(user):
    """The delegations for which this person speaks, of cities whose membership is in force."""
    roles = Representative.objects.filter(user=user.pk, until=None, role__in=COORDINATING).values("city")
    in_force = City.objects.in_force().order_by().values("pk")
    rows = Delegation.objects.filter(city__in=roles).filter(city__in=in_force)
    return rows.select_related("event", "city").order_by("event__starts_on", "pk")


def own_place(user, event):
    """What the page of an event offers to this person: how registration stands, and what is theirs already."""
    if event.status in OVER:
        return None
    cities = reader_of(user).cities
    own = people.registration_of(user, event) if user.is_authenticated else None
    delegation = coordinated_by(user).filter(event=event).first() if cities else None
    band = people.MEMBER if cities else people.OTHER
    return {"standing": standing_of(event, band), "registration": own, "delegation": delegation}
