"""Seats, decisions, advice: each step does what it says, and says why where it does not."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction

from cities.lifecycle import composition, decisions, seats
from cities.models import Decision, Priority, SeatPerson, SeatTerm, Waiver
from cities.status import today
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import TransitionRefused
from tests.factories.cities import a_city, a_term
from tests.factories.governance import (
    a_body,
    a_decision,
    a_priority,
    a_rule,
    a_seat,
    a_seat_person,
    a_seat_term,
    an_organisation,
    some_advice,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def term_of(city, seat=None):
    return SeatTerm.objects.get(city=city, **({"seat": seat} if seat else {}))


# Seats


def test_a_city_takes_a_seat_and_it_stands_in_the_trail_and_in_a_fact(ada, porto, ana):
    decision = a_decision("seats", "adopted")
    term = seats.seat(by=ada, seat=a_seat(), city=porto, since=today(), decision=decision, source="Minutes")
    assert (term.period.lower, term.period.upper, term.decision, term.source) == (today(), None, decision, "Minutes")
    assert AuditEntry.objects.filter(action="cities.seat_seatterm").count() == 1
    assert Fact.objects.filter(name="cities.seat_changed").count() == 1


def test_seats_get_the_next_number_and_fit_their_body(ada):
    assert [seats.set_up(by=ada, within=a_body(), kind="city").number for _ in range(2)] == [1, 2]
    assert seats.set_up(by=ada, within=a_body("advisory"), kind="association").number == 1
    for body, kind in [("steering", "ngo"), ("advisory", "city")]:
        with pytest.raises(TransitionRefused, match="The committee has seats for cities"):
            seats.set_up(by=ada, within=a_body(body), kind=kind)


def test_a_taken_seat_is_refused_with_the_name_of_who_holds_it(ada, porto, malmo):
    seat = a_seat()
    a_seat_term(porto, seat, since=date(2020, 1, 1), until=date(2023, 1, 1))
    with pytest.raises(TransitionRefused, match=r"Porto holds this seat: 1 January 2020 to 1 January 2023\."):
        seats.seat(by=ada, seat=seat, city=malmo, since=date(2022, 12, 31))
    seats.seat(by=ada, seat=seat, city=malmo, since=date(2023, 1, 1))


def test_a_city_on_another_seat_is_refused_with_that_seat(ada, porto, ana):
    a_seat_term(porto)
    with pytest.raises(TransitionRefused, match="Porto holds another seat: .*, since 29 September 2015"):
        seats.seat(by=ada, seat=a_seat(), city=porto, since=today())


def test_history_loads_for_any_city_but_from_today_on_only_good_standing_is_seated(ada):
    never = a_city("Beja")
    with pytest.raises(TransitionRefused, match="good standing"):
        seats.seat(by=ada, seat=a_seat(), city=never, since=today())
    seats.seat(by=ada, seat=a_seat(), city=never, since=date(2016, 1, 1), until=date(2018, 1, 1), precision="year")
    assert term_of(never).precision == "year"


@pytest.mark.parametrize("holders", [{}, {"city", "organisation"}, {"organisation"}])
def test_a_seat_has_exactly_one_holder_that_fits_it(ada, porto, holders):
    given = {"city": porto, "organisation": an_organisation()}
    with pytest.raises(TransitionRefused, match="This seat is for: city"):
        seats.seat(by=ada, seat=a_seat(), since=today(), **{name: given[name] for name in holders})


def test_a_seat_rests_on_an_adopted_decision_on_seats_or_on_none(ada, porto, ana):
    for decision in (a_decision("seats"), a_decision("other", "adopted")):
        with pytest.raises(TransitionRefused, match="rests on an adopted decision on seats"):
            seats.seat(by=ada, seat=a_seat(), city=porto, since=today(), decision=decision)


def test_ending_a_term_ends_co_chair_and_persons_with_it(ada, porto, ana):
    term = a_seat_term(porto, co_chair=(date(2020, 1, 1), None))
    a_seat_person(term, ana)
    seats.end_term(term, by=ada, on=today(), why="The council wished so.")
    term.refresh_from_db()
    assert (term.period.upper, term.co_chair.upper, term.ended_why) == (today(), today(), "The council wished so.")
    assert SeatPerson.objects.get().until is not None
    with pytest.raises(TransitionRefused, match="already ended"):
        seats.end_term(term, by=ada, on=today(), why="Again")


def test_a_term_that_ends_later_keeps_its_persons_until_then(ada, porto, ana):
    term = a_seat_term(porto)
    a_seat_person(term, ana)
    seats.end_term(term, by=ada, on=today() + WEEK, why="The term is over.")
    assert SeatPerson.objects.get().until is None
    with pytest.raises(TransitionRefused, match="end must come after the beginning"):
        seats.end_term(term, by=ada, on=date(2015, 9, 29), why="Never")


def test_a_co_chair_lies_within_the_term_and_once(ada, porto, malmo):
    term = a_seat_term(porto, since=date(2020, 1, 1), until=date(2030, 1, 1))
    for since, until in [(date(2019, 1, 1), None), (date(2021, 1, 1), date(2031, 1, 1))]:
        with pytest.raises(TransitionRefused, match="only while the seat is held"):
            seats.begin_co_chair(term, by=ada, since=since, until=until)
    seats.begin_co_chair(term, by=ada, since=date(2021, 1, 1))
    term.refresh_from_db()
    assert term.co_chair.upper == date(2030, 1, 1)
    with pytest.raises(TransitionRefused, match="already"):
        seats.begin_co_chair(term, by=ada, since=date(2022, 1, 1))
    seats.end_co_chair(term, by=ada, on=date(2023, 1, 1))
    term.refresh_from_db()
    assert (term.co_chair.lower, term.co_chair.upper) == (date(2021, 1, 1), date(2023, 1, 1))
    with pytest.raises(TransitionRefused, match="does not co-chair"):
        seats.end_co_chair(a_seat_term(malmo), by=ada, on=today())


# Persons


def test_a_person_of_the_city_sits_with_the_office_of_that_day(ada, porto, ana):
    person = seats.name_person(by=ada, within=a_seat_term(porto), email="ANA@porto.example")
    assert (person.user, person.office) == (ana, "Head of prevention")
    with pytest.raises(TransitionRefused, match="sits there already"):
        seats.name_person(by=ada, within=person.term, email=ana.email)


def test_nobody_sits_for_a_city_without_acting_for_it(ada, porto, bo, rui):
    term = a_seat_term(porto)
    for person in (bo, rui):
        with pytest.raises(TransitionRefused, match="Nobody with this address acts for the city"):
            seats.name_person(by=ada, within=term, email=person.email)


def test_a_new_person_of_the_board_gets_one_account_without_a_password(ada):
    term = a_seat_term(an_organisation("Voices"))
    given = {"email": "noor@voices.example", "name": "Noor", "office": "Director"}
    person = seats.name_person(by=ada, within=term, **given)
    assert (person.user.name, person.office) == ("Noor", "Director") and not person.user.has_usable_password()
    seats.end_person(person, by=ada)
    again = seats.name_person(by=ada, within=term, **given)
    assert again.user == person.user and User.objects.filter(email="noor@voices.example").count() == 1


def test_nobody_is_named_for_a_term_that_is_over(ada, porto, ana):
    with pytest.raises(TransitionRefused, match="does not run today"):
        seats.name_person(by=ada, within=a_seat_term(porto, until=today()), email=ana.email)


# Rules and waivers


def test_a_waiver_names_one_place_and_rests_on_a_decision_of_its_body(ada):
    rule = a_rule("country_max")
    given = {"reason": "They founded it.", "from_on": today(), "until_on": today() + WEEK}
    decision = a_decision("waiver", "adopted")
    for other in (a_decision("waiver"), a_decision("other", "adopted"), a_decision("waiver", "adopted", "advisory")):
        with pytest.raises(TransitionRefused, match="rests on an adopted decision of this body"):
            composition.waive(by=ada, within=rule, decision=other, country="US", **given)
    for place in ({}, {"region": "150"}, {"region": "150", "country": "US"}):
        with pytest.raises(TransitionRefused, match="Name the one region or country"):
            composition.waive(by=ada, within=rule, decision=decision, **given, **place)
    with pytest.raises(TransitionRefused, match="Say why"):
        composition.waive(by=ada, within=rule, decision=decision, country="US", **given | {"reason": " "})
    composition.waive(by=ada, within=rule, decision=decision, country="US", **given)
    assert Waiver.objects.get().country == "US"


def test_a_second_rule_of_one_kind_waits_for_the_end_of_the_first(ada):
    rule = a_rule("total_max", 25)
    with pytest.raises(TransitionRefused, match="such a rule for that period"):
        composition.set_rule(by=ada, within=a_body(), kind="total_max", limit=30, since=today())
    composition.end_rule(rule, by=ada, on=today())
    composition.set_rule(by=ada, within=a_body(), kind="total_max", limit=30, since=today())


# Decisions


def test_numbers_run_by_body_and_year(ada):
    given = {"kind": "other", "title": "A", "text": "B", "by": ada}
    rows = [decisions.propose(body=a_body(body), year=year, **given) for body, year in
            [("steering", 2024), ("steering", 2024), ("advisory", 2024), ("steering", 2025)]]  # fmt: skip
    assert [(row.year, row.number) for row in rows] == [(2024, 1), (2024, 2), (2024, 1), (2025, 1)]


def test_nothing_is_adopted_while_advice_on_it_is_unanswered(ada, ana):
    decision = a_decision()
    advice = some_advice(decision, ana)
    with pytest.raises(TransitionRefused, match="1 piece of advice is not answered yet"):
        decisions.adopt(decision, by=ada, decided_on=today())
    decisions.answer(advice, by=ada, answer="partly", answer_text="The first part.")
    decisions.adopt(decision, by=ada, decided_on=today(), votes_for=15, votes_against=2, abstentions=0)
    decision.refresh_from_db()
    assert (decision.status, decision.votes_for, decision.decided_on) == ("adopted", 15, today())
    assert Fact.objects.filter(name="cities.decision_adopted").count() == 1


def test_a_decision_is_noted_after_it_was_taken(ada):
    with pytest.raises(TransitionRefused, match="the day lies in the future"):
        decisions.adopt(a_decision(), by=ada, decided_on=today() + WEEK)


def test_what_is_decided_stays_and_a_correction_leads_back_to_it(ada):
    decision = a_decision(status="adopted", sharing=1)
    for act in (decisions.withdraw, decisions.reject):
        with pytest.raises(TransitionRefused):
            act(decision, by=ada, **({} if act is decisions.withdraw else {"decided_on": today()}))
    correction = decisions.correct(by=ada, within=decision, title="Rather so", text="We meant this.")
    assert (correction.corrects, correction.kind, correction.sharing, correction.status) == (
        decision,
        decision.kind,
        1,
        "proposed",
    )
    with pytest.raises(TransitionRefused, match="changed, not corrected"):
        decisions.correct(by=ada, within=correction, title="A", text="B")


def test_the_database_freezes_a_decision(db):
    decision = a_decision(status="rejected")
    for act in (lambda: Decision.objects.filter(pk=decision.pk).update(title="Other"), decision.delete):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            act()


# Advice


@pytest.fixture
def seat_of_eve(eve):
    term = a_seat_term(an_organisation("Voices"))
    a_seat_person(term, eve)
    return term


def test_a_person_of_the_board_advises_for_the_own_organisation_before_the_decision(seat_of_eve, eve, ana):
    own, other, proposal = seat_of_eve.organisation, an_organisation(), a_decision()
    assert decisions.give(by=eve, within=proposal, organisation=own, text="Listen.").answer == ""
    with pytest.raises(TransitionRefused, match="do not sit in the board for this organisation"):
        decisions.give(by=eve, within=proposal, organisation=other, text="Listen.")
    with pytest.raises(TransitionRefused, match="advice comes before the decision"):
        decisions.give(by=eve, within=a_decision(status="adopted"), organisation=own, text="Listen.")
    with pytest.raises(PermissionDenied):
        decisions.give(by=ana, within=proposal, organisation=own, text="Listen.")


def test_advice_is_answered_once_and_with_a_reason(ada, ana):
    advice = some_advice(a_decision(), ana)
    with pytest.raises(TransitionRefused, match="Give the reason"):
        decisions.answer(advice, by=ada, answer="taken", answer_text=" ")
    decisions.answer(advice, by=ada, answer="taken", answer_text="We do.")
    with pytest.raises(TransitionRefused, match="answered already"):
        decisions.answer(advice, by=ada, answer="not_taken", answer_text="We do not.")


# Priorities


def test_a_priority_rests_on_an_adopted_decision_and_stands_once(ada):
    decision, youth = a_decision("priority", "adopted"), a_term("theme", "youth", "Young people")
    priority = decisions.set_priority(by=ada, within=decision, theme=youth, since=date(2024, 1, 1))
    with pytest.raises(TransitionRefused, match="a priority in that period already"):
        decisions.set_priority(by=ada, within=decision, theme=youth, since=today())
    decisions.end_priority(priority, by=ada, on=date(2025, 1, 1))
    assert Priority.objects.get().period.upper == date(2025, 1, 1)
    for wrong in (a_decision("priority"), a_decision("other", "adopted")):
        with pytest.raises(TransitionRefused, match="rests on an adopted decision on priorities"):
            decisions.set_priority(by=ada, within=wrong, theme=youth, since=today())
    with pytest.raises(TransitionRefused, match="Choose a theme"):
        decisions.set_priority(by=ada, within=decision, theme=a_term(), since=today())


# What the database refuses, whoever asks


def sql(words, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, values)


TERM = """
    INSERT INTO cities_seatterm
        (seat_id, city_id, organisation_id, period, co_chair, precision, ended_why, source)
    VALUES (%s, %s, %s, %s::daterange, %s::daterange, 'day', '', '')
