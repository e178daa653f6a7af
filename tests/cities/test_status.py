"""The status of a day: Python, SQL and a plain oracle say the same for any history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import City, Confirmation, Invitation, Membership
from cities.status import city_status, in_force, in_good_standing, membership_on, months_after, status_on
from tests.factories.cities import a_city, a_member, a_membership, a_person, a_representative

pytestmark = pytest.mark.django_db
FIRST = date(2019, 12, 1)
offsets = st.integers(min_value=0, max_value=1500)
month_ends = st.sampled_from([date(2020, 1, 31), date(2020, 2, 29), date(2020, 11, 30), date(2021, 2, 28)])
days = offsets.map(lambda number: FIRST + timedelta(days=number)) | month_ends
instants = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC), days, st.sampled_from([0, 1, 23])
)
histories = st.fixed_dictionaries(
    {
        "joined": st.none() | days,
        "ended": st.none() | days,
        "confirmed": st.lists(days, max_size=3),
        "leads": st.lists(st.tuples(instants, st.none() | instants), max_size=1),
        "invited": st.lists(
            st.tuples(instants, st.none() | instants, st.sampled_from(["open", "to_check"])), max_size=1
        ),
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
    if history["ended"] is not None and day >= history["ended"]:
        return "ended"
    speaks = [1 for since, until in history["leads"] if since < evening and not (until and until < evening)]
    for made, answered, state in history["invited"]:
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
    membership = a_membership(city, history["joined"], ended_on=history["ended"])
    Confirmation.objects.bulk_create(
        Confirmation(membership=membership, on=day, basis="register") for day in history["confirmed"]
    )
    for since, until in history["leads"]:
        a_representative(city, since=since, until=until)
    for made, answered, state in history["invited"]:
        invitation = Invitation.objects.create(
            city=city,
            role="lead_contact",
            email="new@city.example",
            name="New",
            expires_at=answered + timedelta(days=99) if answered else made + timedelta(days=30),
            status="refused" if answered else state,
            ended_at=answered,
        )
        Invitation.objects.filter(pk=invitation.pk).update(created_at=made)
    return membership


def is_possible(history):
    joined, ended = history["joined"], history["ended"]
    pairs = [(since, until) for since, until in history["leads"]] + [(a, b) for a, b, _ in history["invited"]]
    return not (joined and ended and ended < joined) and all(until is None or until > since for since, until in pairs)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.filter(is_possible), day=days, steps=st.lists(offsets, max_size=2))
def test_python_sql_and_a_plain_oracle_give_the_same_status_on_any_day(history, day, steps):
    membership = make_it_so(history)
    for each in [day, *(FIRST + timedelta(days=step) for step in steps)]:
        expected = plain_status(history, each)
        assert status_on(membership, each) == expected
        assert Membership.objects.with_status(each).get(pk=membership.pk).status == expected
        assert City.objects.with_status(each).get(pk=membership.city_id).status == expected
        assert city_status(membership.city, each) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 11, 30), 15, date(2022, 2, 28)),
        (date(2020, 12, 15), 1, date(2021, 1, 15)),
    ],
)
def test_months_end_on_the_last_day_where_the_month_is_short(day, months, expected):
    assert months_after(day, months) == expected == plain_months_after(day, months)


def test_a_city_that_came_back_shows_its_running_membership():
    city = a_city()
    a_representative(city)
    earlier = a_membership(city, date(2016, 1, 1), ended_on=date(2018, 1, 1))
    now = a_membership(city, date(2020, 1, 1), confirmed_on=date(2020, 1, 1))
    assert membership_on(city, date(2017, 1, 1)) == earlier
    assert city_status(city, date(2019, 1, 1)) == "ended"
    assert membership_on(city, date(2020, 6, 1)) == now
    row = City.objects.with_status(date(2020, 6, 1)).get()
    assert (row.status, row.joined_on) == ("active", date(2020, 1, 1))


def test_a_city_on_hold_is_in_force_and_not_in_good_standing():
    city = a_member(confirmed_on=date(2020, 1, 1))
    assert in_force(city, date(2021, 5, 1))
    assert not in_good_standing(city, date(2021, 5, 1))
    assert in_good_standing(city, date(2021, 2, 1))


def test_an_invitation_notes_by_itself_when_it_was_answered():
    city = a_city()
    invitation = Invitation.objects.create(
        city=city, role="deputy", email="d@city.example", name="D", expires_at=datetime(2030, 1, 1, tzinfo=UTC)
    )
    invitation.status = Invitation.Status.REFUSED
    invitation.save()
    invitation.refresh_from_db()
    assert invitation.ended_at is not None


def test_the_default_list_leaves_out_who_is_silent_former_or_never_was_a_member():
    today = datetime.now(UTC).date()
    speaking = a_member("Porto")
    silent = a_city("Braga")
    a_membership(silent, confirmed_on=today)
    resting = a_member("Faro", confirmed_on=date(2017, 1, 1))
    former = a_city("Lagos")
    a_membership(former, date(2015, 1, 1), ended_on=date(2018, 1, 1))
    a_city("Beja")
    assert set(City.objects.listed()) == {speaking}
    assert set(City.objects.listed(silent=True)) == {speaking, silent, resting}
    assert set(City.objects.in_force()) == {speaking, resting}


def test_everybody_sees_members_and_former_members_and_only_staff_or_its_own_people_a_never_member():
    from django.contrib.auth.models import AnonymousUser

    member, former, never = a_member("Porto"), a_city("Lagos"), a_city("Beja")
    a_membership(former, date(2015, 1, 1), ended_on=date(2018, 1, 1))
    own, stranger, staff = a_person(), a_person(), a_person(is_staff=True)
    a_representative(never, own)
    for principal, expected in [
        (AnonymousUser(), {member, former}),
        (stranger, {member, former}),
        (own, {member, former, never}),
        (staff, {member, former, never}),
    ]:
        assert set(City.objects.visible_to(principal)) == expected
