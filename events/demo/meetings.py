"""Made-up meetings, each marked "(Demonstration)", with dates counted from the day of seeding: postponed, cancelled,
for named cities, under the Chatham House Rule, and two that are over.

Each walks through the lifecycles. Those that are over were held in the future first, so that people could register.
"""

from datetime import time, timedelta

from django.utils import timezone

from cities.models import City, Representative
from events import entries, lifecycle
from events.lifecycle import committee, delegations, registrations, stops
from events.models import CheckIn, Event, Pool, Seat, Stop
from scn_portal.demo.cast import colleague
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing

from .recorded import no_news

DEMO = "(Demonstration)"
CONTACT = "events@strongcities.example"
WORKSHOP, SEMINAR, COMMITTEE = "demonstration-postponed", "demonstration-cancelled", "demonstration-committee"
FORUM, WEBINAR, ENDED = "demonstration-forum", "demonstration-webinar", "demonstration-workshop"
SUMMARY = "Demonstration: this meeting is made up, and nobody in it is real."
GUESTS = ["Amina Example", "Björn Example", "Chen Example", "Dalia Example", "Emre Example", "Fatou Example"]
WORKING_DAY = {"start_time": time(9), "end_time": time(17)}


def seed_meetings():
    """Those that are missing. What stands there already stays as it is."""
    known = set(Event.objects.values_list("slug", flat=True))
    for slug, make in MAKERS.items():
        if slug not in known:
            make(slug)


def officer():
    return colleague("moderator")


def day_from_now(days):
    return timezone.now().date() + timedelta(days=days)


def leads(number):
    """So many people who answer for member cities, with their cities, in the order of their names."""
    leading = Representative.Role.LEAD_CONTACT
    acting = Representative.objects.filter(until=None, role=leading, city__in=City.objects.in_force())
    return [(each.user, each.city) for each in acting.select_related("user", "city").order_by("city__folded")[:number]]


def prepared(slug, kind, title, *, days, seats, online=False, times=None, **facts):
    """An event with one stop and its host, announced and open."""
    by = officer()
    facts = {"contact": CONTACT, "members_from": timezone.now() - timedelta(days=1)} | facts
    title = f"{title} {DEMO}"
    event = lifecycle.write(
        by=by, kind=kind, title=title, summary=SUMMARY, slug=slug, is_demonstration=True, zone="Europe/Lisbon", **facts
    )
    place = {} if online else {"place": "A hall that does not exist"}
    when = {"starts_on": day_from_now(days), **(times or WORKING_DAY)}
    stop = stops.add(by=by, within=event, seats=seats, **place, **when)
    stops.add_host(stop, by=by, city=leads(1)[0][1], may_check_in=True, may_run_logistics=True)
    return lifecycle.announce(event, by=by)


def opened(*args, **facts):
    return lifecycle.open_registration(prepared(*args, **facts), by=officer())


def come(event, number):
    """So many leads of member cities and as many guests register; calendars are told at once."""
    pool = Pool.objects.filter(stop__event=event).order_by("pk").first()
    for person, city in leads(number):
        registrations.register(by=person, within=event, pools=[pool], city=city, listed="participants")
    for place, name in enumerate(GUESTS[:number]):
        address = f"{name.split()[0].lower()}.{event.pk}@guest.example"
        registrations.enter(by=officer(), within=event, pools=[pool], email=address, name=name, sector=SECTORS[place])
    for seat in Seat.objects.filter(stop__event=event):
        entries.request(seat)


SECTORS = ["municipal", "national", "civil_society", "research", "international", "press"]


# What lies ahead, or does not take place


def _postponed(slug):
    event = opened(slug, "regional_workshop", "Workshop on working with schools", days=45, seats={"delegate": 30})
    come(event, 4)
    lifecycle.postpone(event, by=officer(), reason="Demonstration: the hall is being repaired. A new date follows.")


def _cancelled(slug):
    event = opened(slug, "seminar", "Seminar on local dialogue", days=25, seats={"delegate": 20})
    pool = Pool.objects.get(stop__event=event)
    lifecycle.pools.configure(pool, by=officer(), needs_approval=False)
    come(event, 3)
    title = Event.objects.get(pk=event.pk).title
    lifecycle.cancel(event, by=officer(), reason="Demonstration: too few people could come.", name=title)


def _committee(slug):
    facts = {"days": 60, "seats": {"delegate": 60}, "cities": [leads(1)[0][1]]}
    event = prepared(slug, "steering_committee", "Spring meeting of the committee", **facts)
    pool, now = Pool.objects.get(stop__event=event), timezone.now()
    until = {"respond_by": now + timedelta(days=20), "release_at": now + timedelta(days=40)}
    event = committee.invite_committee(event, by=officer(), pools={pool: 2}, **until)
    for delegation in event.delegations.select_related("city").order_by("city__folded")[:2]:
        speaker = delegation.city.representatives.filter(until=None, role="lead_contact").select_related("user").first()
        if speaker:
            delegations.accept(delegation, by=speaker.user)


def _forum(slug):
    event = prepared(slug, "mayoral_forum", "Forum of mayors", days=75, seats={"delegate": 25})
    lifecycle.open_registration(event, by=officer())


# What is over


def over(event, days_ago):
    """The meeting is moved into the past, people were there, and the clock ends it."""
    stop = Stop.objects.get(event=event)
    stops.change(stop, by=officer(), starts_on=day_from_now(-days_ago), ends_on=day_from_now(-days_ago))
    Stop.objects.filter(pk=stop.pk).update(moved_from=None)
    stop.refresh_from_db()
    source = CheckIn.Source.JOIN if stop.attendance == "online" else CheckIn.Source.DOOR
    seats = Seat.objects.filter(stop=stop, status=Seat.Status.CONFIRMED).order_by("pk")
    for place, seat in enumerate(seats):
        if place % 4 != 3:  # one in four did not come
            scan = {"registration": seat.registration, "source": source, "scanned_at": stop.starts_at}
            lifecycle.door.check_in(by=SYSTEM, within=stop, **scan)
    lifecycle.end(Event.objects.get(pk=event.pk), by=SYSTEM)


@no_news()
def _webinar(slug):
    times = {"start_time": time(14), "end_time": time(15, 30)}
    event = opened(slug, "webinar", "Webinar on first steps", days=20, seats={"online": 200}, online=True, times=times)
    come(event, 6)
    over(event, 12)


@no_news()
def _ended(slug):
    facts = {"days": 20, "seats": {"delegate": 60}, "sharing": Sharing.CLEAR}
    event = opened(slug, "regional_workshop", "Workshop on prevention in small cities", **facts)
    come(event, 6)
    over(event, 20)


MAKERS = {
    WORKSHOP: _postponed,
    SEMINAR: _cancelled,
    COMMITTEE: _committee,
    FORUM: _forum,
    WEBINAR: _webinar,
    ENDED: _ended,
}
