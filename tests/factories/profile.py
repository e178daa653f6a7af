"""Teams, strategies and organisations of cities for the tests: small functions, each makes what its name says."""

from datetime import date
from itertools import count

from cities.models import CityOrganisation, Organisation, PreventionTeam, Strategy, StrategyVersion
from scn_portal.sharing import Sharing

numbers = count(1)
SINCE_2020 = (date(2020, 1, 1), None)


def a_team(city, name=None, sharing=Sharing.GREEN, sectors=(), **more):
    team = PreventionTeam.objects.create(city=city, name=name or f"Team {next(numbers)}", sharing=sharing, **more)
    team.sectors.set(sectors)
    return team


def a_strategy(city, title=None, sharing=Sharing.CLEAR, period=SINCE_2020, status="adopted", **more):
    """A strategy with one version; `period` None and `status` draft for one that is only being written."""
    number = next(numbers)
    given = {"slug": f"strategy-{number}", "kind": "strategy"} | more
    strategy = Strategy.objects.create(city=city, title=title or f"Strategy {number}", sharing=sharing, **given)
    a_version(strategy, period=period, status=status)
    return strategy


def a_version(strategy, number=1, period=SINCE_2020, status="adopted", **more):
    given = {"adopted_on": date(2019, 12, 1), "adopted_by": "City council", "link": "https://city.example/plan"} | more
    return StrategyVersion.objects.create(strategy=strategy, number=number, period=period, status=status, **given)


def an_organisation(name=None, kind="government", **more):
    number = next(numbers)
    given = {"slug": f"organisation-{number}", "kind": kind} | more
    return Organisation.objects.create(name=name or f"Organisation {number}", **given)


def a_counterpart(city, organisation=None, **more):
    given = {"relation": "national_counterpart"} | more
    return CityOrganisation.objects.create(city=city, organisation=organisation or an_organisation(), **given)