"""


def test_sql_refuses_two_holders_of_a_seat_and_one_holder_on_two_seats(porto, malmo):
    first, second = a_seat(), a_seat()
    sql(TERM, first.pk, porto.pk, None, "[2020-01-01,2020-01-08)", None)
    for values in [
        (first.pk, malmo.pk, None, "[2020-01-07,2020-01-14)", None),
        (second.pk, porto.pk, None, "[2020-01-07,)", None),
    ]:
        with pytest.raises(IntegrityError, match="seat_term_one_at_a_time|seat_term_city_once"):
            sql(TERM, *values)
    sql(TERM, first.pk, malmo.pk, None, "[2020-01-08,2020-01-14)", None)
    board, voices = [a_seat("advisory") for _ in range(2)], an_organisation()
    sql(TERM, board[0].pk, None, voices.pk, "[2020-01-01,)", None)
    with pytest.raises(IntegrityError, match="seat_term_organisation_once"):
        sql(TERM, board[1].pk, None, voices.pk, "[2020-01-05,)", None)


@pytest.mark.parametrize(
    ("name", "city", "organisation", "period", "co_chair"),
    [
        ("seat_term_co_chair_within", True, False, "[2020-01-01,2021-01-01)", "[2019-12-31,2020-06-01)"),
        ("seat_term_co_chair_within", True, False, "[2020-01-01,2021-01-01)", "[2020-06-01,)"),
        ("seat_term_co_chair_not_empty", True, False, "[2020-01-01,2021-01-01)", "empty"),
        ("seat_term_one_holder", True, True, "[2020-01-01,)", None),
        ("seat_term_not_empty", True, False, "empty", None),
        ("the holder does not fit", False, True, "[2020-01-01,)", None),
    ],
)
def test_sql_refuses_a_term_that_cannot_be(porto, name, city, organisation, period, co_chair):
    holders = [porto.pk if city else None, an_organisation().pk if organisation else None]
    with pytest.raises((IntegrityError, InternalError), match=name):
        sql(TERM, a_seat().pk, *holders, period, co_chair)


def test_sql_refuses_a_person_of_another_city_in_a_seat(porto, bo, rui, ana):
    term = a_seat_term(porto)
    for person in (bo, rui):
        with pytest.raises(InternalError, match="acts for its city"), transaction.atomic():
            a_seat_person(term, person)
    a_seat_person(term, ana)


def test_sql_refuses_a_waiver_and_a_priority_without_their_decision(db):
    rule, theme = a_rule(), a_term("theme", "youth", "Young people")
    for decision in (a_decision("waiver"), a_decision("other", "adopted")):
        with pytest.raises(InternalError, match="adopted decision on exceptions"), transaction.atomic():
            Waiver.objects.create(
                rule=rule, country="US", decision=decision, reason="x", from_on=today(), until_on=today() + WEEK
            )
        with pytest.raises(InternalError, match="adopted decision on priorities"), transaction.atomic():
            a_priority(theme, decision=decision)
