"""Who may change a city's teams, strategies and organisations, and who may read them: in Python and in SQL."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import permissions

from cities.models import CityOrganisation, Membership, PreventionTeam, Representative, Strategy, StrategyVersion
from cities.part_rules import can_read_part, can_read_version
from scn_portal.sharing import Sharing
from tests.cities.profile_table import NARROWING, NEVER, TABLED_WITH_THE_PROFILE, WRITING, expected
from tests.cities.test_rules import PEOPLE, everybody, in_status, who_may  # noqa: F401 -- a fixture among them
from tests.factories.profile import a_strategy, a_team, a_version

pytestmark = pytest.mark.django_db
STATUSES = ["active", "confirm_due", "on_hold", "ended"]
ABOUT_THE_CITY = {"cities.create_preventionteam", "cities.start_strategy", "cities.name_cityorganisation"}


def a_row(permission, porto):
    strategy = Strategy(city=porto)
    rows = {
        "preventionteam": PreventionTeam(city=porto),
        "strategy": strategy,
        "strategyversion": StrategyVersion(strategy=strategy),
        "cityorganisation": CityOrganisation(city=porto),
    }
    if permission in ABOUT_THE_CITY:
        return porto
    if permission == "cities.next_version_strategyversion":
        return strategy
    return rows[permission.rpartition("_")[2]]


@pytest.mark.parametrize("status", STATUSES)
def test_exactly_these_may_in_each_status_of_the_membership(status, porto, everybody):  # noqa: F811
    in_status(porto.memberships.get(), status)
    for permission in WRITING | NARROWING | NEVER:
        assert who_may(permission, a_row(permission, porto), everybody) == expected(permission, status), permission


def test_the_table_speaks_of_every_permission_of_these_models():
    ours = {name for name in permissions if name.startswith("cities.")}
    stated = {name for name in ours if name.rpartition("_")[2] in TABLED_WITH_THE_PROFILE}
    assert {name for name in stated if not name.startswith("cities.view_")} == WRITING | NARROWING | NEVER


def parts_of(city):
    a_team(city, "Open team", Sharing.CLEAR)
    a_team(city, "Closed team", Sharing.GREEN)
    for sharing in (Sharing.CLEAR, Sharing.GREEN):
        a_strategy(city, sharing=sharing)
        a_strategy(city, sharing=sharing, status="draft")
        a_strategy(city, sharing=sharing, status="withdrawn")
    a_version(Strategy.objects.filter(city=city).first(), number=2, status="draft", period=None)


def standing(porto, status):
    """Porto with this status; "never" by joining only one day, "no_contact" by a lead contact who has gone."""
    if status == "never":
        Membership.objects.filter(city=porto).update(joined_on=date(2999, 1, 1))
    elif status == "no_contact":
        Representative.objects.filter(city=porto, role="lead_contact").update(until=timezone.now())
    else:
        in_status(porto.memberships.get(), status)


@pytest.mark.parametrize("status", [*STATUSES, "no_contact", "never"])
def test_what_sql_finds_is_what_python_allows_for_everybody(status, porto, everybody):  # noqa: F811
    parts_of(porto)
    standing(porto, status)
    readers = {name: everybody[name] for name in PEOPLE} | {"anonymous": AnonymousUser()}
    for name, reader in readers.items():
        for model in (PreventionTeam, Strategy):
            found = set(model.objects.visible_to(reader))
            assert found == {row for row in model.objects.all() if can_read_part(reader, row)}, (name, model)
        found = set(StrategyVersion.objects.visible_to(reader))
        assert found == {row for row in StrategyVersion.objects.all() if can_read_version(reader, row)}, name


def seen_by(reader):
    teams = PreventionTeam.objects.visible_to(reader).count()
    return teams, Strategy.objects.visible_to(reader).count(), StrategyVersion.objects.visible_to(reader).count()


def test_the_public_reads_what_is_public_and_adopted_and_members_what_is_shared_with_them(porto, everybody):  # noqa: F811
    parts_of(porto)
    assert seen_by(AnonymousUser()) == (1, 1, 1)
    assert seen_by(everybody["eve"]) == (1, 1, 1)
    assert seen_by(everybody["linn"]) == (2, 2, 2)
    for name in ("ana", "dora", "mia"):
        assert seen_by(everybody[name]) == (2, 6, 7), name


def test_what_a_former_member_wrote_is_read_by_its_own_people_and_staff_alone(porto, everybody):  # noqa: F811
    parts_of(porto)
    in_status(porto.memberships.get(), "ended")
    assert seen_by(AnonymousUser()) == seen_by(everybody["linn"]) == (0, 0, 0)
    assert seen_by(everybody["ana"]) == seen_by(everybody["mia"]) == (2, 6, 7)
