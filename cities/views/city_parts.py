"""What stands on a city's page beside its texts: picture, teams, strategies, organisations, as one may read them."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from ..models import CityOrganisation, PreventionTeam, Strategy, StrategyVersion, TeamTarget
from ..status import today

TONES = {TeamTarget.State.MET: "good", TeamTarget.State.MISSED: "warn", TeamTarget.State.RUNNING: ""}
NOT_YET, IN_FORCE, OVER = _("not in force yet"), _("in force"), _("no longer in force")


def parts_for(user, city):
    """The parts of the page that this person may read, ready for the template."""
    day, former = today(), city.status == "ended"
    found = PreventionTeam.objects.visible_to(user).filter(city=city).with_all()
    teams = [described_team(team, day) for team in found]
    rows = strategies_with_versions(user, Strategy.objects.visible_to(user).filter(city=city))
    strategies = [described_strategy(strategy, day) for strategy in rows]
    return {
        "teams": [team for team in teams if not team.is_over],
        "earlier_teams": [team for team in teams if team.is_over],
        "strategies": [each for each in strategies if not each.is_over],
        "earlier_strategies": [each for each in strategies if each.is_over],
        "organisations": [] if former else organisations_of(city),
        "picture": None if former else getattr(getattr(city, "profile", None), "picture", None),
    }


def described_team(team, day):
    """The team with the names of its sectors, and its targets as they stand on that day."""
    team.is_over = team.until is not None and team.until <= day
    team.sector_names = [str(sector) for sector in team.sectors.all()]
    team.target_rows = list(team.targets.all())
    for target in team.target_rows:
        target.state = target.state_on(day)
        target.tone = TONES[target.state]
        target.shown = min(target.reached, target.amount)
    return team


def strategies_with_versions(user, strategies):
    """The strategies with the versions of each that this person may read, newest first, as `readable`."""
    versions = StrategyVersion.objects.visible_to(user).select_related("file").order_by("-number")
    readable = Prefetch("versions", queryset=versions, to_attr="readable")
    return strategies.select_related("city").prefetch_related(readable)


def described_strategy(strategy, day):
    """The strategy with the version that counts on that day: in force, else the next, the last, or a draft."""
    adopted = [each for each in strategy.readable if each.status == StrategyVersion.Status.ADOPTED]
    running = [each for each in adopted if each.covers(day)]
    coming = [each for each in adopted if each.first_day > day]
    strategy.version = (running or coming[-1:] or adopted or strategy.readable or [None])[0]
    strategy.is_over = bool(adopted) and not running and not coming
    strategy.more = len(adopted) - 1
    strategy.has_draft = any(each.status == StrategyVersion.Status.DRAFT for each in strategy.readable)
    if strategy.version:
        described_version(strategy.version, day)
    return strategy


def described_version(version, day):
    """The version with the words for where it stands on that day, and their tone."""
    if version.status != StrategyVersion.Status.ADOPTED:
        version.standing, version.tone = version.get_status_display(), "warn"
    elif version.covers(day):
        version.standing, version.tone = IN_FORCE, "good"
    else:
        version.standing, version.tone = (NOT_YET if version.first_day > day else OVER), ""
    return version


def organisations_of(city):
    """[(relation in words, [organisation, …])] of those that belong to the city's work now."""
    rows = CityOrganisation.objects.filter(city=city, until=None).select_related("organisation")
    grouped = {relation: [] for relation in CityOrganisation.Relation}
    for row in rows.order_by("organisation__name"):
        grouped[row.relation].append(row.organisation)
    return [(relation.label, found) for relation, found in grouped.items() if found]
