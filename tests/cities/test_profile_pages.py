"""A city's page as each reader sees it, and the pages on which the city edits team, strategies and organisations."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.completeness import Completeness
from cities.lifecycle.profile import profile_of
from cities.models import City, PreventionTeam, Strategy, StrategyVersion, TeamTarget
from scn_portal.files.models import StoredFile
from scn_portal.sharing import Sharing
from scn_portal.ui.models import Draft
from tests.cities.test_rules import in_status
from tests.factories.cities import a_membership, a_term
from tests.factories.files import a_letter, pdf
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
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
OF_VISITORS, OF_MEMBERS = 20, 26  # queries of a city's page


def page_of(client, city):
    return client.get(city.get_absolute_url()).content.decode()


def at(name, city, *more):
    return reverse(f"cities:{name}", args=[city.slug, *more])


# Reading


def a_full_page(city, sharing=Sharing.CLEAR):
    team = a_team(city, "Round table", sharing, sectors=[a_term("team_sector", "health", "Health care")])
    a_target(team, "Schools with a contact person", reached=10)
    a_training(team, "Listening first")
    a_strategy(city, "Safe together", sharing)
    a_counterpart(city, an_organisation("Ministry of the Interior"))


def test_a_visitor_reads_what_is_public_with_targets_in_words(client, porto, ana):
    a_full_page(porto)
    page = page_of(client, porto)
    for words in ("Round table", "Health care", "Schools with a contact person", "10 of 10 schools", "Met"):
        assert words in page, words
    for words in ("Listening first", "Safe together", "In force", "National counterpart", "Ministry of the Interior"):
        assert words in page, words
    assert "<meter" in page and "/edit/" not in page


def test_members_read_what_is_shared_with_them_with_its_label(client, porto, ana, linn):
    a_full_page(porto, Sharing.GREEN)
    page = page_of(client, porto)
    assert "Round table" not in page and "Safe together" not in page and "TLP:GREEN" not in page
    page = page_of(sign_in(client, linn), porto)
    assert "Round table" in page and "Safe together" in page and page.count("TLP:GREEN") == 2


def test_parts_that_are_missing_are_silent_for_others_and_links_for_those_who_lead(client, porto, ana, linn):
    headings = ("Prevention team", "Strategies and action plans", "Works with")
    page = page_of(client, porto)
    assert not any(words in page for words in headings)
    assert not any(words in page_of(sign_in(client, linn), porto) for words in headings)
    page = page_of(sign_in(client, ana), porto)
    assert all(words in page for words in headings)
    for section in ("team", "strategies", "organisations"):
        assert at("city_edit", porto, section) in page


def test_a_picture_stands_with_its_words_author_and_licence_while_it_is_in_use(client, porto, ana):
    own = profile_of(porto)
    own.picture = a_picture("The square")
    own.save()
    page = page_of(client, porto)
    assert 'alt="A square with trees"' in page and "A. Photographer" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    type(own.picture).objects.filter(pk=own.picture.pk).update(status="retired")
    assert "A. Photographer" not in page_of(client, porto)


def test_a_former_member_keeps_its_name_and_years_and_nothing_else(client, oldtown, omar, mia):
    a_full_page(oldtown)
    profile_of(oldtown).texts.create(language="en", number=1, summary="We listen.", by=omar)
    page = page_of(client, oldtown)
    assert "Oldtown" in page and "2016–2020" in page
    for words in ("Round table", "Safe together", "Ministry of the Interior", "We listen."):
        assert words not in page


def test_a_city_page_asks_as_many_questions_with_thirty_parts_as_with_one(
    client, porto, ana, linn, django_assert_num_queries
):
    def asked(number):
        with django_assert_num_queries(number):
            client.get(porto.get_absolute_url())

    a_full_page(porto)
    client.get(porto.get_absolute_url())
    asked(OF_VISITORS)
    for _ in range(30):
        a_full_page(porto)
        a_version(a_strategy(porto, status="draft"), number=2, period=(date(2021, 1, 1), None))
    asked(OF_VISITORS)
    sign_in(client, linn)
    asked(OF_MEMBERS)


def test_the_page_of_a_strategy_shows_its_versions_and_drafts_to_the_city_alone(client, porto, ana, linn):
    strategy = a_strategy(porto, "Safe together", period=(date(2015, 1, 1), date(2020, 1, 1)))
    a_version(strategy, number=2)
    a_version(strategy, number=3, status="draft", framework="Secret thoughts")
    page = client.get(strategy.get_absolute_url()).content.decode()
    assert "Version 2" in page and "Version 1" in page
    assert "1 January 2015" in page and "31 December 2019" in page and "1 January 2020" in page
    assert "Version 3" not in page and "Secret thoughts" not in page
    assert "Secret thoughts" not in sign_in(client, linn).get(strategy.get_absolute_url()).content.decode()
    assert "Secret thoughts" in sign_in(client, ana).get(strategy.get_absolute_url()).content.decode()


def test_a_strategy_that_one_may_not_read_answers_like_a_wrong_address(client, porto, ana):
    hidden = a_strategy(porto, sharing=Sharing.GREEN), a_strategy(porto, status="draft")
    wrong = client.get(at("strategy_detail", porto, "no-such-plan"))
    for strategy in hidden:
        answer = client.get(strategy.get_absolute_url())
        assert (answer.status_code, answer.content) == (404, wrong.content)


def test_a_document_is_opened_by_whoever_may_read_its_version(client, porto, ana, linn, eve):
    sign_in(client, ana)
    sent = STRATEGY | {"sharing": "1", "upload": a_letter(), "link": ""}
    assert client.post(at("strategy_create", porto), sent).status_code == 302
    version, file = StrategyVersion.objects.get(), StoredFile.objects.get()
    assert version.sha256 == file.sha256

    def opens(person):
        return sign_in(client, person).get(file.get_absolute_url()).status_code == 200

    assert [opens(person) for person in (ana, linn, eve)] == [True, False, False], "a draft"
    sign_in(client, ana).post(at("strategy_adopt", porto, version.strategy.slug, 1))
    assert [opens(person) for person in (ana, linn, eve)] == [True, True, False], "adopted, for members"
    client.logout()
    assert client.get(file.get_absolute_url()).status_code == 404


# Editing

TEAM = {
    "seen": "",
    "name": "Round table",
    "own_name": "",
    "own_language": "",
    "since": "2020-01-01",
    "about": "Monthly.",
}
TEAM |= {"sharing": "1"}
STRATEGY = {"seen": "", "kind": "strategy", "title": "Safe together", "sharing": "0", "begins_on": "2025-01-01"}
STRATEGY |= {"last_day": "", "adopted_on": "2024-12-01", "adopted_by": "Council", "framework": "", "language": "pt"}
STRATEGY |= {"link": "https://porto.example/plan"}


def test_a_lead_puts_the_team_on_the_page_with_training_and_target(client, porto, ana):
    health = a_term("team_sector", "health", "Health care")
    sign_in(client, ana)
    assert client.post(at("team_create", porto), TEAM | {"sectors": [health.pk]}).status_code == 302
    team = PreventionTeam.objects.get()
    assert list(team.sectors.all()) == [health]
    training = {"seen": "", "title": "Listening", "held_on": "2026-01-02", "people": "12"}
    assert client.post(at("training_create", porto, team.pk), training).status_code == 302
    target = {"seen": "", "what": "Schools", "amount": "5", "unit": "schools", "due_on": "2027-01-01"}
    assert client.post(at("target_create", porto, team.pk), target).status_code == 302
    page = client.get(at("city_edit", porto, "team")).content.decode()
    assert "Listening" in page and "12 people" in page and "0 of 5 schools" in page
    row = TeamTarget.objects.get()
    opened = client.get(at("target_edit", porto, team.pk, row.pk)).context["form"].initial
    counted = target | {"seen": opened["seen"], "reached": "5"}
    assert client.post(at("target_edit", porto, team.pk, row.pk), counted).status_code == 302
    assert "Met" in client.get(at("city_edit", porto, "team")).content.decode()
    assert client.post(at("target_remove", porto, team.pk, row.pk)).status_code == 302
    assert not TeamTarget.objects.exists()


def test_bad_input_keeps_what_was_typed_and_names_the_field(client, porto, ana):
    sign_in(client, ana)
    answer = client.post(at("team_create", porto), TEAM | {"name": "", "since": "0020-01-01", "own_name": "Mesa"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Monthly." in page and "Mesa" in page
    assert "Fill in “Name of the team”." in page and "Check the year" in page and "in which language" in page
    assert not PreventionTeam.objects.exists()
    answer = client.post(at("strategy_create", porto), STRATEGY | {"last_day": "2024-01-01"})
    assert answer.status_code == 422 and "cannot end before it begins" in answer.content.decode()
    assert "Safe together" in answer.content.decode() and not Strategy.objects.exists()


def test_who_saves_a_team_second_sees_both_and_loses_nothing(client, porto, ana, dora):
    team = a_team(porto, "Round table", about="Before.")
    PreventionTeam.objects.filter(pk=team.pk).update(about="Theirs, saved first.", revision=2)
    answer = sign_in(client, ana).post(at("team_edit", porto, team.pk), TEAM | {"seen": "1", "about": "Mine, typed."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs, saved first." in page and "Mine, typed." in page
    again = TEAM | {"seen": answer.context["form"].data["seen"], "about": "Mine, typed."}
    assert client.post(at("team_edit", porto, team.pk), again).status_code == 302
    team.refresh_from_db()
    assert (team.about, team.revision) == ("Mine, typed.", 3)


def test_ticked_sectors_stay_ticked_when_a_colleague_was_first(client, porto, ana):
    sectors = [a_term("team_sector", code, code.title()) for code in ("health", "police")]
    team = a_team(porto, revision=2)
    sent = TEAM | {"seen": "1", "sectors": [each.pk for each in sectors]}
    page = sign_in(client, ana).post(at("team_edit", porto, team.pk), sent).content.decode()
    assert page.count(" checked") == 3, "two sectors and who may read it"


def test_what_is_typed_about_a_team_is_kept_until_it_is_saved(client, porto, ana):
    team = a_team(porto, "Round table")
    sign_in(client, ana)
    typed = TEAM | {"seen": "1", "about": "Half a sentence", "submission_key": "a" * 32, "draft_revision": "0"}
    assert client.post(at("team_edit", porto, team.pk), typed, headers={"X-Autosave": "1"}).status_code == 200
    assert "Half a sentence" in client.get(at("team_edit", porto, team.pk)).content.decode()
    assert client.post(at("team_edit", porto, team.pk), typed).status_code == 302
    assert not Draft.objects.exists()


def test_a_strategy_goes_from_draft_over_adoption_to_the_next_version(client, porto, ana):
    sign_in(client, ana)
    assert client.post(at("strategy_create", porto), STRATEGY | {"adopted_on": ""}).status_code == 302
    strategy = Strategy.objects.get()
    page = client.get(strategy.get_absolute_url()).content.decode()
    assert "Say on which day it was adopted." in page and "It has been adopted" not in page
    form = client.get(at("strategy_edit", porto, strategy.slug, 1)).context["form"]
    sent = STRATEGY | {"seen": form.initial["seen"]}
    assert client.post(at("strategy_edit", porto, strategy.slug, 1), sent).status_code == 302
    assert client.post(at("strategy_adopt", porto, strategy.slug, 1)).status_code == 302
    assert client.post(at("strategy_next", porto, strategy.slug)).status_code == 302
    form = client.get(at("strategy_edit", porto, strategy.slug, 2)).context["form"]
    sent = STRATEGY | {"seen": form.initial["seen"], "begins_on": "2026-01-01"}
    client.post(at("strategy_edit", porto, strategy.slug, 2), sent)
    assert "ends on the day before" in client.get(at("strategy_adopt", porto, strategy.slug, 2)).content.decode()
    assert client.post(at("strategy_adopt", porto, strategy.slug, 2)).status_code == 302
    assert [each.last_day for each in strategy.versions.order_by("number")] == [date(2025, 12, 31), None]
    assert client.post(at("strategy_withdraw", porto, strategy.slug, 2)).status_code == 302
    assert strategy.versions.get(number=2).status == "withdrawn"


def test_a_hostile_file_is_refused_with_its_reason_and_the_rest_stays(client, porto, ana):
    hostile = SimpleUploadedFile("plan.pdf", b"<html><script>x</script>", "application/pdf")
    answer = sign_in(client, ana).post(at("strategy_create", porto), STRATEGY | {"upload": hostile})
    assert answer.status_code == 422 and "Safe together" in answer.content.decode()
    assert not Strategy.objects.exists() and not StoredFile.objects.exists()
    good = SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")
    assert client.post(at("strategy_create", porto), STRATEGY | {"upload": good}).status_code == 302


def test_a_city_on_hold_narrows_and_withdraws_but_writes_nothing_new(client, porto, ana):
    team, strategy = a_team(porto, sharing=Sharing.CLEAR), a_strategy(porto)
    in_status(porto.memberships.get(), "on_hold")
    sign_in(client, ana)
    answer = client.post(at("team_create", porto), TEAM)
    assert answer.status_code == 403 and "yearly check" in answer.content.decode()
    assert client.post(at("strategy_next", porto, strategy.slug)).status_code == 403
    assert client.post(at("team_narrow", porto, team.pk)).status_code == 302
    assert client.post(at("strategy_withdraw", porto, strategy.slug, 1)).status_code == 302
    team.refresh_from_db()
    assert team.sharing == Sharing.GREEN


def test_a_national_counterpart_is_named_from_the_list_and_ended(client, porto, ana):
    ministry = an_organisation("Ministry of the Interior")
    sign_in(client, ana)
    sent = {"organisation": ministry.pk, "relation": "national_counterpart", "since": "2020-01-01"}
    assert client.post(at("city_organisations", porto), sent).status_code == 302
    answer = client.post(at("city_organisations", porto), sent)
    assert answer.status_code == 422 and "named already" in answer.content.decode()
    named = porto.organisations.get()
    assert client.post(at("named_end", porto, named.pk), {"until": "2026-01-01"}).status_code == 302
    assert "Ministry of the Interior" not in page_of(client, porto)


def test_a_picture_is_chosen_from_the_register_and_taken_off_again(client, porto, ana):
    picture = a_picture("The square")
    sign_in(client, ana)
    assert "The square" in client.get(at("city_edit", porto, "picture")).content.decode()
    assert client.post(at("city_edit", porto, "picture"), {"picture": picture.pk}).status_code == 302
    assert "A. Photographer" in page_of(client, porto)
    assert client.post(at("city_edit", porto, "picture"), {"picture": ""}).status_code == 302
    assert "A. Photographer" not in page_of(client, porto)


# Completeness


def test_each_part_ticks_itself_off_and_none_yet_counts(client, porto, ana):
    def missing():
        city = City.objects.get(pk=porto.pk)
        return {each.url.rstrip("/").rpartition("/")[2] for each in Completeness(city).missing}

    assert {"team", "strategies", "organisations", "picture"} <= missing()
    a_team(porto)
    a_counterpart(porto)
    assert {"team", "organisations"}.isdisjoint(missing())
    sign_in(client, ana).post(at("city_edit", porto, "strategies"), {"none_yet": "on"})
    assert "strategies" not in missing()
    client.post(at("city_edit", porto, "strategies"), {})
    assert "strategies" in missing()
    a_strategy(porto)
    assert "strategies" not in missing()
    in_status(porto.memberships.get(), "confirm_due")
    assert Completeness(City.objects.get(pk=porto.pk)).next_step.url == at("city_confirm", porto)


def test_the_next_useful_step_stands_first_on_the_dashboard_and_on_the_edit_pages(client, porto, ana, linn):
    sign_in(client, ana)
    for address in (reverse("cities:dashboard"), at("city_edit", porto, "team")):
        page = client.get(address).content.decode()
        assert "next useful step" in page and "Say in two sentences what your city does" in page
    assert "next useful step" not in page_of(sign_in(client, linn), porto)


def test_a_city_that_joined_again_is_confirmed_by_its_new_membership(oldtown, omar):
    a_membership(oldtown, date(2026, 10, 1), confirmed_on=date(2026, 10, 1))
    assert Completeness(oldtown).missing[0].url != at("city_confirm", oldtown)
