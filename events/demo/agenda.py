"""The programme of the made-up summit: two days with rooms, people, a walk, and one session that is not settled."""

from datetime import datetime, time, timedelta

from events.lifecycle import sessions
from events.models import Event, Room
from events.zones import instant

from .meetings import DEMO, leads, officer
from .summit import SUMMIT

# day, begins, minutes, kind, room, title, what it is about
PROGRAMME = [
    (0, time(9), 60, "plenary", 0, "Opening: what cities can do together", "Three mayors say what they expect."),
    (0, time(10), 30, "break", None, "Coffee", ""),
    (0, time(10, 30), 90, "panel", 1, "Schools that hold together", "How schools and youth work talk to each other."),
    (
        0,
        time(10, 30),
        90,
        "workshop",
        2,
        "A first plan in ninety minutes",
        "For cities that begin: bring a question.",
    ),
    (0, time(12), 60, "break", None, "Lunch", ""),
    (0, time(13), 90, "showcase", 1, "Mentors of the neighbourhood", "What worked, what did not, what it costs."),
    (0, time(15), 90, "dialogue", 0, "After a hard day", "How a city speaks in the first hours after an attack."),
    (1, time(9), 120, "site_visit", None, "A walk through the harbour district", "Good shoes, any weather."),
    (1, time(11, 30), 60, "plenary", 0, "What we take home", "Each city names one thing that it will try."),
]
UNSETTLED = (1, time(14), 60, "workshop", 2, "Open space", "Topics are collected at the summit.")
PEOPLE = ["Amina Example", "Jonas Example", "Leila Example", "Mateo Example"]


def seed_agenda():
    """The programme, once the summit is there and has none."""
    event = Event.objects.filter(slug=SUMMIT).first()
    if event is None or event.sessions.exists():
        return
    stop = event.stops.get()
    rooms = list(Room.objects.filter(venue=stop.venue).order_by("-seats"))
    planned = [_plan(stop, rooms, row) for row in PROGRAMME]
    _name(planned)
    sessions.release_all(event, by=officer())
    _plan(stop, rooms, UNSETTLED)


def _plan(stop, rooms, row):
    day, begins, minutes, kind, room, title, abstract = row
    on = stop.starts_on + timedelta(days=day)
    ends = datetime.combine(on, begins) + timedelta(minutes=minutes)
    hours = {"starts_at": instant(on, begins, stop.zone), "ends_at": instant(ends.date(), ends.time(), stop.zone)}
    place = None if room is None else rooms[room]
    words = {"kind": kind, "title": title, "abstract": abstract, "room": place}
    return sessions.plan(by=officer(), within=stop, **words, **hours)


def _name(planned):
    """Made-up people of member cities: a chair for each session that is no break, and speakers for the panels."""
    cities = [city for _lead, city in leads(len(PEOPLE))]
    by_name = {}
    for number, session in enumerate(each for each in planned if each.kind != "break"):
        roles = ["chair", "panellist"] if session.kind == "panel" else ["chair"]
        for place, role in enumerate(roles):
            name = PEOPLE[(number + 3 * place) % len(PEOPLE)]
            given = {"contributor": by_name[name]} if name in by_name else _person(name, cities)
            part = sessions.name(by=officer(), within=session, role=role, **given)
            by_name[name] = part.contributor
            sessions.answer(part, by=officer(), status="confirmed", recording_consent="not_asked")


def _person(name, cities):
    city = cities[PEOPLE.index(name)]
    return {"name": f"{name} {DEMO}", "office": "Head of prevention", "city": city, "organisation": "", "email": ""}
