"""Teams, strategies and organisations of cities for the tests: small functions, each makes what its name says."""

import hashlib
from datetime import date
from itertools import count

from django.core.files.base import ContentFile

from cities.models import (
    CityOrganisation,
    Organisation,
    Picture,
    PreventionTeam,
    Strategy,
    StrategyVersion,
    TeamTarget,
    TeamTraining,
)
from scn_portal.files.models import StoredFile
from scn_portal.sharing import Sharing
from tests.factories.files import picture

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


def a_training(team, title="Listening", **more):
    return TeamTraining.objects.create(team=team, title=title, **({"held_on": date(2026, 3, 2), "people": 8} | more))


def a_target(team, what="Reach schools", **more):
    given = {"amount": 10, "unit": "schools", "due_on": date(2030, 1, 1)} | more
    return TeamTarget.objects.create(team=team, what=what, **given)


def a_picture(title=None, status="published", **more):
    """A picture of the register with a small file and everything that its credit needs."""
    number = next(numbers)
    given = {"author": "A. Photographer", "licence": "CC BY 4.0", "people_consent": "nobody"}
    given |= {"alt": {"en": "A square with trees"}, "licence_url": "https://creativecommons.org/licenses/by/4.0/"}
    row = Picture.objects.create(title=title or f"Picture {number}", status="draft", **(given | more))
    content = picture(size=(40 + number, 30))
    row.sha256 = hashlib.sha256(content).hexdigest()
    owner = {"owner_kind": "cities.picture", "owner_key": str(row.pk)}
    file = StoredFile(name="square.png", size=len(content), content_type="image/png", sha256=row.sha256, **owner)
    file.width, file.height = 40 + number, 30
    file.content.save("square.png", ContentFile(content))
    Picture.objects.filter(pk=row.pk).update(file=file, sha256=row.sha256, status=status)
    return Picture.objects.get(pk=row.pk)
