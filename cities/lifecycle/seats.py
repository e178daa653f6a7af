"""Who sits where: bodies and their seats, the terms in them, co-chairs, and the persons who sit for a holder."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Body, City, Representative, Seat, SeatPerson, SeatTerm
from ..status import in_good_standing, today
from .locks import lock_seat, lock_term
from .people import person_for

Kind = Seat.Kind

bodies = Lifecycle(Body)
seats = Lifecycle(Seat)
terms = Lifecycle(SeatTerm)
persons = Lifecycle(SeatPerson)


@bodies.transition()
def resize(body, *, by, seat_target, term_years, quorum):
    """An administrator says how many seats the body wishes for, how long a term lasts, and how many decide."""
    body.seat_target, body.term_years, body.quorum = seat_target, term_years, quorum


@seats.creation()
def set_up(*, by, within, kind):
    """An administrator adds the next seat to a body."""
    body = Body.objects.select_for_update(no_key=True).get(pk=within.pk)
    if (kind == Kind.CITY) != (body.key == Body.Key.STEERING):
        raise TransitionRefused(_("The committee has seats for cities, the board for organisations."))
    last = body.seats.aggregate(last=Max("number"))["last"] or 0
    return Seat.objects.create(body=body, number=last + 1, kind=kind)


# Terms


@terms.creation(announces=signals.seat_changed)
def seat(*, by, seat, since, until=None, precision="day", city=None, organisation=None, decision=None, source=""):
    """A city or an organisation takes a seat. No rule of balance stops it: what it breaks is shown as a warning."""
    if city:
        City.objects.select_for_update(no_key=True).get(pk=city.pk)
    lock_seat(seat)
    period = _period(since, until)
    _check_holder(seat, city, organisation, since)
    _check_decision(decision)
    _check_free(seat, city or organisation, period)
    return SeatTerm.objects.create(
        seat=seat,
        city=city,
        organisation=organisation,
        period=period,
        precision=precision,
        decision=decision,
        source=source,
    )


def _period(since, until):
    if until is not None and until <= since:
        raise TransitionRefused(_("The end must come after the beginning."))
    return DateRange(since, until)


def _check_holder(seat, city, organisation, since):
    """A city for a city's seat, an organisation for the others; what begins from now on begins in good standing."""
    if bool(city) == bool(organisation) or bool(city) != (seat.kind == Kind.CITY):
        raise TransitionRefused(_("This seat is for: %(kind)s.") % {"kind": seat.get_kind_display()})
    if city and since >= today() and not in_good_standing(city):
        raise TransitionRefused(_("Only a city in good standing takes a seat."))


def _check_decision(decision):
    if decision and not (decision.status == "adopted" and decision.kind == "seats"):
        raise TransitionRefused(_("A seat rests on an adopted decision on seats."))


def _check_free(seat, holder, period):
    """Names the term that is in the way; the constraints of the database say the same underneath."""
    clashing = SeatTerm.objects.filter(period__overlap=period).with_holders()
    other = clashing.filter(seat=seat).first()
    own = clashing.filter(**{holder._meta.model_name: holder}).first()
    if other:
        raise TransitionRefused(_("%(holder)s holds this seat: %(period)s.") % _named(other))
    if own:
        raise TransitionRefused(_("%(holder)s holds another seat: %(seat)s, %(period)s.") % _named(own))


def _named(term):
    return {"holder": term.holder, "seat": term.seat, "period": words_of(term.period)}


def words_of(period):
    """A period of days in words; its upper bound is the first day on which it holds no more."""
    since = date_format(period.lower, "j F Y")
    if period.upper is None:
        return _("since %(since)s") % {"since": since}
    return _("%(since)s to %(until)s") % {"since": since, "until": date_format(period.upper, "j F Y")}


@terms.transition(announces=signals.seat_changed, locks=lock_term)
def end_term(term, *, by, on, why):
    """The term ends on that day, which is the first one without it; co-chair and persons end with it."""
    if term.period.upper is not None and term.period.upper <= today():
        raise TransitionRefused(_("This term has already ended."))
    if on <= term.period.lower:
        raise TransitionRefused(_("The end must come after the beginning."))
    term.period, term.ended_why = DateRange(term.period.lower, on), why
    if term.co_chair:
        term.co_chair = _cut(term.co_chair, on)
    if on <= today():
        for person in term.persons.filter(until=None).order_by("pk"):
            _leave(person)
            person.save(update_fields=["until"])


def _cut(period, on):
    """What is left of a period that ends on that day at the latest; None where nothing is."""
    if period.lower >= on:
        return None
    return DateRange(period.lower, on if period.upper is None else min(period.upper, on))


@terms.transition(announces=signals.seat_changed, locks=lock_term)
def begin_co_chair(term, *, by, since, until=None):
    """The holder of the seat begins to co-chair the body, within its term."""
    if term.co_chair:
        raise TransitionRefused(_("This holder has co-chaired in this term already."))
    period = _period(since, until if until else term.period.upper)
    ends_later = term.period.upper is not None and (period.upper is None or period.upper > term.period.upper)
    if since < term.period.lower or ends_later:
        raise TransitionRefused(_("Somebody co-chairs only while the seat is held."))
    term.co_chair = period


@terms.transition(announces=signals.seat_changed, locks=lock_term)
def end_co_chair(term, *, by, on):
    """The holder stops to co-chair on that day and keeps the seat."""
    if term.co_chair is None or (term.co_chair.upper is not None and term.co_chair.upper <= today()):
        raise TransitionRefused(_("This holder does not co-chair."))
    if on <= term.co_chair.lower:
        raise TransitionRefused(_("The end must come after the beginning."))
    term.co_chair = _cut(DateRange(term.co_chair.lower, term.period.upper), on)


# Persons


@persons.creation(announces=signals.seat_person_named)
def name_person(*, by, within, email, name="", office="", language="en"):
    """Somebody sits for the holder of a seat: for a city one of its people, for an organisation whom it names.

    Whoever is named for an organisation and has no account gets one without a password, and a mail that leads to it.
    """
    lock_term(within)
    term = SeatTerm.objects.select_for_update(of=("self",)).get(pk=within.pk)
    if not term.runs_on(today()):
        raise TransitionRefused(_("This term does not run today."))
    if term.city_id:
        user, office = _of_the_city(term.city, email)
    else:
        user = person_for(email, name=name or email, language=language)
    if term.persons.filter(user=user, until=None).exists():
        raise TransitionRefused(_("This person sits there already."))
    return SeatPerson.objects.create(term=term, user=user, office=office, since=timezone.now())


def _of_the_city(city, email):
    """The person with this address who acts for the city, and the office; a practitioner may sit as well as a mayor."""
    role = Representative.objects.open().filter(city=city, user__email__iexact=email).select_related("user").first()
    if role is None:
        raise TransitionRefused(_("Nobody with this address acts for the city."))
    return role.user, role.office


def _lock_its_term(person, **_given):
    lock_term(person.term)


@persons.transition(announces=signals.seat_changed, locks=_lock_its_term, by_system=True)
def end_person(person, *, by):
    """The person sits there no more, at once; name and office of the past stay."""
    if person.until:
        raise TransitionRefused(_("This person has already left the seat."))
    _leave(person)


def _leave(person):
    person.until = max(timezone.now(), person.since + timedelta(microseconds=1))
