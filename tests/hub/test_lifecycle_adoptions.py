"""Taking over: what one city says, the other confirms, and what is never counted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from hub import lifecycle
from hub.lifecycle import adoptions
from hub.models import Adoption
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.cities import a_representative
from tests.factories.hub import a_content, a_resource

pytestmark = pytest.mark.django_db
SOURCE = {"source_url": "https://town.example/news"}


def refusal_of(act, *args, **details):
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **details)
    return str(refused.value)


@pytest.fixture
def practice(porto):
    return a_resource(porto, content=a_content(core=["One to one", "For a year"]))


@pytest.fixture
def say(practice, malmo, bo):
    """Malmö says that it uses Porto's practice."""

    def claim(**more):
        return adoptions.claim(**{"by": bo, "within": practice, "taker": malmo, "degree": "adapted"} | more)

    return claim


def test_a_claim_is_counted_once_both_sides_say_so(say, practice, ana):
    adoption = say(core_kept=[1, 0, 1], changed="Two mentors for one.")
    assert (adoption.status, adoption.core_kept) == ("claimed", [0, 1])
    assert Adoption.objects.counted().count() == 0
    adoption = adoptions.confirm(adoption, by=ana)
    assert (adoption.status, adoption.confirmed_by) == ("confirmed", ana)
    assert Adoption.objects.counted().get() == adoption


def test_nobody_confirms_what_they_said_themselves_for_another_city(say, practice, malmo, ana, paulo):
    a_representative(malmo, ana, "practitioner")
    adoption = say(by=ana)
    with pytest.raises(PermissionDenied):
        adoptions.confirm(adoption, by=ana)
    assert adoptions.confirm(adoption, by=paulo).confirmed_by == paulo


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"degree": "loved"}, "Say how far you took it over."),
        ({"degree": "declined"}, "Say why you did not take it over."),
        ({"degree": "declined", "reason": "  "}, "Say why you did not take it over."),
        ({"degree": "replicated"}, "“Replicated” means that every part of the core was kept."),
        ({"degree": "replicated", "core_kept": [0]}, "“Replicated” means that every part of the core was kept."),
        ({"core_kept": [2]}, "The core has no such part."),
    ],
)
def test_a_claim_says_how_far_and_what(say, said, words):
    assert refusal_of(say, **said) == words
    assert not Adoption.objects.exists()


def test_replicated_keeps_the_whole_core_and_declined_says_why(say, malmo, bo):
    assert say(degree="replicated", core_kept=[0, 1]).degree == "replicated"
    adoptions.withdraw(Adoption.objects.get(), by=bo)
    assert say(degree="declined", reason="No mandate.").reason == "No mandate."


def test_nobody_speaks_for_a_city_of_others_or_takes_over_the_own_practice(say, practice, porto, ana, mia):
    with pytest.raises(PermissionDenied):
        say(taker=porto)
    with pytest.raises(PermissionDenied):
        say(by=ana, taker=porto)
    own = {"resource": practice, "taker": porto, "degree": "adapted"}
    assert refusal_of(adoptions.record, by=mia, **own, **SOURCE) == "A city does not take over its own practice."


def test_what_one_may_not_see_or_is_not_shown_is_not_taken_over(say, porto):
    for hidden in (a_resource(porto, sharing=2), a_resource(porto, status="withdrawn")):
        with pytest.raises(PermissionDenied):
            say(within=hidden)


def test_a_second_claim_is_answered_in_words(say):
    say()
    assert refusal_of(say) == "Your city has already said that it uses this."


def test_the_result_is_the_takers_own_and_closes_no_ring(say, practice, porto, malmo, ana, bo):
    foreign = a_resource(porto)
    words = "What came of it must be an item of the city that took it over."
    assert refusal_of(say, result=foreign) == words
    middle = a_resource(malmo)
    say(result=middle)
    back = {"by": ana, "within": middle, "taker": porto, "degree": "adapted"}
    ring = "That would close a ring: the one comes from the other already."
    assert refusal_of(adoptions.claim, result=practice, **back) == ring
    assert adoptions.claim(result=foreign, **back).result == foreign
    assert adoptions.stations_after(practice.pk) == {practice.pk, middle.pk, foreign.pk}


