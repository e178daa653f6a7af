"""What a partnership of up to three cities should do, said once more in plain Python, without the code under test.

A step answers "denied", "refused" or "done", and then the oracle is in its next state. Days are counted from 0.
"""

from dataclasses import dataclass, field

COUNTRY = {"porto": "PT", "malmo": "SE", "aarhus": "DK"}
LEADS = {"paulo": "porto", "linn": "malmo", "asta": "aarhus"}
RUNNING = {"agreed", "active", "paused", "in_review"}


@dataclass
class Oracle:
    day: int
    cities: set
    status: str = "proposed"
    text: int = 0  # the number of the latest
    signed: dict = field(default_factory=dict)  # number of a text: cities
    takes_part: set = field(default_factory=set)
    has_plan: bool = False
    adopted: bool = False
    wants: dict = field(default_factory=dict)
    filed: dict = field(default_factory=dict)  # cycle: cities
    left: dict = field(default_factory=dict)  # city: cycle
    cycle: int = 1
    ends: int | None = None  # days of the term that are left while it is paused, else the day on which it ends
    paused: int | None = None
    review: int | None = None
    term: int = 0  # days of a term that begins today; set by the test from the calendar

    def city(self, who):
        return LEADS.get(who) if LEADS.get(who) in self.cities else None

    @property
    def enough(self):
        return len(self.cities) >= 2 and len({COUNTRY[each] for each in self.cities}) >= 2

    @property
    def asked(self):
        return self.cities | {city for city, cycle in self.left.items() if cycle == self.cycle}

    def _may(self, who, *states):
        if self.city(who) is None:
            return "denied"
        return "done" if self.status in states else "refused"

    def take_part(self, who):
        answer = self._may(who, "proposed")
        if answer == "done" and self.city(who) in self.takes_part:
            return "refused"
        if answer == "done":
            self.takes_part.add(self.city(who))
        return answer

    def put_forward(self, who):
        answer = self._may(who, "proposed")
        if answer == "done":
            self.text += 1
        return answer

    def sign(self, who, shown):
        answer, signed = self._may(who, "proposed"), self.signed.setdefault(self.text, set())
        if answer != "done":
            return answer
        city = self.city(who)
        if not self.text or shown != self.text or city not in self.takes_part or city in signed:
            return "refused"
        signed.add(city)
        if self.cities <= signed:
            self.status = "agreed"
        return "done"

    def write_plan(self, who):
        answer = self._may(who, "agreed", "active")
        if answer == "done" and self.adopted:
            return "refused"
        if answer == "done":
            self.has_plan, self.wants["plan"] = True, set()
        return answer

    def adopt_plan(self, who):
        answer = self._may(who, "agreed", "active")
        if answer != "done":
            return answer
        if not self.has_plan or self.adopted:
            return "refused"
        if self._all_want("plan", who):
            self.adopted = True
            if self.status == "agreed":
                self.status, self.ends = "active", self.day + self.term
        return "done"

    def _all_want(self, what, who):
        wants = self.wants.setdefault(what, set())
        wants.add(self.city(who))
        if self.cities <= wants:
            self.wants[what] = set()
            return True
        return False

    def pause(self, who):
        answer = self._may(who, "active")
        if answer == "done":
            self.status, self.paused, self.wants["resume"] = "paused", self.day, set()
        return answer

    def resume(self, who):
        answer = self._may(who, "paused")
        if answer == "done" and self._all_want("resume", who):
            self.status = "active"
            self._end_the_break()
        return answer

    def _end_the_break(self):
        self.ends += self.day - self.paused
        self.paused, self.wants["resume"] = None, set()

    def leave(self, who):
        answer = self._may(who, "agreed", "active", "paused")
        if answer != "done":
            return answer
        city = self.city(who)
        self.cities = self.cities - {city}
        self.left[city] = self.cycle
        for wants in self.wants.values():
            wants.discard(city)
        if self.enough:
            return "done"
        if self.status == "agreed":
            self.status = "closed"
            return "done"
        if self.status == "paused":
            self._end_the_break()
        self._begin_review()
        return "done"

    def _begin_review(self):
        self.status, self.review, self.wants["renew"] = "in_review", self.day, set()

    def begin_review(self, who):
        answer = self._may(who, "active")
        if answer == "done":
            self._begin_review()
        return answer

    def file(self, who):
        city, filed = LEADS.get(who), self.filed.setdefault(self.cycle, set())
        if city not in self.asked:
            return "denied"
        if self.status not in {"active", "paused", "in_review"} or city in filed:
            return "refused"
        if self.status != "in_review" and city in self.cities:
            return "refused"
        filed.add(city)
        return "done"

    def renew(self, who):
        answer = self._may(who, "in_review")
        if answer != "done":
            return answer
        if not self.cities <= self.filed.get(self.cycle, set()) or not self.enough:
            return "refused"
        if self._all_want("renew", who):
            self.status, self.cycle, self.review, self.ends = "active", self.cycle + 1, None, self.day + self.term
            self.has_plan = self.adopted = False
        return "done"

    @property
    def reviews_are_open(self):
        if self.status != "in_review":
            return self.status == "closed"
        return self.day - self.review >= 45 or self.asked <= self.filed.get(self.cycle, set())

    def close(self, who):
        answer = self._may(who, "in_review")
        if answer == "done" and not self.reviews_are_open:
            return "refused"
        if answer == "done":
            self.status = "closed"
        return answer

    def clock(self, year):
        """A day's work; `year` is how many days the calendar gives a break from its first day."""
        if self.status == "proposed" and self.day >= 90:
            self.status = "lapsed"
        if self.status == "paused" and self.day - self.paused >= year:
            self._end_the_break()
            self._begin_review()
        if self.status == "active" and self.ends - self.day <= 60:
            self._begin_review()
        if self.status == "in_review" and self.day - self.review >= 60:
            self.status = "closed"
