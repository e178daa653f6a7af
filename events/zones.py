"""Wall times and instants: from a day, a time and a zone to UTC, and back into words that name the zone.

What a person writes down is a day, a time on the wall and a zone; what is stored beside it is the instant. A time
that does not exist there is refused with the next one that does; one that comes twice is told apart by its fold.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import dates
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ZONES = tuple(sorted({"UTC", *(each for each in available_timezones() if "/" in each and not each.startswith("Etc/"))}))
MINUTE = timedelta(minutes=1)
LOCALES = {"en": "en_GB"}  # the day before the month, as on the rest of the portal


class NoSuchZone(ValueError):  # noqa: N818 -- says what happened
    """No zone has this name. The text is safe to show to people."""


class NoSuchTime(ValueError):  # noqa: N818
    """Clocks are put forward over this time. `next_valid` is the next wall time (no zone) that comes."""

    def __init__(self, wall, next_valid, zone):
        self.wall, self.next_valid, self.zone = wall, next_valid, zone
        super().__init__(wall, next_valid, zone)

    def __str__(self):
        return _("Clocks in %(place)s are put forward then: %(time)s does not exist. The next time is %(next)s.") % {
            "place": place_of(self.zone),
            "time": f"{self.wall:%H:%M}",
            "next": f"{self.next_valid:%H:%M}",
        }


def zone_named(name):
    """The zone of this IANA name; raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        raise NoSuchZone(_("There is no time zone “%(name)s”.") % {"name": name}) from error


def instant(day, time, zone, fold=0):
    """The instant (aware, UTC) at which clocks in `zone` show `time` on `day`; raises NoSuchTime or NoSuchZone.

    `fold=1` is the second of a time that comes twice; elsewhere it changes nothing.
    """
    there = zone_named(zone)
    wall = datetime.combine(day, time).replace(tzinfo=None, fold=0)
    if not _exists(wall, there):
        raise NoSuchTime(wall, _next_valid(wall, there), zone)
    return wall.replace(tzinfo=there, fold=fold).astimezone(UTC)


def happens_twice(day, time, zone):
    """Whether clocks in `zone` show `time` twice on `day`."""
    wall, there = datetime.combine(day, time).replace(tzinfo=None), zone_named(zone)
    first, second = (wall.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return first > second


def in_zone(instant, zone):
    """The same instant as clocks in `zone` show it (aware)."""
    return instant.astimezone(zone_named(zone))


def _exists(wall, there):
    return wall.replace(tzinfo=there).astimezone(UTC).astimezone(there).replace(tzinfo=None, fold=0) == wall


def _next_valid(wall, there):
    """The first whole minute after a gap. The gap is as long as the clock jumps, so halving finds its end."""
    before, after = (wall.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    low, high = 0, (after - before) // MINUTE + 1
    start = wall.replace(second=0, microsecond=0)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _exists(start + middle * MINUTE, there) else (middle, high)
    return start + high * MINUTE


# In words


def place_of(zone):
    """The place after which a zone is called, in the reader's language: "Chicago"."""
    return _place_of(zone, _locale())


@lru_cache(maxsize=2000)
def _place_of(zone, locale):
    return dates.get_timezone_location(zone_named(zone), locale=locale, return_city=True).rpartition("/")[2]


def offset_of(local):
    """How far clocks there are from UTC at that moment: "UTC−6", "UTC+5:30", "UTC"."""
    minutes = int(local.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def span(starts_at, ends_at, zone, today=None):
    """From when to when, on the clocks of `zone`: "Tue 3 Nov, 09:00–17:00 in Chicago (UTC−6)".

    The year stands there unless it is that of `today` (a date).
    """
    start, end = in_zone(starts_at, zone), in_zone(ends_at, zone)
    values = {"day": day(start, today), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "offset": offset_of(start)}
    values |= {"place": place_of(zone), "last": day(end, today), "later": offset_of(end)}
    if zone == "UTC" and start.date() == end.date():
        return _("%(day)s, %(start)s–%(end)s UTC") % values
    if zone == "UTC":
        return _("%(day)s, %(start)s – %(last)s, %(end)s UTC") % values
    if values["offset"] != values["later"]:
        words = _("%(day)s, %(start)s (%(offset)s) – %(last)s, %(end)s (%(later)s) in %(place)s")
    elif start.date() == end.date():
        words = _("%(day)s, %(start)s–%(end)s in %(place)s (%(offset)s)")
    else:
        words = _("%(day)s, %(start)s – %(last)s, %(end)s in %(place)s (%(offset)s)")
    return words % values


def day(moment, today=None):
    """A day of the week and the month: "Tue 3 Nov"; with its year unless that is the year of `today`."""
    weekday = dates.format_skeleton("E", moment, locale=_locale())
    skeleton = "MMMd" if today is not None and today.year == moment.year else "yMMMd"
    words = dates.format_skeleton(skeleton, moment, locale=_locale())
    return _("%(weekday)s %(day)s") % {"weekday": weekday, "day": words}


def days(first, last, precision="day"):
    """Days as exactly as they are known: "3–5 Nov 2026", "week of 2 Nov 2026", "March 2016", "March – May 2016"."""
    if precision == "week":
        monday = first - timedelta(days=first.weekday())
        return _("week of %(day)s") % {"day": dates.format_skeleton("yMMMd", monday, locale=_locale())}
    skeleton = "yMMMM" if precision in ("month", "season") else "yMMMd"
    if skeleton == "yMMMM":
        first, last = first.replace(day=1), last.replace(day=1)
    if first == last:
        return dates.format_skeleton(skeleton, first, locale=_locale())
    return dates.format_interval(first, last, skeleton, locale=_locale())


def _locale():
    language = (get_language() or "en")[:2]
    return LOCALES.get(language, language)
