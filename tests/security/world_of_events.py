"""What the matrix asks of the events."""

from datetime import timedelta

from django.utils import timezone

from events.models import Invitation, ReminderRule, Stop
from tests.factories.events import (
    a_contributor,
    a_delegation,
    a_pool,
    a_registration,
    a_room,
    a_seat,
    a_series,
    a_session,
    an_event,
)


class Events:
    """The objects behind the addresses of events: each maker returns the arguments of an address."""

    def a_meeting_with_everything(self):
        """What the lists of the officers show one row of."""
        event = an_event(host=self.porto, series=a_series())
        room = a_room()
        stop = event.stops.get()
        Stop.objects.filter(pk=stop.pk).update(venue=room.venue)
        pool = a_pool(stop)
        a_delegation(event, self.malmo, pool)
        a_seat(a_registration(event, "Amina Diallo"), pool)
        ReminderRule.objects.create(event=event)
        until = timezone.now() + timedelta(days=5)
        guest = {"email": "guest@elsewhere.example", "address_key": "guest@elsewhere.example", "name": "A guest"}
        Invitation.objects.create(event=event, category="guest", expires_at=until, **guest)
        return event

    def make_event_act(self):
        return {"object_id": self.meeting.code, "verb": "close_registration"}

    def make_event_make(self):
        return {"verb": "write"}

    def make_stop_act(self):
        return {"object_id": self.meeting.stops.get().code, "verb": "change"}

    def make_pool_act(self):
        return {"object_id": self.meeting.stops.get().pools.get().pk, "verb": "halt"}

    def make_delegation_act(self):
        return {"object_id": self.meeting.delegations.get().pk, "verb": "allot"}

    def make_event_invitation_act(self):
        return {"object_id": self.meeting.invitations.get().code, "verb": "send"}

    def make_registration_act(self):
        return {"object_id": self.meeting.registrations.get().code, "verb": "end"}

    def make_event(self):
        return {"slug": an_event(host=self.porto).slug}

    def make_guest(self):
        """Somebody with a seat at a stop where people of Porto check in."""
        event = an_event(host=self.porto)
        registration = a_registration(event, "Amina Diallo")
        a_seat(registration, a_pool(event.stops.get()))
        return {"code": registration.code}

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
