"""What the matrix asks of the events."""

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

    def make_stop(self):
        stop = an_event(host=self.porto).stops.get()
        return {"slug": stop.event.slug, "stop": stop.code}

    def make_stop_calendar(self):
        stop = an_event(host=self.porto).stops.get()
        return {"slug": stop.event.slug, "code": stop.code}

    def make_session(self):
        session = a_session(an_event(host=self.porto).stops.get())
        return {"slug": session.event.slug, "code": session.code}

    def make_part(self):
        session = a_session(an_event(host=self.porto).stops.get())
        part = session.parts.create(contributor=a_contributor(session.event), role="speaker")
        return {"slug": session.event.slug, "pk": part.pk}

    def make_series(self):
        return {"slug": an_event(host=self.porto, series=a_series()).series.slug}
