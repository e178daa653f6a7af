"""Many seat different cities on one seat at once: one takes it, everybody else reads who did."""

import re

import pytest
from django.db import connection
from django.db.models import QuerySet

from cities.lifecycle import decisions, seats
from cities.models import Advice, Decision, SeatTerm
from cities.status import today
from tests.cast import staff
from tests.factories.cities import a_member, a_person
from tests.factories.governance import a_decision, a_seat, a_seat_person, a_seat_term, an_organisation
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 10
POLITE = re.compile(r"TransitionRefused: .+ holds this seat: since .+\.")
BY_CONSTRAINT = "TransitionRefused: Somebody else holds this seat in that period."


def race(ada, seat):
    """Ten connections, each with a city of its own, ask for one seat."""
    cities = [a_member() for _ in range(NUMBER)]

    def take(position):
        seats.seat(by=ada, seat=seat, city=cities[position], since=today())
        return "seated"

    return at_once(NUMBER, take)


def test_ten_cities_on_one_seat_at_once_are_one_holder_and_nine_polite_answers():
    answers = race(staff("Ada", "administrator"), a_seat())
    assert answers["seated"] == SeatTerm.objects.count() == 1
    assert sum(number for words, number in answers.items() if POLITE.fullmatch(words)) == NUMBER - 1


def test_without_the_locks_the_constraint_still_lets_one_through(monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    answers = race(staff("Ada", "administrator"), a_seat())
    assert answers["seated"] == SeatTerm.objects.count() == 1
    heard = sum(number for words, number in answers.items() if POLITE.fullmatch(words) or words == BY_CONSTRAINT)
    assert heard == NUMBER - 1


def test_without_locks_and_constraint_the_same_race_seats_several(monkeypatch):
    """The control: what stands between ten cities and one seat is exactly these two."""
    definition = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'seat_term_one_at_a_time'"
    with connection.cursor() as cursor:
        cursor.execute(definition)
        (words,) = cursor.fetchone()
        cursor.execute("ALTER TABLE cities_seatterm DROP CONSTRAINT seat_term_one_at_a_time")
    try:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
        answers = race(staff("Ada", "administrator"), a_seat())
        assert answers["seated"] > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cities_seatterm")
            cursor.execute(f"ALTER TABLE cities_seatterm ADD CONSTRAINT seat_term_one_at_a_time {words}")


def test_advice_and_adoption_at_once_never_leave_an_adopted_decision_with_advice_unanswered():
    ada, eve, proposal = staff("Ada", "administrator"), a_person(), a_decision()
    term = a_seat_term(an_organisation())
    a_seat_person(term, eve)

    def act(position):
        if position % 2:
            decisions.give(by=eve, within=proposal, organisation=term.organisation, text="Listen.")
        else:
            decisions.adopt(proposal, by=ada, decided_on=today())

    at_once(NUMBER, act)
    adopted = Decision.objects.get(pk=proposal.pk).status == "adopted"
    assert adopted != Advice.objects.exists()
