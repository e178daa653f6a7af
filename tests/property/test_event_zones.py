"""Any zone, any time on the wall: it comes back as it was written, a gap is refused, a double is told apart."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest

from events.zones import ZONES, NoSuchTime, NoSuchZone, happens_twice, in_zone, instant

FIRST, DAYS = date(2024, 1, 1), (date(2032, 12, 31) - date(2024, 1, 1)).days
EVERY_ZONE = sorted(available_timezones())


def changes_of(zone):
    """The days on which clocks in this zone are moved, found by asking for every midnight."""
    there = ZoneInfo(zone)
    midnights = [datetime.combine(FIRST + timedelta(days=number), time(), UTC) for number in range(DAYS)]
    offsets = [each.astimezone(there).utcoffset() for each in midnights]
    return [day.date() for day, now, then in zip(midnights, offsets, offsets[1:], strict=False) if now != then]


def answers_at(day, wall, zone):
    """Plain oracle: every instant of the three days around, in quarters of an hour and the odd minutes, is asked."""
    there = ZoneInfo(zone)
    begin = datetime.combine(day, time(), UTC) - timedelta(days=1)
    minutes = (begin + timedelta(minutes=15 * number + wall.minute % 15) for number in range(4 * 72))
    return [each for each in minutes if each.astimezone(there).replace(tzinfo=None) == datetime.combine(day, wall)]


def agrees(day, wall, zone):
    possible = answers_at(day, wall, zone)
    if not possible:
        with pytest.raises(NoSuchTime) as refusal:
            instant(day, wall, zone)
        later = refusal.value.next_valid
        assert answers_at(later.date(), later.time(), zone)
        before = later - timedelta(minutes=1)
        assert not answers_at(before.date(), before.time(), zone)
        assert later > datetime.combine(day, wall)
    else:
        assert [instant(day, wall, zone, fold) for fold in (0, 1)] == [possible[0], possible[-1]]
        assert happens_twice(day, wall, zone) is (len(possible) == 2)
        assert in_zone(possible[0], zone).replace(tzinfo=None, fold=0) == datetime.combine(day, wall)
    return len(possible)


def test_every_zone_takes_random_times_there_and_back():
    random = Random(20240101)
    for zone in EVERY_ZONE:
        for _ in range(3):
            agrees(
                FIRST + timedelta(days=random.randrange(DAYS)), time(random.randrange(24), random.randrange(60)), zone
            )


def test_gaps_and_doubles_of_the_zones_that_move_their_clocks():
    random, seen = Random(7), {0: 0, 1: 0, 2: 0}
    for zone in ["America/Chicago", "Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago"]:
        for day in random.sample(changes_of(zone), 4):
            for hour in (0, 1, 2, 3, 23):
                seen[agrees(day, time(hour, random.choice([0, 10, 29, 30, 59])), zone)] += 1
    assert min(seen.values()) > 5, seen


@pytest.mark.nightly
def test_every_change_of_every_zone_is_seen():
    random = Random(99)
    for zone in EVERY_ZONE:
        for day in changes_of(zone)[:6]:
            for hour in (0, 1, 2, 3, 23):
                agrees(day, time(hour, random.randrange(60)), zone)


def test_a_gap_says_the_next_time_that_comes():
    with pytest.raises(NoSuchTime) as refusal:
        instant(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    assert refusal.value.next_valid == datetime(2026, 3, 29, 3, 0)
    assert str(refusal.value) == ("Clocks in Paris are put forward then: 02:30 does not exist. The next time is 03:00.")


def test_the_second_of_two_comes_an_hour_later():
    first, second = (instant(date(2026, 11, 1), time(1, 30), "America/Chicago", fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    assert happens_twice(date(2026, 11, 1), time(1, 30), "America/Chicago")


def test_a_zone_that_nobody_knows_is_refused():
    for name in ("Europe/Atlantis", "../etc/passwd", "", "x" * 300):
        with pytest.raises(NoSuchZone):
            instant(date(2026, 11, 1), time(1, 30), name)


def test_the_zones_to_choose_from_are_places_and_utc():
    assert {"UTC", "America/Chicago", "Asia/Kolkata"} <= set(ZONES)
    assert not [each for each in ZONES if each.startswith("Etc/") or ("/" not in each and each != "UTC")]
