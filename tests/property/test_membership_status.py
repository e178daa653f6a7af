"""The status of any day, for any history: Python, SQL and a plain oracle, written apart, say the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import City, Confirmation, Handover, Invitation, Membership, Suspension
from cities.status import city_status, status_on
from tests.factories.cities import a_city, a_membership, a_person, a_representative
from tests.factories.people import a_decision

pytestmark = pytest.mark.django_db
FIRST = date(2019, 12, 1)
offsets = st.integers(min_value=0, max_value=1500)
month_ends = st.sampled_from([date(2020, 1, 31), date(2020, 2, 29), date(2020, 11, 30), date(2021, 2, 28)])
days = offsets.map(lambda number: FIRST + timedelta(days=number)) | month_ends
instants = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC), days, st.sampled_from([0, 1, 23])
)
spans = st.tuples(instants, st.none() | instants)
questions = st.tuples(instants, st.none() | instants, st.sampled_from(["open", "to_check"]))
histories = st.fixed_dictionaries(
    {
        "joined": st.none() | days,
        "notice": st.none() | days,
        "ended": st.none() | days,
        "suspended": st.lists(st.tuples(days, st.none() | days), max_size=1),
        "confirmed": st.lists(days, max_size=3),
        "leads": st.lists(spans, max_size=1),
        "invited": st.lists(questions, max_size=1),
        "handed": st.lists(questions, max_size=1),
    }
)


def plain_months_after(day, months):
    """The oracle's own arithmetic: count the months one by one, then step back to a day that exists."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def plain_status(history, day):
    """The table of the specification, read line by line from what happened."""
    evening = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    morning = evening - timedelta(days=1)
    if history["joined"] is not None and day < history["joined"]:
        return None
    over = history["ended"]
    if over is None and history["notice"] is not None:
        over = history["notice"] + timedelta(days=30)
    if over is not None and day >= over:
        return "ended"
    for begun, lifted in history["suspended"]:
        if begun <= day and not (lifted is not None and lifted <= day):
            return "suspended"
    speaks = [1 for since, until in history["leads"] if since < evening and not (until and until < evening)]
    for made, answered, state in history["invited"] + history["handed"]:
        lapsed = answered is None and state == "open" and made + timedelta(days=30) < morning
        if made < evening and not lapsed and not (answered and answered < evening):
            speaks.append(1)
    if not speaks:
        return "no_contact"
    said = sorted(each for each in history["confirmed"] if each <= day)
    since = said[-1] if said else history["joined"]
    if since is None or day > plain_months_after(since, 15):
        return "on_hold"
    return "confirm_due" if day > plain_months_after(since, 12) else "active"


def make_it_so(history):
    city = a_city()
    membership = a_membership(city, history["joined"], ended_on=history["ended"], notice_on=history["notice"])
    Confirmation.objects.bulk_create(
        Confirmation(membership=membership, on=day, basis="register") for day in history["confirmed"]
    )
    for begun, lifted in history["suspended"]:
        decision = a_decision("suspension")
        Suspension.objects.create(
            membership=membership, from_on=begun, until_on=lifted, decision=decision, reason="Demonstration"
        )
    for since, until in history["leads"]:
        a_representative(city, since=since, until=until)
    for each in history["invited"]:
        ask(Invitation, city, each)
    for each in history["handed"]:
        ask(Handover, city, each, office="Head of safety", way="holder", started_by=a_person())
    return membership


def ask(model, city, question, **more):
    made, answered, state = question
    row = model.objects.create(
        city=city,
        role="lead_contact",
        email="new@city.example",
        name="New",
        expires_at=answered + timedelta(days=99) if answered else made + timedelta(days=30),
        status="refused" if answered else state,
        ended_at=answered,
        **more,
    )
    model.objects.filter(pk=row.pk).update(created_at=made)


