"""The status of a day, and who is listed or seen by it. Any history: tests/property/test_membership_status.py."""

from datetime import UTC, date, datetime

import pytest

from cities.models import City, Invitation
from cities.status import city_status, in_force, in_good_standing, membership_on, months_after
from tests.factories.cities import a_city, a_member, a_membership, a_person, a_representative

pytestmark = pytest.mark.django_db


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
    assert months_after(day, months) == expected


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
