"""When it takes place, on pages and in mails: the zone is always named."""

from datetime import UTC

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import calendars

register = template.Library()


@register.simple_tag(takes_context=True)
def stop_time(context, stop):
    """The time of a stop in its own zone and, for a person whose clocks show another time, in theirs."""
    words = calendars.when(stop)
    if not stop.starts_at:
        return format_html('<time datetime="{}">{}</time>', stop.starts_on.isoformat(), words)
    stamp = stop.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    there = format_html('<time datetime="{}">{}</time>', stamp, words)
    zone = _zone_of_reader(context)
    if not calendars.own_zone_differs(stop, zone):
        return there
    here = _("For you: %(when)s") % {"when": calendars.when(stop, zone)}
    return format_html("{} <small>{}</small>", there, here)


@register.simple_tag
def stop_when(stop):
    """The time of a stop in its own zone, as plain words: for mails and titles."""
    return calendars.when(stop)


@register.simple_tag
def event_days(event):
    """The days of an event, as exactly as they are known. Costs no query where its stops are fetched."""
    words = calendars.days_of(event)
    return format_html('<time datetime="{}">{}</time>', event.starts_on.isoformat(), words) if words else ""


def _zone_of_reader(context):
    """The zone that the person chose. UTC is what an account begins with, and says nothing of where somebody is."""
    zone = getattr(getattr(context.get("request"), "user", None), "zone", "") or ""
    return "" if zone == "UTC" else zone