def is_possible(history):
    joined, ended = history["joined"], history["ended"]
    pairs = [*history["leads"], *history["suspended"]]
    pairs += [(made, answered) for made, answered, _ in history["invited"] + history["handed"]]
    return not (joined and ended and ended < joined) and all(until is None or until > since for since, until in pairs)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.filter(is_possible), day=days, steps=st.lists(offsets, max_size=2))
def test_python_sql_and_a_plain_oracle_give_the_same_status_on_any_day(history, day, steps):
    membership = make_it_so(history)
    for each in [day, *(FIRST + timedelta(days=step) for step in steps)]:
        expected = plain_status(history, each)
        assert status_on(membership, each) == expected
        assert Membership.objects.with_status(each).get(pk=membership.pk).status == expected
        assert City.objects.with_status(each).get(pk=membership.city_id).status == expected
        assert city_status(membership.city, each) == expected


QUIET = {"joined": date(2020, 1, 31), "notice": None, "ended": None, "suspended": [], "confirmed": []}
LED = QUIET | {"leads": [(datetime(2020, 1, 1, tzinfo=UTC), None)], "invited": [], "handed": []}
BORDERS = [
    # from the last day of January on: fifteen months later is the last day of April
    (LED, date(2021, 1, 31), "active"),
    (LED, date(2021, 2, 1), "confirm_due"),
    (LED, date(2021, 4, 30), "confirm_due"),
    (LED, date(2021, 5, 1), "on_hold"),
    (LED | {"confirmed": [date(2020, 2, 29)]}, date(2021, 2, 28), "active"),
    (LED | {"confirmed": [date(2020, 2, 29)]}, date(2021, 3, 1), "confirm_due"),
    (LED | {"confirmed": [date(2020, 11, 30)]}, date(2022, 2, 28), "confirm_due"),
    (LED | {"confirmed": [date(2020, 11, 30)]}, date(2022, 3, 1), "on_hold"),
    (LED | {"notice": date(2020, 2, 1)}, date(2020, 3, 1), "active"),
    (LED | {"notice": date(2020, 2, 1)}, date(2020, 3, 2), "ended"),
    (LED | {"suspended": [(date(2020, 3, 1), date(2020, 3, 5))]}, date(2020, 3, 1), "suspended"),
    (LED | {"suspended": [(date(2020, 3, 1), date(2020, 3, 5))]}, date(2020, 3, 4), "suspended"),
    (LED | {"suspended": [(date(2020, 3, 1), date(2020, 3, 5))]}, date(2020, 3, 5), "active"),
    (LED | {"leads": [], "suspended": [(date(2020, 3, 1), None)]}, date(2020, 3, 1), "suspended"),
    (LED | {"ended": date(2020, 3, 1), "suspended": [(date(2020, 3, 1), None)]}, date(2020, 3, 1), "ended"),
    (LED | {"leads": []}, date(2020, 3, 1), "no_contact"),
]


@pytest.mark.parametrize(("history", "day", "expected"), BORDERS)
def test_the_days_on_which_a_status_turns(history, day, expected):
    membership = make_it_so(history)
    assert plain_status(history, day) == expected
    assert status_on(membership, day) == expected
    assert Membership.objects.with_status(day).get(pk=membership.pk).status == expected


@pytest.mark.parametrize("state", ["open", "to_check"])
def test_a_handover_to_the_lead_contact_is_a_contact_while_it_is_open(state):
    history = LED | {"leads": [], "handed": [(datetime(2020, 3, 1, 12, tzinfo=UTC), None, state)]}
    membership = make_it_so(history)
    for day, expected in [
        (date(2020, 2, 29), "no_contact"),
        (date(2020, 3, 1), "active"),
        (date(2020, 4, 1), "no_contact" if state == "open" else "active"),
    ]:
        assert status_on(membership, day) == plain_status(history, day) == expected
        assert Membership.objects.with_status(day).get(pk=membership.pk).status == expected