def test_a_withdrawn_link_closes_no_ring(say, practice, porto, malmo, ana, bo):
    middle = a_resource(malmo)
    adoptions.withdraw(say(result=middle), by=bo)
    assert adoptions.claim(by=ana, within=middle, taker=porto, degree="adapted", result=practice).result == practice


def test_the_owner_disputes_with_a_reason_and_a_moderator_settles(say, ana, bo, mia):
    adoption = say()
    assert refusal_of(adoptions.dispute, adoption, by=ana, reason="") == "Say why."
    adoption = adoptions.dispute(adoption, by=ana, reason="They only visited.")
    assert adoption.status == "disputed"
    words = refusal_of(adoptions.settle, adoption, by=mia, outcome="recorded", reason="x")
    assert words == "Say whether it is confirmed or withdrawn."
    with pytest.raises(PermissionDenied):
        adoptions.settle(adoption, by=bo, outcome="confirmed", reason="x")
    adoption = adoptions.settle(adoption, by=mia, outcome="confirmed", reason="Both agreed by phone.")
    assert (adoption.status, adoption.confirmed_by, adoption.end_reason) == ("confirmed", mia, "Both agreed by phone.")


def test_a_claim_ends_by_the_taker_and_only_the_right_steps_are_open(say, ana, bo):
    adoption = say()
    assert refusal_of(adoptions.end, adoption, by=bo, reason="Over.") == "This is already “not yet confirmed”."
    with pytest.raises(PermissionDenied):
        adoptions.confirm(adoption, by=bo)
    adoption = adoptions.confirm(adoption, by=ana)
    assert refusal_of(adoptions.withdraw, adoption, by=bo) == "This is already “confirmed by both”."
    assert refusal_of(adoptions.end, adoption, by=bo, reason="") == "Say why."
    assert adoptions.end(adoption, by=bo, reason="No money.").status == "ended"
    assert say().status == "claimed", "an ended one may begin anew"


def test_the_clock_closes_what_nobody_answered_and_it_can_still_be_answered(say, ana):
    adoption = say()
    assert refusal_of(adoptions.leave_unanswered, adoption, by=SYSTEM) == "Its day has not come yet."
    Adoption.objects.filter(pk=adoption.pk).update(claimed_at=timezone.now() - timedelta(days=60))
    adoption = adoptions.leave_unanswered(adoption, by=SYSTEM)
    assert adoption.status == "unanswered"
    assert adoptions.confirm(adoption, by=ana).status == "confirmed"


def test_public_sources_are_recorded_for_cities_and_for_named_groups(practice, malmo, mia):
    one = adoptions.record(by=mia, resource=practice, taker=malmo, degree="replicated", period="2019", **SOURCE)
    group = adoptions.record(by=mia, resource=practice, taker_name="Eight cities", degree="adapted", **SOURCE)
    elsewhere = {"source_name": "A town", "source_what": "A programme"}
    words = adoptions.record(by=mia, taker=malmo, degree="adapted", **elsewhere, **SOURCE)
    assert {one.status, group.status, words.status} == {"recorded"}
    assert set(Adoption.objects.counted()) == {one, words}, "a named group is no city"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Name one source and one city, each by its entry or in words."),
        (
            {"source_name": "A", "taker_name": "B", "taker": True},
            "Name one source and one city, each by its entry or in",
        ),
        ({"source_name": "A", "taker_name": "B"}, "Say in words what was taken over."),
        ({"source_name": "A", "source_what": "W", "taker_name": "B", "source_url": " "}, "Give the public source."),
    ],
)
def test_a_record_names_one_source_one_taker_and_where_it_stands(malmo, mia, said, words):
    said = SOURCE | {"degree": "adapted"} | said
    if said.get("taker"):
        said["taker"] = malmo
    assert refusal_of(adoptions.record, by=mia, **said).startswith(words)


def test_a_higher_floor_opens_one_or_finds_the_open_one(practice, malmo, ana):
    first = lifecycle.record_adoption(resource=practice, taker=malmo, context="Grant 7")
    assert (first.status, first.context) == ("claimed", "Grant 7")
    assert Fact.objects.filter(name="hub.adoption_claimed").count() == 1
    assert lifecycle.record_adoption(resource=practice, taker=malmo, context="Grant 8") == first
    assert Fact.objects.filter(name="hub.adoption_claimed").count() == 1
    adoptions.confirm(first, by=ana)
    assert lifecycle.record_adoption(resource=practice, taker=malmo) == first
