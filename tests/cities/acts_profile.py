"""The steps of a city's page: teams, strategies, organisations, the picture."""

from datetime import date

from cities.lifecycle import city_organisations, profile, strategies, teams
from cities.lifecycle.outdated import fingerprint
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing
from tests.cities.acts import act
from tests.factories.cities import a_term
from tests.factories.people import a_letter
from tests.factories.profile import a_counterpart, a_picture, a_strategy, a_target, a_team, a_training, an_organisation

DAY = date(2026, 5, 1)
WORDS = {"name": "Round table", "about": "We meet each month.", "sharing": Sharing.CLEAR}
ADOPTED = {"period": (DAY, None), "adopted_on": DAY, "adopted_by": "Council", "link": "https://porto.example/plan"}


@act
def choose_picture_profile(cast):
    own, picture = profile.profile_of(cast.porto), a_picture()
    return lambda: profile.choose_picture(own, by=cast.ana, picture=picture)


@act
def say_no_strategy_profile(cast):
    own = profile.profile_of(cast.porto)
    return lambda: profile.say_no_strategy(own, by=cast.ana, none_yet=True)


@act
def create_preventionteam(cast):
    sector = a_term("team_sector", "health", "Health")
    return lambda: teams.create(by=cast.ana, within=cast.porto, sectors=[sector], **WORDS)


@act
def change_preventionteam(cast):
    team, sector = a_team(cast.porto), a_term("team_sector", "health", "Health")
    return lambda: teams.change(team, by=cast.ana, seen=1, sectors=[sector], **WORDS)


@act
def narrow_preventionteam(cast):
    team = a_team(cast.porto, sharing=Sharing.CLEAR)
    return lambda: teams.narrow(team, by=cast.ana)


@act
def end_preventionteam(cast):
    team = a_team(cast.porto)
    return lambda: teams.end(team, by=cast.ana, until=DAY)


@act
def add_training_preventionteam(cast):
    team = a_team(cast.porto)
    return lambda: teams.add_training(team, by=cast.ana, title="Listening", held_on=DAY, people=8)


@act
def change_training_preventionteam(cast):
    training = a_training(a_team(cast.porto))
    seen = fingerprint(training, teams.TRAINING)
    return lambda: teams.change_training(training.team, by=cast.ana, training=training, seen=seen, people=9)


@act
def remove_training_preventionteam(cast):
    training = a_training(a_team(cast.porto))
    return lambda: teams.remove_training(training.team, by=cast.ana, training=training)


@act
def add_target_preventionteam(cast):
    team = a_team(cast.porto)
    return lambda: teams.add_target(team, by=cast.ana, what="Reach schools", amount=5, unit="schools", due_on=DAY)


@act
def change_target_preventionteam(cast):
    target = a_target(a_team(cast.porto))
    seen = fingerprint(target, teams.TARGET)
    return lambda: teams.change_target(target.team, by=cast.ana, target=target, seen=seen, reached=3)


@act
def remove_target_preventionteam(cast):
    target = a_target(a_team(cast.porto))
    return lambda: teams.remove_target(target.team, by=cast.ana, target=target)


@act
def start_strategy(cast):
    words = {"kind": "strategy", "title": "Safe together", "sharing": Sharing.CLEAR}
    return lambda: strategies.start(by=cast.ana, within=cast.porto, **words, **ADOPTED)


@act
def describe_strategy(cast):
    strategy = a_strategy(cast.porto)
    seen = fingerprint(strategy, strategies.WORDS)
    return lambda: strategies.describe(strategy, by=cast.ana, seen=seen, title="Another title")


@act
def narrow_strategy(cast):
    strategy = a_strategy(cast.porto)
    return lambda: strategies.narrow(strategy, by=cast.ana)


@act
def next_version_strategyversion(cast):
    strategy = a_strategy(cast.porto)
    return lambda: strategies.next_version(by=cast.ana, within=strategy)


def a_draft(cast):
    return a_strategy(cast.porto, status="draft").versions.get()


@act
def change_draft_strategyversion(cast):
    draft = a_draft(cast)
    seen, upload = fingerprint(draft, strategies.CONTENT), a_letter()
    return lambda: strategies.change_draft(draft, by=cast.ana, seen=seen, upload=upload, framework="Plan")


@act
def adopt_strategyversion(cast):
    strategy = a_strategy(cast.porto)
    draft = strategies.next_version(by=cast.ana, within=strategy)
    seen = fingerprint(draft, strategies.CONTENT)
    strategies.change_draft(draft, by=cast.ana, seen=seen, **ADOPTED)
    return lambda: strategies.adopt(draft, by=cast.ana)


@act
def give_way_strategyversion(cast):
    version = a_strategy(cast.porto).versions.get()
    return lambda: strategies.give_way(version, by=SYSTEM, on=DAY)


@act
def withdraw_strategyversion(cast):
    version = a_strategy(cast.porto).versions.get()
    return lambda: strategies.withdraw(version, by=cast.ana)


@act
def name_cityorganisation(cast):
    ministry = an_organisation("Ministry")
    more = {"organisation": ministry, "relation": "national_counterpart"}
    return lambda: city_organisations.name(by=cast.ana, within=cast.porto, **more)


@act
def end_cityorganisation(cast):
    named = a_counterpart(cast.porto)
    return lambda: city_organisations.end(named, by=cast.ana, until=DAY)
