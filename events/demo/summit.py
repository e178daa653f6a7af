"""A made-up global summit that is open, and a made-up tour of six stops: seats in every state.

The summit has delegations of one to three seats, some without a name yet, and a waiting list with people of member
cities before guests, one of whom has an offer. The tour crosses a change of clocks; one stop is full, one was moved,
one is called off.
"""

from calendar import SUNDAY, monthcalendar
from datetime import date, time, timedelta

from django.utils import timezone

from events import lifecycle
from events.lifecycle import delegations, pools, registrations, seats, stops
from events.models import Event, Pool, Seat

from .meetings import CONTACT, DEMO, SUMMARY, WORKING_DAY, day_from_now, leads, officer
from .venues import congress_hall

SUMMIT, TOUR = "demonstration-summit", "demonstration-tour"
GUESTS = ["Grace", "Hamid", "Ines", "Jun", "Katya", "Luis", "Mariam", "Noor", "Olga"]
DELEGATES = ["Ada", "Bruno", "Carmen", "David", "Elif", "Femi", "Greta", "Hugo", "Iman", "Jonas", "Kofi", "Lea"]
SEATS = {"delegate": 40, "guest": 6, "speaker": 10, "press": 5, "online": 200}
HELD = [3, 2, 1, 3, 2, 1, 2, 3, 1, 2]  # seats of each city that is invited
ZONES = [*("Europe/Lisbon", "Europe/Madrid", "Europe/Paris"), *("Europe/Berlin", "Europe/Athens", "Europe/Helsinki")]
AROUND_THE_CHANGE = [-12, -8, -4, 3, 7, 11]  # days
PLACES_ON_TOUR = 3


def seed_summit():
    """What of both is missing."""
    known = set(Event.objects.values_list("slug", flat=True))
    for slug, make in {SUMMIT: _summit, TOUR: _tour}.items():
        if slug not in known:
            make(slug)


def _begun(slug, kind, title, **facts):
    now = timezone.now()
    window = {"members_from": now - timedelta(days=5), "guests_from": now - timedelta(days=2)}
    given = {"slug": slug, "is_demonstration": True, "contact": CONTACT, "languages": ["en", "fr"]} | window | facts
    return lifecycle.write(by=officer(), kind=kind, title=f"{title} {DEMO}", summary=SUMMARY, **given)


def _stopped(event, place, **when):
    """A stop with the city of the demonstration's cast as its host."""
    stop = stops.add(by=officer(), within=event, place=place, **when)
    stops.add_host(stop, by=officer(), city=leads(1)[0][1], may_check_in=True, may_run_logistics=True)
    return stop


def _opened(event):
    return lifecycle.open_registration(lifecycle.announce(event, by=officer()), by=officer())


def _guest(event, place, chosen):
    name = GUESTS[place]
    address = f"{name.lower()}.{event.slug}@guest.example"
    return registrations.enter(by=officer(), within=event, pools=chosen, email=address, name=f"{name} Example")


# The summit


def _summit(slug):
    closes_at = timezone.now() + timedelta(days=60)
    event = _begun(slug, "global_summit", "Global summit", zone="Europe/Copenhagen", closes_at=closes_at)
    first = day_from_now(70)
    when = {"starts_on": first, "ends_on": first + timedelta(days=1), "venue": congress_hall(), **WORKING_DAY}
    stop = _stopped(event, "A harbour that does not exist", seats=SEATS, **when)
    event = _opened(event)
    held = {each.category: each for each in Pool.objects.filter(stop=stop)}
    _invite(event, held["delegate"])
    _queue(event, held["guest"])


def _invite(event, pool):
    """Cities with seats that are held for them: most are coming, one is not, two have not answered."""
    now, names = timezone.now(), iter(DELEGATES)
    dates = {"respond_by": now + timedelta(days=20), "release_at": now + timedelta(days=40)}
    for place, (number, (lead, city)) in enumerate(zip(HELD, leads(len(HELD)), strict=False)):
        delegation = delegations.invite(by=officer(), within=event, city=city, pools={pool: number}, **dates)
        if place == 4:
            delegations.decline(delegation, by=lead)
        elif place < 8:
            delegation = delegations.accept(delegation, by=lead)
            for _ in range(max(number - 1, 1)):  # of several seats one has no name yet
                words = {"name": f"{next(names)} Example", "office": "Demonstration"}
                delegations.name_delegate(by=lead, within=delegation, pools=[pool], **words)


def _queue(event, pool):
    """All seats for guests are taken; two members and two more guests wait, and the first of them has an offer."""
    pool = pools.configure(pool, by=officer(), needs_approval=False, offer_hours=72)
    for place in range(pool.capacity + 2):
        _guest(event, place, [pool])
    for lead, city in leads(len(HELD) + 2)[len(HELD) :]:
        registrations.register(by=lead, within=event, pools=[pool], city=city, listed="participants")
    first = Seat.objects.filter(pool=pool, status=Seat.Status.CONFIRMED).order_by("queue_no").first()
    seats.cancel(first, by=officer(), reason="Demonstration: cannot come.")


# The tour


def next_change_of_clocks(day):
    """The next last Sunday of March or October after this day, when clocks in Europe change."""
    changes = [last_sunday(year, month) for year in (day.year, day.year + 1) for month in (3, 10)]
    return min(each for each in changes if each > day)


def last_sunday(year, month):
    return date(year, month, max(week[SUNDAY] for week in monthcalendar(year, month)))


def _tour(slug):
    change = next_change_of_clocks(day_from_now(30))
    first = change + timedelta(days=AROUND_THE_CHANGE[0])
    event = _begun(slug, "tour", "Tour through six town halls", zone=ZONES[0])
    hours = {"start_time": time(10), "end_time": time(16)}
    for number, (zone, days) in enumerate(zip(ZONES, AROUND_THE_CHANGE, strict=True), 1):
        place, day = f"Town hall {number} of the demonstration", change + timedelta(days=days)
        held = {"delegate": PLACES_ON_TOUR if number == 2 else 25}
        _stopped(event, place, seats=held, zone=zone, starts_on=day, **hours)
    event = _opened(event)
    of_stop = {each.stop.position: each for each in Pool.objects.filter(stop__event=event).select_related("stop")}
    _travel(event, of_stop)
    stops.change(of_stop[4].stop, by=officer(), starts_on=first + timedelta(days=16), ends_on=None)
    stops.cancel(of_stop[6].stop, by=officer(), reason="Demonstration: the hall is not free.")


def _travel(event, of_stop):
    """Members come to several stops; at the second one there are more people than seats."""
    wanted = [(1, 2, 3), (2, 4), (1, 2, 5, 6), (2, 3, 4), (2, 6)]
    for (lead, city), chosen in zip(leads(len(wanted)), wanted, strict=False):
        halls = [of_stop[number] for number in chosen]
        registrations.register(by=lead, within=event, pools=halls, city=city, together=False, listed="participants")
    _guest(event, 0, [of_stop[2]])
