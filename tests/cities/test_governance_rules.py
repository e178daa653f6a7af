"""Bodies, seats, decisions: who may take which step, that each is all or nothing, and what a seat lets one do."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import permissions

from cities.lifecycle import composition, decisions, seats
from cities.models import Advice, Decision, Representative, SeatPerson, SeatTerm
from cities.rules import co_chairs, priority_on, reads_green, sits_on
from cities.status import today
from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle, may
from tests.factories.cities import a_person, a_term
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
from tests.faults import assert_all_or_nothing

pytestmark = pytest.mark.django_db
GOVERNED = {"body", "seat", "seatterm", "seatperson", "compositionrule", "waiver", "decision", "advice", "priority"}
PEOPLE = ["ana", "paulo", "dora", "rui", "bo", "linn", "omar", "eve", "sam", "dev", "rita", "tess", "mia", "tim", "ada"]
ADMINISTRATORS = {"ada"}
TABLE = {
    "cities.give_advice": {"eve"},  # she sits in the board
    **{
        f"cities.{step}": ADMINISTRATORS
        for step in [
            "resize_body",
            "set_up_seat",
            "seat_seatterm",
            "end_term_seatterm",
            "begin_co_chair_seatterm",
            "end_co_chair_seatterm",
            "name_person_seatperson",
            "end_person_seatperson",
            "set_rule_compositionrule",
            "end_rule_compositionrule",
            "waive_waiver",
            "propose_decision",
            "correct_decision",
            "reword_decision",
            "adopt_decision",
            "reject_decision",
            "withdraw_decision",
            "answer_advice",
            "set_priority_priority",
            "end_priority_priority",
        ]
    },
}


@pytest.fixture
def everybody(request):
    named = {name: request.getfixturevalue(name) for name in PEOPLE}
    return named | {"anonymous": AnonymousUser(), "visitor": VISITOR, "clock": SYSTEM}


@pytest.fixture
def board(eve):
    """Eve sits in the board for an organisation."""
    term = a_seat_term(an_organisation("Voices"))
    a_seat_person(term, eve)
    return term


def test_exactly_these_may_take_each_step(everybody, board):
    proposal = a_decision()
    for permission, expected in TABLE.items():
        assert {name for name, who in everybody.items() if may(who, permission, proposal)} == expected, permission


def test_the_table_speaks_of_every_step_of_the_bodies():
    ours = {name for name in permissions if name.startswith("cities.") and name.rpartition("_")[2] in GOVERNED}
    assert ours == set(TABLE)


def test_nobody_advises_on_what_the_board_does_not_read(board, eve):
    assert not may(eve, "cities.give_advice", a_decision(sharing=2))


# What a seat lets one do


def test_a_person_of_the_board_reads_members_content_while_the_term_runs(board, eve):
    proposal = a_decision(sharing=1)
    assert reads_green(eve)
    assert set(Decision.objects.visible_to(eve)) == {proposal}
    SeatTerm.objects.update(period=(date(2015, 9, 29), today()))
    assert not reads_green(eve)
    assert not Decision.objects.visible_to(eve).exists()


def test_a_person_who_left_the_board_reads_members_content_no_more(board, eve):
    SeatPerson.objects.update(until=timezone.now() + timedelta(seconds=1))
    assert not reads_green(eve) and not Decision.objects.visible_to(eve).filter(status="proposed").exists()


def test_the_test_for_green_says_the_same_in_python_and_in_sql(everybody, board):
    proposal = a_decision(sharing=1)
    for name, who in everybody.items():
        if name in ("visitor", "clock"):
            continue
        assert Decision.objects.visible_to(who).filter(pk=proposal.pk).exists() == reads_green(who), name


def test_who_sits_in_the_committee_acts_for_the_city_of_the_seat(porto, ana, dora, board, eve):
    steering, advisory = sits_on("steering"), sits_on("advisory")
    term = a_seat_term(porto)
    a_seat_person(term, ana, since=timezone.now() - timedelta(days=10))
    assert [steering(each) for each in (ana, dora, eve)] == [True, False, False]
    assert [advisory(each) for each in (ana, dora, eve)] == [False, False, True]
    assert steering(ana, today() - timedelta(days=3)) and not steering(ana, today() - timedelta(days=30))
    Representative.objects.filter(user=ana).update(until=timezone.now())
    assert not steering(ana) and steering(ana, today() - timedelta(days=3))
    assert not steering(AnonymousUser()) and not steering(VISITOR)


def test_a_seat_gives_nothing_after_the_term(porto, ana):
    a_seat_person(a_seat_term(porto, since=date(2020, 1, 1), until=today()), ana)
    assert not sits_on("steering")(ana)


def test_a_city_co_chairs_on_the_days_of_its_co_chair(porto, malmo):
    a_seat_term(porto, co_chair=(date(2020, 1, 1), date(2021, 1, 1)))
    assert [co_chairs(porto, day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31))] == [0, 1, 1]
    assert not co_chairs(porto, date(2021, 1, 1)) and not co_chairs(porto) and not co_chairs(malmo, date(2020, 6, 1))


def test_a_theme_is_a_priority_from_its_first_day_to_the_day_before_its_end(db):
    youth = a_term("theme", "youth", "Young people")
    priority = a_priority(youth, date(2024, 1, 1), date(2025, 1, 1))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [priority_on(youth, day) for day in days] == [None, priority, priority, None]
    assert priority_on(a_term("theme", "online", "Online"), date(2024, 1, 1)) is None


# All or nothing
ACTS = {}


def act(function):
    ACTS[function.__name__] = function
    return function


@act
def resize_body(porto, ana, ada):
    body = a_body()
    return lambda: seats.resize(body, by=ada, seat_target=24, term_years=2, quorum=12)


@act
def set_up_seat(porto, ana, ada):
    body = a_body()
    return lambda: seats.set_up(by=ada, within=body, kind="city")


@act
def seat_seatterm(porto, ana, ada):
    free = a_seat()
    return lambda: seats.seat(by=ada, seat=free, city=porto, since=today())


@act
def end_term_seatterm(porto, ana, ada):
    term = a_seat_term(porto, co_chair=(date(2020, 1, 1), None))
    a_seat_person(term, ana)
    return lambda: seats.end_term(term, by=ada, on=today(), why="The term is over.")


@act
def begin_co_chair_seatterm(porto, ana, ada):
    term = a_seat_term(porto)
    return lambda: seats.begin_co_chair(term, by=ada, since=today())


@act
def end_co_chair_seatterm(porto, ana, ada):
    term = a_seat_term(porto, co_chair=(date(2020, 1, 1), None))
    return lambda: seats.end_co_chair(term, by=ada, on=today())


@act
def name_person_seatperson(porto, ana, ada):
    term = a_seat_term(an_organisation())
    return lambda: seats.name_person(by=ada, within=term, email="new@voices.example", name="New", office="Director")


@act
def end_person_seatperson(porto, ana, ada):
    person = a_seat_person(a_seat_term(porto), ana)
    return lambda: seats.end_person(person, by=ada)


@act
def set_rule_compositionrule(porto, ana, ada):
    body = a_body()
    return lambda: composition.set_rule(by=ada, within=body, kind="total_max", limit=25, since=today())


@act
def end_rule_compositionrule(porto, ana, ada):
    rule = a_rule()
    return lambda: composition.end_rule(rule, by=ada, on=today())


@act
def waive_waiver(porto, ana, ada):
    rule, decision = a_rule(), a_decision("waiver", "adopted")
    given = {"country": "PT", "reason": "They founded it.", "from_on": today(), "until_on": date(2099, 1, 1)}
    return lambda: composition.waive(by=ada, within=rule, decision=decision, **given)


@act
def propose_decision(porto, ana, ada):
    body = a_body()
    return lambda: decisions.propose(by=ada, body=body, kind="other", title="A", text="B")


@act
def correct_decision(porto, ana, ada):
    decision = a_decision(status="adopted")
    return lambda: decisions.correct(by=ada, within=decision, title="A", text="B")


@act
def reword_decision(porto, ana, ada):
    decision = a_decision()
    return lambda: decisions.reword(decision, by=ada, title="A", text="B", kind="seats", sharing=1)


@act
def adopt_decision(porto, ana, ada):
    decision = a_decision()
    return lambda: decisions.adopt(decision, by=ada, decided_on=today(), votes_for=20)


@act
def reject_decision(porto, ana, ada):
    decision = a_decision()
    return lambda: decisions.reject(decision, by=ada, decided_on=today())


@act
def withdraw_decision(porto, ana, ada):
    decision = a_decision()
    return lambda: decisions.withdraw(decision, by=ada)


@act
def give_advice(porto, ana, ada):
    term, person, decision = a_seat_term(an_organisation()), a_person(), a_decision()
    a_seat_person(term, person)
    return lambda: decisions.give(by=person, within=decision, organisation=term.organisation, text="Listen.")


@act
def answer_advice(porto, ana, ada):
    advice = some_advice(a_decision(), ana)
    return lambda: decisions.answer(advice, by=ada, answer="taken", answer_text="We do.")


@act
def set_priority_priority(porto, ana, ada):
    decision, theme = a_decision("priority", "adopted"), a_term("theme", "youth", "Young people")
    return lambda: decisions.set_priority(by=ada, within=decision, theme=theme, since=today())


@act
def end_priority_priority(porto, ana, ada):
    priority = a_priority()
    return lambda: decisions.end_priority(priority, by=ada, on=today())


@pytest.mark.parametrize("name", ACTS)
def test_an_error_after_any_statement_leaves_nothing(name, porto, ana, ada):
    assert_all_or_nothing(ACTS[name](porto, ana, ada))


def test_every_step_of_the_bodies_is_here():
    lifecycles = [
        each
        for each in Lifecycle.registered
        if each.model._meta.app_label == "cities" and each.model._meta.model_name in GOVERNED
    ]
    steps = [step for each in lifecycles for step in (*each.creations, *each.transitions)]
    assert {step.permission.removeprefix("cities.") for step in steps} == set(ACTS)
    assert Advice in {each.model for each in lifecycles}
