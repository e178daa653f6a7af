"""The administrators' desk for the bodies: what a choice would break is shown before it is saved."""

from datetime import date

import pytest

from cities.models import Decision, Priority, SeatTerm, Waiver
from cities.status import today
from tests.factories.cities import a_member, a_term
from tests.factories.governance import (
    a_body,
    a_decision,
    a_rule,
    a_seat,
    a_seat_term,
    an_organisation,
    some_advice,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
MAKE = "/admin/cities/seatterm/make/seat/"


@pytest.fixture
def desk(client, ada):
    sign_in(client, ada)
    return client


def seat_form(seat, city, **more):
    return {"seat": seat.pk, "city": city.pk, "since": today().isoformat(), "precision": "day"} | more


def test_a_seat_that_breaks_a_rule_is_saved_only_after_the_warning_was_seen(desk, porto, ana):
    a_rule("country_max", 0)
    values = seat_form(a_seat(), porto)
    answer = desk.post(MAKE, values)
    assert answer.status_code == 422 and not SeatTerm.objects.exists()
    assert "Portugal: 1 seat, at most 0" in answer.content.decode()
    assert desk.post(MAKE, values | {"knowing": "on"}).status_code == 302
    assert SeatTerm.objects.get().city == porto


def test_a_seat_that_breaks_nothing_is_saved_at_once(desk, porto, ana):
    a_rule("country_max", 1)
    assert desk.post(MAKE, seat_form(a_seat(), porto)).status_code == 302


def test_a_refusal_of_the_lifecycle_stands_on_the_form(desk, porto, malmo, ana):
    term = a_seat_term(porto)
    answer = desk.post(MAKE, seat_form(term.seat, malmo))
    assert answer.status_code == 409 and "Porto holds this seat" in answer.content.decode()


def test_the_preview_says_what_the_choice_would_bring_and_writes_nothing(desk, porto):
    a_rule("country_max", 0)
    a_rule("total_max", 0)
    a_seat_term(a_member(country=porto.country))
    seat = a_seat()
    shown = desk.get("/admin/cities/seatterm/preview/", seat_form(seat, porto)).content.decode()
    assert "Portugal: 2 seats, at most 0" in shown and "This choice would bring" in shown
    assert "Choose a seat" in desk.get("/admin/cities/seatterm/preview/").content.decode()
    other = desk.get("/admin/cities/seatterm/preview/", {"seat": seat.pk}).content.decode()
    assert "This choice brings no new warning" in other and "Portugal: 1 seat, at most 0" in other
    assert SeatTerm.objects.count() == 1


def test_one_warning_is_waived_from_the_list_of_warnings(desk, porto):
    rule = a_rule("country_max", 0)
    a_seat_term(porto)
    decision = a_decision("waiver", "adopted")
    values = {"breach": f"{rule.pk}::PT", "decision": decision.pk, "reason": "It founded the network."}
    days = {"from_on": today().isoformat(), "until_on": "2098-01-01"}
    assert desk.post("/admin/cities/waiver/make/waive/", values | days).status_code == 302
    waiver = Waiver.objects.get()
    assert (waiver.rule, waiver.country, waiver.region, waiver.until_on) == (rule, "PT", "", date(2098, 1, 1))
    assert desk.post("/admin/cities/waiver/make/waive/", values | days).status_code == 422  # nothing is left to waive


def test_the_way_of_a_decision_from_proposal_over_advice_to_a_priority(desk, ana):
    words = {"title": "Young people first", "text": "For a year.", "kind": "priority", "sharing": "0"}
    desk.post("/admin/cities/decision/make/propose/", words | {"body": a_body().pk})
    decision = Decision.objects.get()
    address = f"/admin/cities/decision/{decision.pk}"
    advice = some_advice(decision, ana)
    given = {"adopt-decided_on": today().isoformat(), "adopt-votes_for": "14"}
    assert desk.post(f"{address}/act/adopt/", given).status_code == 409
    answer = {"answer-answer": "taken", "answer-answer_text": "We do."}
    assert desk.post(f"/admin/cities/advice/{advice.pk}/act/answer/", answer).status_code == 302
    assert desk.post(f"{address}/act/adopt/", given).status_code == 302
    theme = a_term("theme", "youth", "Young people")
    values = {"within": decision.pk, "theme": theme.pk, "since": today().isoformat()}
    assert desk.post("/admin/cities/priority/make/set_priority/", values).status_code == 302
    assert Priority.objects.get().decision == decision
    assert "Young people first" in desk.get(f"{address}/change/").content.decode()


def test_a_term_gets_its_co_chair_and_its_end_on_its_page(desk, porto):
    term = a_seat_term(porto)
    address = f"/admin/cities/seatterm/{term.pk}"
    shown = desk.get(f"{address}/change/").content.decode()
    assert 'data-verb="begin_co_chair"' in shown and 'data-verb="end_co_chair"' not in shown
    desk.post(f"{address}/act/begin_co_chair/", {"begin_co_chair-since": "2020-01-01"})
    desk.post(f"{address}/act/end_term/", {"end_term-on": today().isoformat(), "end_term-why": "The council."})
    term.refresh_from_db()
    assert (term.co_chair.lower, term.period.upper) == (date(2020, 1, 1), today())


@pytest.mark.parametrize("who", ["dev", "mia"])
def test_the_desk_of_the_bodies_is_for_administrators(client, request, who):
    sign_in(client, request.getfixturevalue(who))
    for model in (
        "body",
        "seat",
        "seatterm",
        "seatperson",
        "compositionrule",
        "waiver",
        "decision",
        "advice",
        "priority",
    ):
        assert client.get(f"/admin/cities/{model}/").status_code == 403


@pytest.mark.parametrize("number", ["x", "999999", "9" * 40, "-1", "١"])
def test_a_number_that_is_none_is_a_wrong_address(desk, number):
    assert desk.get(f"/admin/cities/seatterm/{number}/change/").status_code == 404


def test_the_page_of_a_body_asks_as_many_questions_for_thirty_seats_as_for_one(desk, django_assert_num_queries):
    a_seat_term(a_member())
    desk.get("/admin/cities/body/steering/change/")
    with django_assert_num_queries(11):
        desk.get("/admin/cities/body/steering/change/")
    for _more in range(29):
        a_seat_term(a_member())
    with django_assert_num_queries(11):
        desk.get("/admin/cities/body/steering/change/")


def test_the_board_takes_organisations_of_no_country_too(desk):
    values = {"seat": a_seat("advisory").pk, "organisation": an_organisation().pk, "since": "2020-01-01"}
    assert desk.post(MAKE, values | {"precision": "year"}).status_code == 302
