"""The steps at the door, each with what it needs."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from events.lifecycle import door, papers
from tests.events.acts import act
from tests.factories.door import ADDRESS, PASSCODE, a_certificate, a_guest, an_online_meeting, who_came
from tests.factories.events import an_event


@act
def check_in_checkin(cast):
    guest = a_guest(host=cast.porto)
    stop = guest.event.stops.get()
    return lambda: door.scan(by=cast.ana, within=stop, registration=guest, nonce=uuid4().hex)


@act
def join_checkin(cast):
    event = an_online_meeting()
    now = timezone.now()
    event.stops.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    guest = a_guest(event, user=cast.bo)
    return lambda: door.enter(by=cast.bo, within=guest, stop=event.stops.get(), nonce=uuid4().hex)


@act
def set_meeting_stop(cast):
    stop = an_event(stops=1).stops.get()
    return lambda: door.set_meeting(stop, by=cast.mia, address=ADDRESS, passcode=PASSCODE)


@act
def issue_certificate(cast):
    guest = who_came(user=cast.bo)
    return lambda: papers.issue(by=cast.bo, within=guest)


@act
def withdraw_certificate(cast):
    paper = a_certificate()
    return lambda: papers.withdraw(paper, by=cast.mia, reason="The wrong person was checked in.")
