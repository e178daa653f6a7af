"""What the matrix asks of the events."""

from tests.factories.events import a_pool, a_registration, a_seat, an_event


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
