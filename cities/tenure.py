"""Who held the seats of a body over the years, as the page of the body shows it on one day."""

from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import get_language_bidi

from .models import Body, City, Seat, SeatPerson, SeatTerm
from .status import today


class Bar(NamedTuple):
    """A term on the line of years, in percent from the side where reading begins."""

    x: str
    width: str
    is_led: bool


class SeatRow(NamedTuple):
    """A seat on the day: who holds it, or None, and the persons who sit for the holder."""

    seat: Seat
    term: SeatTerm | None
    persons: list


class Tenure:
    """The seats of one body: on the day, before it, and over all years. Four queries, whatever the number of seats.

    Of a city that the reader may not open only the name is shown, without a link.
    """

    def __init__(self, body, day, reader):
        self.body, self.day, self.reader = body, day, reader
        terms = SeatTerm.objects.of(body.pk).with_holders().order_by("seat__number", "period")
        self.terms = [each for each in terms if each.period.lower <= max(day, today())]
        opened = {each.city_id for each in self.terms if each.city_id}
        visible = set(City.objects.visible_to(reader).filter(pk__in=opened).values_list("pk", flat=True))
        for each in self.terms:
            each.address = each.city.get_absolute_url() if each.city_id in visible else ""
            each.is_leading = each.is_led_on(day)

    @cached_property
    def current(self):
        """The terms that run on the day, by seat."""
        return [each for each in self.terms if each.runs_on(self.day)]

    @cached_property
    def seats(self):
        """Every seat that was set up, held or not."""
        held = {each.seat_id: each for each in self.current}
        persons = self._persons()
        rows = []
        for seat in Seat.objects.filter(body=self.body).order_by("number"):
            term = held.get(seat.pk)
            rows.append(SeatRow(seat, term, persons.get(term.pk, []) if term else []))
        return rows

    def _persons(self):
        sitting = SeatPerson.objects.sitting(self.day).filter(term__in=self.current).select_related("user")
        found = {}
        for person in sitting.order_by("since", "pk"):
            found.setdefault(person.term_id, []).append(person)
        return found

    @property
    def co_chairs(self):
        return [each for each in self.current if each.is_leading]

    @property
    def former(self):
        """Terms that had ended by the day, of holders that hold no seat on it, the latest first."""
        holders = {each.holder for each in self.current}
        ended = [each for each in self.terms if each.period.upper and each.period.upper <= self.day]
        return sorted(
            (each for each in ended if each.holder not in holders), key=lambda each: each.period.upper, reverse=True
        )

    # The line of years

    @cached_property
    def years(self):
        """The first and the last year on the line; None while nobody ever sat."""
        if not self.terms:
            return None
        return min(each.period.lower.year for each in self.terms), max(self.day, today()).year

    @property
    def line(self):
        """For each seat that was ever held its terms, each with its bar."""
        rows = {}
        for each in self.terms:
            each.bar = self._bar(each)
            rows.setdefault(each.seat_id, (each.seat, []))[1].append(each)
        return list(rows.values())

    def _bar(self, term):
        first, last = self.years
        begin = term.period.lower.replace(year=first, month=1, day=1)
        days = (begin.replace(year=last + 1) - begin).days
        end = min(term.period.upper or max(self.day, today()), begin.replace(year=last + 1))
        x, width = (100 * each.days / days for each in (term.period.lower - begin, end - term.period.lower))
        x = 100 - x - width if get_language_bidi() else x
        return Bar(f"{x:.2f}%", f"{max(width, 0.4):.2f}%", term.co_chair is not None)


def body_of(key):
    """The body, as it is set up; where nobody has set it up yet, with the numbers that the network began with."""
    return Body.objects.filter(pk=key).first() or Body(key=key)
