"""When a state changes its clocks: staff see which stops now stand at another time, and nothing changes by itself."""

from datetime import timedelta

import pytest

from events import calendars
from events.models import Stop
from scn_portal.ui import slots
from tests.factories.events import an_event

pytestmark = pytest.mark.django_db


def test_staff_see_the_stops_whose_instants_are_not_those_of_their_wall_times():
    kept, shifted, draft = an_event(), an_event(), an_event(status="draft")
    hour = timedelta(hours=1)
    for event in (shifted, draft):
        stop = event.stops.get()
        Stop.objects.filter(pk=stop.pk).update(starts_at=stop.starts_at - hour, ends_at=stop.ends_at - hour)
    [found] = calendars.shifted_stops()
    assert (found.event, found.calendar_sequence) == (shifted, 0)
    assert found.event != kept


def test_the_list_stands_in_the_queue_of_moderators():
    source = next(each for each in slots.queue if each.key == "events.shifted")
    event = an_event("Streets")
    Stop.objects.filter(event=event).update(zone="Asia/Kolkata")
    [row] = source.rows()
    assert (source.group, source.title(row)) == ("moderator", "Streets: Asia/Kolkata")
    assert source.url(row).endswith(f"/{row.code}/change/")
