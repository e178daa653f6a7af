"""Teams, strategies, organisations and the picture of a city: how they change, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction

from cities.lifecycle import city_organisations, profile, strategies, teams
from cities.lifecycle.outdated import Outdated, fingerprint
from cities.models import Strategy, StrategyVersion, TeamTarget
from scn_portal.audit.models import AuditEntry
from scn_portal.files.models import StoredFile
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.cities import a_term
from tests.factories.people import a_letter
from tests.factories.profile import (
    a_counterpart,
    a_picture,
    a_strategy,
    a_target,
    a_team,
    a_training,
    a_version,
    an_organisation,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
CONTENT = {"period": (DAY, None), "adopted_on": DAY, "adopted_by": "Council", "link": "https://porto.example/plan"}


def refused_by_sql(statement, *values):
    """The words of the database that refuses this statement, whatever Python would have done."""
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(caught.value)


# Teams


def words_of(team, **more):
    return {name: getattr(team, name) for name in teams.WORDS} | more


def test_a_team_is_put_on_record_with_its_sectors_and_members_alone_read_it_at_first(porto, ana):
    sector = a_term("team_sector", "health", "Health")
    team = teams.create(by=ana, within=porto, name="Round table", sectors=[sector])
    assert (team.city, team.sharing, list(team.sectors.all())) == (porto, Sharing.GREEN, [sector])
    assert AuditEntry.objects.filter(action="cities.create_preventionteam", actor=ana.public_id).count() == 1


def test_who_saves_a_team_second_is_shown_what_the_first_has_saved(porto, ana, dora):
    team = a_team(porto, "Round table")
    teams.change(team, by=dora, seen=1, **words_of(team, about="Every month."))
    with pytest.raises(Outdated) as caught:
        teams.change(team, by=ana, seen=1, **words_of(team, about="Every week."))
    assert caught.value.newer.about == "Every month."
    teams.change(team, by=ana, seen=2, **words_of(team, about="Every week."))
    team.refresh_from_db()
    assert (team.about, team.revision) == ("Every week.", 3)


def test_the_same_words_sent_twice_change_a_team_once(porto, ana):
    team = a_team(porto, "Round table")
    for _ in range(2):
        teams.change(team, by=ana, seen=1, **words_of(team, about="Every month."))
    team.refresh_from_db()
    assert team.revision == 2


def test_a_team_ends_once_and_not_before_it_began(porto, ana):
    team = a_team(porto, since=DAY)
    with pytest.raises(TransitionRefused, match="before it began"):
        teams.end(team, by=ana, until=date(2026, 4, 30))
    teams.end(team, by=ana, until=DAY)
    with pytest.raises(TransitionRefused, match="already ended"):
        teams.end(team, by=ana, until=DAY)


def test_a_training_that_changed_in_between_is_not_overwritten_unseen(porto, ana, dora):
    team = a_team(porto)
    training = a_training(team, people=8)
    seen = fingerprint(training, teams.TRAINING)
    teams.change_training(team, by=dora, training=training, seen=seen, people=9)
    with pytest.raises(Outdated) as caught:
        teams.change_training(team, by=ana, training=training, seen=seen, people=12)
    assert caught.value.newer.people == 9
    teams.change_training(team, by=ana, training=training, seen=seen, people=9)
    training.refresh_from_db()
    assert training.people == 9


def test_what_a_colleague_removed_is_said_to_be_gone(porto, ana, dora):
    training = a_training(a_team(porto))
    teams.remove_training(training.team, by=dora, training=training)
    with pytest.raises(TransitionRefused, match="in the meantime"):
        teams.remove_training(training.team, by=ana, training=training)


def test_a_training_of_another_city_is_not_reached_over_the_own_team(porto, malmo, ana):
    training = a_training(a_team(malmo))
    with pytest.raises(TransitionRefused):
        teams.remove_training(a_team(porto), by=ana, training=training)
    training.refresh_from_db()


@pytest.mark.parametrize(
    ("reached", "day", "state"),
    [
        (10, date(2026, 1, 1), "met"),
        (11, date(2027, 1, 1), "met"),
        (9, date(2026, 5, 1), "running"),
        (9, date(2026, 5, 2), "missed"),
        (0, date(2026, 4, 30), "running"),
    ],
)
def test_a_target_is_met_missed_or_running_by_its_numbers_and_the_day(reached, day, state):
    assert TeamTarget(amount=10, reached=reached, due_on=DAY).state_on(day) == state


def test_the_database_refuses_a_team_for_named_cities_and_numbers_that_mean_nothing(porto):
    team = a_team(porto)
    training, target = a_training(team), a_target(team)
    assert "team_never_for_named_cities" in refused_by_sql(
        "UPDATE cities_preventionteam SET sharing = 2 WHERE id = %s", team.pk
    )
    assert "team_ends_later" in refused_by_sql(
        "UPDATE cities_preventionteam SET since = '2026-01-02', until = '2026-01-01' WHERE id = %s", team.pk
    )
    assert "training_has_people" in refused_by_sql(
        "UPDATE cities_teamtraining SET people = 0 WHERE id = %s", training.pk
    )
    assert "target_has_amount" in refused_by_sql("UPDATE cities_teamtarget SET amount = 0 WHERE id = %s", target.pk)
    assert "reached" in refused_by_sql("UPDATE cities_teamtarget SET reached = -1 WHERE id = %s", target.pk)


# Strategies


def begun(porto, ana, **more):
    words = {"kind": "strategy", "title": "Safe together", "sharing": Sharing.CLEAR}
    return strategies.start(by=ana, within=porto, **(words | CONTENT | more))


def test_a_strategy_begins_as_a_draft_and_is_adopted_with_its_document(porto, ana):
    strategy = begun(porto, ana, link="", upload=a_letter())
    draft = strategy.versions.get()
    assert (strategy.slug, draft.status, draft.number, draft.by) == ("safe-together", "draft", 1, ana)
    assert draft.sha256 == draft.file.sha256 != "" and draft.file.owner_key == str(draft.pk)
    assert strategies.adopt(draft, by=ana).status == "adopted"


def test_strategies_of_one_title_get_addresses_of_their_own_and_none_is_taken_by_a_page(porto, ana):
    slugs = [begun(porto, ana, title=title).slug for title in ("Safe together", "SAFE together!", "New", "مدينة آمنة")]
    assert slugs[:3] == ["safe-together", "safe-together-2", "new-2"]
    assert slugs[3] and len(set(slugs)) == 4


@pytest.mark.parametrize(
    ("missing", "words"),
    [({"period": None}, "in force"), ({"adopted_on": None}, "which day"), ({"link": ""}, "Add the document")],
)
def test_what_is_missing_is_said_before_adoption(porto, ana, missing, words):
    draft = begun(porto, ana, **missing).versions.get()
    with pytest.raises(TransitionRefused, match=words):
        strategies.adopt(draft, by=ana)


def test_the_version_in_force_gives_way_to_the_next_and_stays_on_record(porto, ana):
    strategy = a_strategy(porto)
    draft = strategies.next_version(by=ana, within=strategy)
    assert (draft.number, draft.adopted_by) == (2, "City council"), "what stays the same is taken over"
    draft = strategies.change_draft(draft, by=ana, seen=fingerprint(draft, strategies.CONTENT), **CONTENT)
    strategies.adopt(draft, by=ana)
    earlier, now = strategy.versions.order_by("number")
    assert (earlier.status, earlier.period.lower, earlier.period.upper) == ("adopted", date(2020, 1, 1), DAY)
    assert (now.status, now.period.lower, now.period.upper) == ("adopted", DAY, None)
    assert strategies.strategies.model.objects.in_force(date(2026, 4, 30)).get() == strategy


def test_a_version_that_would_begin_before_the_one_in_force_is_refused_with_words(porto, ana):
    strategy = a_strategy(porto)
    draft = strategies.next_version(by=ana, within=strategy)
    earlier = CONTENT | {"period": (date(2019, 1, 1), None)}
    draft = strategies.change_draft(draft, by=ana, seen=fingerprint(draft, strategies.CONTENT), **earlier)
    with pytest.raises(TransitionRefused, match="in force in that period"):
        strategies.adopt(draft, by=ana)
    assert strategy.versions.filter(status="adopted").count() == 1


def test_only_one_next_version_is_written_at_a_time(porto, ana):
    strategy = a_strategy(porto)
    strategies.next_version(by=ana, within=strategy)
    with pytest.raises(TransitionRefused, match="already"):
        strategies.next_version(by=ana, within=strategy)


def test_a_document_that_is_replaced_in_a_draft_leaves_no_file_behind(porto, ana):
    draft = begun(porto, ana, upload=a_letter()).versions.get()
    seen = fingerprint(draft, strategies.CONTENT)
    draft = strategies.change_draft(draft, by=ana, seen=seen, upload=a_letter())
    assert list(StoredFile.objects.all()) == [draft.file]
    draft = strategies.change_draft(draft, by=ana, seen=seen, remove_file=True)
    assert (draft.file, draft.sha256, StoredFile.objects.count()) == (None, "", 0)


def test_a_draft_that_a_colleague_changed_is_not_overwritten_unseen(porto, ana, dora):
    draft = begun(porto, ana).versions.get()
    seen = fingerprint(draft, strategies.CONTENT)
    strategies.change_draft(draft, by=dora, seen=seen, adopted_by="Mayor")
    with pytest.raises(Outdated):
        strategies.change_draft(draft, by=ana, seen=seen, adopted_by="Assembly")


def test_what_was_withdrawn_is_not_adopted_again_nor_changed(porto, ana):
    version = strategies.withdraw(a_strategy(porto).versions.get(), by=ana)
    for step in (strategies.adopt, strategies.withdraw):
        with pytest.raises(TransitionRefused):
            step(version, by=ana)


def test_somebody_of_another_city_adopts_and_withdraws_nothing(porto, linn):
    version = a_strategy(porto).versions.get()
    with pytest.raises(PermissionDenied):
        strategies.withdraw(version, by=linn)


# Strategies: what the database refuses


def test_two_adopted_versions_of_one_strategy_never_overlap(porto):
    strategy = a_strategy(porto, period=(date(2020, 1, 1), date(2025, 1, 1)))
    other = a_strategy(porto, period=(date(2020, 1, 1), None))
    assert other.pk != strategy.pk, "two strategies may run at the same time"
    assert a_version(strategy, 2, (date(2025, 1, 1), None)).pk, "the day on which one ends the next may begin"
    insert = """INSERT INTO cities_strategyversion
        (strategy_id, number, period, adopted_on, adopted_by, framework, language, link, sha256, status)
        VALUES (%s, %s, %s, '2019-12-01', '', '', 'en', 'https://city.example/', '', 'adopted')"""
    refused = refused_by_sql(insert, strategy.pk, 3, "[2024-12-31,2026-01-01)")
    assert "strategy_versions_no_overlap" in refused
    assert "strategy_versions_no_overlap" in refused_by_sql(insert, strategy.pk, 3, "[2018-01-01,)")


@pytest.mark.parametrize("column", ["period = NULL", "adopted_on = NULL", "link = ''"])
def test_a_version_is_not_adopted_without_period_day_and_document(porto, column):
    version = a_strategy(porto, status="draft").versions.get()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cities_strategyversion SET {column} WHERE id = %s", [version.pk])
    adopt = "UPDATE cities_strategyversion SET status = 'adopted' WHERE id = %s"
    assert "strategy_adopted_is_complete" in refused_by_sql(adopt, version.pk)


@pytest.mark.parametrize(
    "change",
    [
        "adopted_by = 'Somebody else'",
        "link = 'https://elsewhere.example/'",
        "sha256 = 'x'",
        "number = 7",
        "status = 'draft'",
        "period = '[2019-01-01,)'",
        "period = '[2021-01-01,)'",
        "period = 'empty'",
    ],
)
@pytest.mark.parametrize("status", ["adopted", "withdrawn"])
def test_what_was_adopted_is_frozen(porto, status, change):
    version = a_strategy(porto, status=status).versions.get()
    refused = refused_by_sql(f"UPDATE cities_strategyversion SET {change} WHERE id = %s", version.pk)
    assert "Cannot update rows" in refused


def test_an_adopted_version_may_end_sooner_but_never_later(porto):
    version = a_strategy(porto, period=(date(2020, 1, 1), date(2025, 1, 1))).versions.get()
    update = "UPDATE cities_strategyversion SET period = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(update, ["[2020-01-01,2024-01-01)", version.pk])
    assert "Cannot update rows" in refused_by_sql(update, "[2020-01-01,2026-01-01)", version.pk)
    assert "Cannot update rows" in refused_by_sql(update, "[2020-01-01,)", version.pk)
    assert StrategyVersion.objects.get(pk=version.pk).period.upper == date(2024, 1, 1)


def test_a_number_and_an_address_stand_once(porto):
    strategy, other = a_strategy(porto), a_strategy(porto)
    twice = "INSERT INTO cities_strategyversion (strategy_id, number, adopted_by, framework, language, link, sha256,"
    twice += " status) VALUES (%s, 1, '', '', 'en', '', '', 'draft')"
    assert "strategy_version_number" in refused_by_sql(twice, strategy.pk)
    same = "UPDATE cities_strategy SET slug = %s WHERE id = %s"
    assert "strategy_slug_in_city" in refused_by_sql(same, other.slug, strategy.pk)
    amber = "UPDATE cities_strategy SET sharing = 2 WHERE id = %s"
    assert "strategy_never_for_named_cities" in refused_by_sql(amber, strategy.pk)


# Organisations and the picture


def test_an_organisation_is_named_once_and_again_after_its_end(porto, ana):
    ministry = an_organisation("Ministry of the Interior")
    named = city_organisations.name(by=ana, within=porto, organisation=ministry, relation="national_counterpart")
    with pytest.raises(TransitionRefused, match="named already"):
        city_organisations.name(by=ana, within=porto, organisation=ministry, relation="national_counterpart")
    city_organisations.name(by=ana, within=porto, organisation=ministry, relation="partner")
    city_organisations.end(named, by=ana, until=DAY)
    city_organisations.name(by=ana, within=porto, organisation=ministry, relation="national_counterpart")
    assert porto.organisations.filter(until=None).count() == 2


def test_the_database_refuses_a_second_open_row_and_an_end_before_the_beginning(porto):
    named = a_counterpart(porto, since=date(2020, 1, 1))
    twice = "INSERT INTO cities_cityorganisation (city_id, organisation_id, relation) VALUES (%s, %s, %s)"
    values = (porto.pk, named.organisation_id, "national_counterpart")
    assert "city_organisation_once" in refused_by_sql(twice, *values)
    ended = "UPDATE cities_cityorganisation SET until = '2019-01-01' WHERE id = %s"
    assert "city_organisation_ends_later" in refused_by_sql(ended, named.pk)


def test_a_city_chooses_among_its_own_pictures_and_those_of_nobody_in_particular(porto, malmo, ana):
    own = profile.profile_of(porto)
    mine, everybodys = a_picture(city=porto), a_picture()
    for picture in (a_picture(city=malmo), a_picture(status="draft"), a_picture(status="retired")):
        with pytest.raises(TransitionRefused, match="not in use"):
            profile.choose_picture(own, by=ana, picture=picture)
    assert set(profile.pictures_for(porto)) == {mine, everybodys}
    assert profile.choose_picture(own, by=ana, picture=mine).picture == mine
    assert profile.choose_picture(own, by=ana, picture=None).picture is None


def test_a_city_may_say_that_it_has_no_strategy_yet_and_take_that_back(porto, ana):
    own = profile.profile_of(porto)
    assert profile.say_no_strategy(own, by=ana, none_yet=True).no_strategy_on is not None
    assert profile.say_no_strategy(own, by=ana, none_yet=False).no_strategy_on is None
    assert not Strategy.objects.exists()
