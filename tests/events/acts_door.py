"""The steps at the door, each with what it needs."""

from uuid import uuid4

from events.lifecycle import door
from tests.events.acts import act
from tests.factories.door import a_guest


@act
def check_in_checkin(cast):
    guest = a_guest(host=cast.porto)
    stop = guest.event.stops.get()
    return lambda: door.scan(by=cast.ana, within=stop, registration=guest, nonce=uuid4().hex)
