"""What the matrix asks of the events."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle import door
from tests.factories.door import a_guest, an_online_meeting
from tests.factories.events import (
    a_contributor,
    a_pool,
    a_registration,
    a_seat,
    a_series,
    a_session,
    an_event,
)


class Events:
    """The objects behind the addresses of events: each maker returns the arguments of an address."""

    def make_event(self):
        return {"slug": an_event(host=self.porto).slug}

    def make_guest(self):
        """Somebody with a seat at a stop where people of Porto check in."""
        event = an_event(host=self.porto)
        registration = a_registration(event, "Amina Diallo")
        a_seat(registration, a_pool(event.stops.get()))
        return {"code": registration.code}

    def _meeting_of_lead(self):
        """An online meeting that goes on now, and the lead contact's seat in it."""
        event, now = an_online_meeting(), timezone.now()
        event.stops.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
        return event, a_guest(event, user=self.lead)

    def make_meeting(self):
        return {"slug": self._meeting_of_lead()[0].slug}

    def make_joined(self):
        event, guest = self._meeting_of_lead()
        row = door.enter(by=self.lead, within=guest, stop=event.stops.get(), nonce="")
        return {"slug": event.slug, "nonce": row.nonce}

    def make_stop(self):
        stop = an_event(host=self.porto).stops.get()
        return {"slug": stop.event.slug, "stop": stop.code}

    def make_session(self):
        session = a_session(an_event(host=self.porto).stops.get())
        return {"slug": session.event.slug, "code": session.code}

    def make_part(self):
        session = a_session(an_event(host=self.porto).stops.get())
        part = session.parts.create(contributor=a_contributor(session.event), role="speaker")
        return {"slug": session.event.slug, "pk": part.pk}

    def make_series(self):
        return {"slug": an_event(host=self.porto, series=a_series()).series.slug}
