"""Three independent programs read the same instants, words and numbers out of every calendar that is written."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import ics
import pytest
import vobject
from icalendar import Calendar

from events import zones
from scn_portal.notifications.ical import Attendee, Entry, addressed, published

PLACES = ["America/Chicago", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC"]
MOVED = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2027, 3, 14), date(2027, 4, 4)]
WORDS = [
    *[
        "Streets for everybody",
        "Réunion: villes, écoles; ponts",
        "قمة المدن القوية",
        "都市の会議",
        "a\\b; c",
        "“Quoted”, 'so'",
    ],
    *["Line\nbreak and\ttab", "BEGIN:VEVENT", "é" * 200, "x" * 300],
    "END:VCALENDAR\r\nATTENDEE:mailto:eve@x.example",
]


def an_instant(random):
    """Near a change of clocks where it may be; times that do not exist are asked for again."""
    day = random.choice(MOVED) + timedelta(days=random.randrange(-1, 2))
    wall = time(random.randrange(24), random.randrange(0, 60, 5))
    try:
        return zones.instant(day, wall, random.choice(PLACES), random.randrange(2))
    except zones.NoSuchTime as gap:
        return zones.instant(gap.next_valid.date(), gap.next_valid.time(), gap.zone)


def an_entry(random):
    starts = an_instant(random)
    ends = starts + timedelta(minutes=random.randrange(5, 3 * 24 * 60))
    if random.random() < 0.2:
        starts, ends = starts.date(), ends.date()
    return Entry(
        uid=UUID(int=random.getrandbits(128)),
        sequence=random.randrange(20),
        title=random.choice(WORDS),
        starts=starts,
        ends=ends,
        changed_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(10**7), microseconds=5),
        place=random.choice(["", *WORDS]),
        words=random.choice(WORDS),
        url="https://portal.example/events/streets/",
        is_cancelled=random.random() < 0.3,
    )


def meant(entry):
    """What every program should read: begin, end (of days: the morning after), number, state."""
    is_days = not isinstance(entry.starts, datetime)
    ends = entry.ends + timedelta(days=1) if is_days else entry.ends
    status = "CANCELLED" if entry.is_cancelled else "CONFIRMED"
    return as_instant(entry.starts), as_instant(ends), is_days, status


def as_instant(moment):
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None)
    return datetime.combine(moment, time())


def by_icalendar(content):
    for each in Calendar.from_ical(content).walk("VEVENT"):
        is_days = not isinstance(each["DTSTART"].dt, datetime)
        told = as_instant(each["DTSTART"].dt), as_instant(each["DTEND"].dt), is_days, str(each["STATUS"])
        yield str(each["UID"]), told, " ".join(str(each["SUMMARY"]).split())


def by_vobject(content):
    for each in vobject.readOne(content.decode()).contents.get("vevent", []):
        starts, ends = each.dtstart.value, each.dtend.value
        told = as_instant(starts), as_instant(ends), not isinstance(starts, datetime), each.status.value
        yield each.uid.value, told, " ".join(each.summary.value.split())


def by_ics(content):
    for each in ics.Calendar(content.decode()).events:
        told = each.begin.naive, each.end.naive, each.all_day, each.status
        yield each.uid, told, " ".join(each.name.split())


def differing(content, entries):
    """The entries that a program reads in another way than they were meant."""
    wanted = {str(each.uid): (meant(each), " ".join(each.title.split())) for each in entries}
    wrong = []
    for program in (by_icalendar, by_vobject, by_ics):
        found = {uid.partition("@")[0]: (told, title) for uid, told, title in program(content)}
        wrong += [(program.__name__, uid) for uid in wanted.keys() | found.keys() if found.get(uid) != wanted.get(uid)]
    return wrong


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in (1, 2, 3))])
def test_a_hundred_calendars_are_read_alike(seed):
    random = Random(seed)
    for number in range(100):
        if number % 2:
            entries = [an_entry(random) for _ in range(random.randrange(1, 6))]
            content = published(entries, random.choice(WORDS))
            method, attendees = "PUBLISH", 0
        else:
            entries = [an_entry(random)]
            method, content = addressed(entries[0], Attendee(random.choice(WORDS), "amina@elsewhere.example"))
            attendees = 1
        assert differing(content, entries) == []
        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        assert b"\n" not in content.replace(b"\r\n", b"")
        calendar = Calendar.from_ical(content)
        assert calendar["METHOD"] == method
        assert [len(each.get("ATTENDEE", "")) > 0 for each in calendar.walk("VEVENT")].count(True) == attendees


def test_local_times_with_a_zone_would_be_read_differently():
    """The control: the same instants as local times with TZID and no zone rules beside them."""
    random, wrong = Random(1), 0
    for _ in range(50):
        entry = an_entry(random)
        if not isinstance(entry.starts, datetime):
            continue
        content = published([entry], "x").decode()
        local = zones.in_zone(entry.starts, "America/Chicago")
        stamp = entry.starts.astimezone(UTC).strftime("DTSTART:%Y%m%dT%H%M%SZ")
        content = content.replace(stamp, local.strftime("DTSTART;TZID=Central:%Y%m%dT%H%M%S"))
        wrong += bool(differing(content.encode(), [entry]))
    assert wrong > 25
