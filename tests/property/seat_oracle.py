"""The seats of one pool as a plain walk over a list: no numbers are kept, everything is counted anew."""

from dataclasses import dataclass, field

LIVE = ("requested", "waitlisted", "offered", "confirmed")


@dataclass
class Place:
    number: int
    band: int
    status: str
    city: int = None  # whose held seat it is
    is_late: bool = False  # the offer has run out


@dataclass
class City:
    seats: int = 0
    claimed: int = 0
    is_released: bool = False


@dataclass
class Oracle:
    capacity: int
    has_offers: bool
    needs_approval: bool
    keeps_list: bool
    is_auto: bool = True
    event: str = "open"
    places: list = field(default_factory=list)
    cities: list = field(default_factory=lambda: [City(), City()])

    def counted(self, status):
        return sum(each.status == status for each in self.places)

    @property
    def reserved(self):
        return sum(each.seats - each.claimed for each in self.cities)

    @property
    def in_use(self):
        return self.counted("confirmed") + self.counted("offered") + self.reserved

    @property
    def free(self):
        return self.capacity - self.in_use

    @property
    def queue(self):
        return sorted((each for each in self.places if each.status == "waitlisted"), key=lambda e: (e.band, e.number))

    def settle(self):
        while self.is_auto and self.free > 0 and self.queue:
            self.queue[0].status = "offered" if self.has_offers else "confirmed"
        return "done"

    def _add(self, band, status, city=None):
        self.places.append(Place(len(self.places) + 1, band, status, city))
        return "done"

    # From nothing

    def take(self, band):
        if self.event not in ("open", "closed"):
            return "refused"
        if self.needs_approval:
            return self._add(band, "requested")
        if self.free > 0 and not self.queue:
            return self._add(band, "confirmed")
        return self._add(band, "waitlisted") if self.keeps_list else "refused"

    def claim(self, city):
        mine = self.cities[city]
        if mine.claimed >= mine.seats or self.event not in ("open", "closed"):
            return "refused"
        mine.claimed += 1
        return self._add(0, "confirmed", city)

    # One place

    def approve(self, place):
        if place.status != "requested" or (not self.keeps_list and (self.free <= 0 or self.queue)):
            return "refused"
        place.status = "waitlisted"
        return self.settle()

    def refuse(self, place):
        return self._goes(place, ["requested"], "refused")

    def withdraw(self, place):
        return self._goes(place, ["requested", "waitlisted"], "withdrawn")

    def decline(self, place):
        return self._goes(place, ["offered"], "declined")

    def expire(self, place):
        return self._goes(place, ["offered"] if place.is_late else [], "expired")

    def accept(self, place):
        return self._goes(place, [] if place.is_late else ["offered"], "confirmed")

    def cancel(self, place):
        if place.status != "confirmed":
            return "refused"
        if place.city is not None:
            mine = self.cities[place.city]
            mine.claimed -= 1
            mine.seats -= mine.is_released
        return self._goes(place, ["confirmed"], "cancelled")

    def confirm_head(self, place):
        if self.is_auto or self.free <= 0 or place.status != "waitlisted" or place is not self.queue[0]:
            return "refused"
        return self._goes(place, ["waitlisted"], "confirmed")

    def replace(self, place):
        if place.status != "confirmed" or place.band or self.event not in ("open", "closed"):
            return "refused"
        place.status = "replaced"
        return self._add(place.band, "confirmed", place.city)

    def _goes(self, place, sources, to):
        if place.status not in sources:
            return "refused"
        place.status = to
        return self.settle()

    # The pool, the cities, the event

    def change_capacity(self, capacity):
        if capacity < self.in_use:
            return "refused"
        self.capacity = capacity
        return self.settle()

    def halt(self):
        if not self.is_auto:
            return "refused"
        self.is_auto = False
        return "done"

    def let_move(self):
        if self.is_auto:
            return "refused"
        self.is_auto = True
        return self.settle()

    def reserve(self, city, seats):
        mine = self.cities[city]
        if mine.is_released or seats < mine.claimed or seats - mine.seats > self.free:
            return "refused"
        mine.seats = seats
        return self.settle()

    def release(self, city):
        mine = self.cities[city]
        mine.is_released, mine.seats = True, mine.claimed
        return self.settle()

    def hold(self):
        for each in self.places:
            if each.status == "offered":
                each.status, each.is_late = "waitlisted", False
        self.is_auto, self.event = False, "postponed"
        return "done"

    def close(self):
        self.is_auto, self.event = False, "closed"
        return "done"

    def reopen(self):
        self.is_auto, self.event = True, "open"
        return self.settle()

    def empty(self):
        for each in self.places:
            if each.status in LIVE:
                each.status = "event_cancelled"
        self.is_auto, self.event = False, "cancelled"
        self.cities = [City(is_released=each.is_released) for each in self.cities]
        return "done"
