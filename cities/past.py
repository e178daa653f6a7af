"""What is kept of a city's years in the network: who acted when, in which office, and what was said in it."""

from dataclasses import dataclass
from datetime import datetime

from .models import Confirmation, ProfileText, Representative
from .status import day_bounds


@dataclass(frozen=True)
class Act:
    """Something that a person did for the city, with the name and the office of that moment."""

    row: object
    name: str
    office: str


class Past:
    """The past of one city, in a fixed number of queries. `with_names` is for its own people and staff."""

    def __init__(self, city, with_names):
        self.city, self.with_names = city, with_names
        people = city.representatives.order_by("-since", "-id")
        self.people = list(people.select_related("user") if with_names else people)

    @property
    def memberships(self):
        return self.city.memberships.order_by("joined_on", "id")

    @property
    def confirmations(self):
        given = Confirmation.objects.filter(membership__city=self.city).select_related("by").order_by("-on", "-id")
        return [self._act(each, each.by, day_bounds(each.on)[1]) for each in given]

    @property
    def texts(self):
        written = ProfileText.objects.filter(profile__city=self.city).select_related("by").order_by("-at", "-id")
        return [self._act(each, each.by, each.at) for each in written]

    def text(self, language, number):
        """(this version, the one before it), each None where it is not there."""
        asked = ProfileText.objects.filter(profile__city=self.city, language=language, number__lte=number)
        newest = list(asked.select_related("by").order_by("-number")[:2])
        if not newest or newest[0].number != number:
            return None, None
        return newest[0], (newest[1] if len(newest) > 1 else None)

    def act(self, row):
        return self._act(row, row.by, row.at)

    def _act(self, row, person, at: datetime):
        """`at` is the instant of the act, or the end of its day where only that is known."""
        return Act(row, str(person or ""), self._office_of(person, at))

    def _office_of(self, person, at):
        held = [each for each in self.people if person and each.user_id == person.pk and each.since <= at]
        fitting = [each for each in held if each.until is None or each.until >= at] or held
        return fitting[0].office if fitting else ""


def names_are_for(person, city):
    """Names of people are read by those who act for the city now, and by staff."""
    if not person.is_authenticated:
        return False
    return person.is_staff or Representative.objects.open().filter(user=person, city=city).exists()
