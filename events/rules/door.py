"""Who checks people in, opens the online meeting, and issues papers."""

import rules

from ..models import Host
from . import _hosting, checks_in_at, holds_its_link, is_officer, is_this_person


def door_stops(user, event):
    """The stops of an event at which this person may check people in, in their order."""
    stops = list(event.stops.order_by("position"))
    if is_officer(user):
        return stops
    doorkeepers = Host.objects.filter(stop__in=stops, may_check_in=True)
    own = {each.stop_id for each in _hosting(user, doorkeepers)}
    return [each for each in stops if each.pk in own]


rules.add_perm("events.check_in_checkin", checks_in_at)  # asked about the stop
rules.add_perm("events.join_checkin", is_this_person | holds_its_link)  # asked about the registration
rules.add_perm("events.set_meeting_stop", is_officer)
rules.add_perm("events.issue_certificate", is_this_person | holds_its_link | is_officer)  # asked about the registration
rules.add_perm("events.withdraw_certificate", is_officer)
