"""The staff work queue: due in working days, coloured by age, for the right group."""

import datetime as dt

import pytest

from scn_portal.ui.queue import working_days_after


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (dt.date(2026, 11, 20), 1, dt.date(2026, 11, 23)),  # Friday to Monday
        (dt.date(2026, 11, 21), 1, dt.date(2026, 11, 23)),  # Saturday to Monday
        (dt.date(2026, 11, 23), 10, dt.date(2026, 12, 7)),
        (dt.date(2026, 11, 23), 0, dt.date(2026, 11, 23)),
    ],
)
def test_weekends_do_not_count_as_working_days(start, days, due):
    assert working_days_after(start, days, holidays=set()) == due


def test_holidays_do_not_count_as_working_days():
    assert working_days_after(dt.date(2026, 12, 24), 1, holidays={"2026-12-25"}) == dt.date(2026, 12, 28)


@pytest.mark.django_db
def test_the_staff_groups_exist_wherever_the_schema_does():
    from django.contrib.auth.models import Group

    assert set(Group.objects.values_list("name", flat=True)) == {"registrar", "moderator", "administrator"}
