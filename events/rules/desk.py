"""Whose desk it is: that of officers, and of hosts for their own stops."""

from ..models import Host
from . import _hosting, is_officer


def desk_stops(user, event, **rights):
    """The stops of an event whose desk this person has, in their order; `rights` narrows down to hosts with these."""
    stops = list(event.stops.select_related("city", "event").prefetch_related("pools").order_by("position"))
    if is_officer(user):
        return stops
    hosts = Host.objects.filter(stop__in=stops, role__in=(Host.Role.LEAD, Host.Role.CO_HOST))
    own = {each.stop_id for each in _hosting(user, hosts.filter(**rights))}
    return [each for each in stops if each.pk in own]
