"""A person's own calendar: the address that their program subscribes to, and what stands in it.

The token in the address is derived, never stored (decision 0004). An app hangs its share:

    @feeds_calendar
    def entries_of(person): ...  # returns `ical.Entry` objects
"""

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from scn_portal.codes import token_for, token_opens

from .models import CalendarFeed

PURPOSE = "notifications.calendar"
REMEMBERED = 50  # so many ended addresses of one person are known as ended; older ones as wrong
_shares = []


def feeds_calendar(function):
    """Ask `function(person)` for entries when a person's calendar is read."""
    if function not in _shares:
        _shares.append(function)
    return function


def entries(person):
    return [entry for share in _shares for entry in share(person)]


def of(person):
    """The person's feed, or None before they asked for an address."""
    return CalendarFeed.objects.filter(person=person).first()


def make_new(person):
    """Give the person an address. One that was given before ends."""
    feed, is_new = CalendarFeed.objects.get_or_create(person=person)
    if not is_new:
        feed.issue = F("issue") + 1
        feed.save()
        feed.refresh_from_db()
    return feed


def token_of(feed, issue=None):
    return f"{feed.code}-{token_for(PURPOSE, feed.code, issue or feed.issue)}"


def address_of(feed):
    """The full address, as a calendar program takes it."""
    return settings.BASE_URL + reverse("notifications:calendar_feed", args=[token_of(feed)])


def opened_by(token):
    """(feed, whether the address still works) for an address that was given once; (None, False) for any other."""
    code, _, rest = token.partition("-")
    feed = CalendarFeed.objects.select_related("person").filter(code=code).first()
    if feed is None:
        return None, False
    if token_opens(rest, PURPOSE, feed.code, feed.issue):
        return feed, feed.person.is_active
    older = range(feed.issue - 1, max(0, feed.issue - REMEMBERED), -1)
    was_given = any(token_opens(rest, PURPOSE, feed.code, issue) for issue in older)
    return (feed, False) if was_given else (None, False)
