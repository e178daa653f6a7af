"""Who fits whom: both sides in words, the points of the one rule, filters, private lists, and few questions asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.cities import a_country, a_member
from tests.factories.hub import a_resource, the_terms
from tests.factories.twinning import a_profile, a_round, an_entry, set_on_hold
from tests.reading import words
from tests.signing_in import sign_in
from twinning import discovering, scoring
from twinning.models import Profile

pytestmark = pytest.mark.django_db
PAGE = "/twinning/discover/"


@pytest.fixture(autouse=True)
def terms():
    return the_terms()


@pytest.fixture
def own(porto):
    return a_profile(porto, needs={"youth": 3, "schools": 1}, offers={"families": 2})


def seen(answer):
    """{group: [city, …]} of the page, in their order."""
    return {each["key"]: [fit.city.name for fit in each["fits"]] for each in answer.context["sections"]}


def named(name, **more):
    return a_profile(a_member(name), **more)


def test_both_ways_first_then_who_helps_then_whom_one_helps(client, own, ana):
    named("Both", needs={"families": 3}, offers={"youth": 3})
    named("Less", needs={"families": 1}, offers={"schools": 1})
    named("Helper", needs={"dialogue": 1}, offers={"youth": 2})
    named("Helped", needs={"families": 2}, offers={"dialogue": 1})
    named("Neither", needs={"dialogue": 2}, offers={"dialogue": 1})
    answer = sign_in(client, ana).get(PAGE)
    assert seen(answer) == {
        "mutual": ["Both", "Less"],
        "helps_us": ["Helper"],
        "we_help": ["Helped"],
        "others": ["Neither"],
    }
    page = words(answer)
    assert "They offer what you need" in page
    assert "for you: a priority now" in page
    assert "from you: we did it and advise" in page


def test_the_points_are_those_of_the_rule_for_the_two(own, ana):
    sweden = a_country("SE", "SWE", subregion="Northern Europe")
    other = a_profile(a_member("Other", country=sweden), needs={"families": 2, "youth": 1}, offers={"youth": 2})
    fit = discovering.fits(ana, discovering.profile_of(ana, own.city), discovering.offered_to(ana, own.city))[0]
    assert fit.mine == scoring.Terms(learn=18, shared=4, capacity=2, language=3, regions=0, size=0, lessons=6)
    assert fit.theirs == scoring.Terms(learn=12, shared=4, capacity=2, language=3, regions=0, size=0, lessons=4)
    assert fit.total == 27 + 21
    assert [(each.theme, each.need, each.offer) for each in fit.learns] == [("Youth", 3, 2)]
    assert fit.shared == ["Youth"]
    assert other.city == fit.city


def test_out_of_date_and_on_hold_are_left_out(client, own, ana):
    named("Old", confirmed_on=timezone.now().date() - timedelta(days=400))
    set_on_hold(named("Silent").city)
    named("Here", needs={"families": 1}, offers={"youth": 1})
    assert seen(sign_in(client, ana).get(PAGE)) == {"mutual": ["Here"]}


def test_filters_narrow_and_nonsense_is_left_out(client, own, ana):
    kenya = a_country("KE", "KEN", region="Africa", subregion="Eastern Africa", region_code="002")
    a_profile(a_member("Nairobi", country=kenya), needs={"families": 1}, offers={"youth": 2}, languages=["sw"])
    named("Braga", needs={"families": 1}, offers={"schools": 2})
    browser = sign_in(client, ana)
    for query, found in (
        ("region=002", ["Nairobi"]),
        ("country=PT", ["Braga"]),
        ("language=sw", ["Nairobi"]),
        ("theme=schools", ["Braga"]),
        ("theme=schools&country=KE", []),
        ("theme=nonsense&page=x", ["Nairobi", "Braga"]),
    ):
        assert seen(browser.get(f"{PAGE}?{query}")).get("mutual", []) == found, query


def test_without_a_profile_of_ones_own_it_is_a_list_of_all(client, porto, ana, mia):
    named("Braga", needs={"families": 1}, offers={"youth": 2})
    answer = sign_in(client, ana).get(PAGE)
    assert seen(answer) == {"all": ["Braga"]}
    assert "Your city has not said what it needs and offers." in words(answer)
    assert seen(sign_in(client, mia).get(PAGE)) == {"all": ["Braga"]}


def test_strangers_read_nothing_of_it(client, own, eve, rui):
    assert client.get(PAGE).status_code == 302
    for who in (eve, rui):
        assert sign_in(client, who).get(PAGE).status_code == 404


def test_a_private_list_hides_cities_from_those_who_read_it_alone(client, own, porto, ana, pia, mia):
    hidden, entry_of = named("Hidden", needs={"families": 1}, offers={"youth": 2}), an_entry
    named("Shown", needs={"families": 1}, offers={"youth": 2})
    round = a_round("open")
    entry_of(round, porto, vetoes=[hidden.city])
    assert seen(sign_in(client, ana).get(PAGE)) == {"mutual": ["Shown"]}
    for who in (pia, mia):
        assert "Hidden" in words(sign_in(client, who).get(PAGE))
    type(round).objects.filter(pk=round.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert seen(sign_in(client, ana).get(PAGE)) == {"mutual": ["Hidden", "Shown"]}


def test_a_practice_that_one_may_not_read_is_not_named(client, own, ana, linn, malmo):
    other = a_profile(malmo, needs={"families": 1}, offers={"youth": 3})
    proof = other.theme_entries.get(offer=3).proof
    browser = sign_in(client, ana)
    assert proof.get_absolute_url() in browser.get(PAGE).content.decode()
    type(proof).objects.filter(pk=proof.pk).update(sharing=2)
    assert proof.get_absolute_url() not in browser.get(PAGE).content.decode()
    assert proof.get_absolute_url() not in browser.get(malmo.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_one_city_and_thirty_take_the_same_queries(client, own, ana, django_assert_num_queries, number):
    for place in range(number):
        named(f"City of bridges {place}", needs={"families": 1}, offers={"youth": 3})
    browser = sign_in(client, ana)
    browser.get(PAGE)
    with django_assert_num_queries(13):
        browser.get(PAGE)


def test_the_page_of_a_city_tells_members_what_it_needs(client, own, porto, malmo, ana, linn, eve):
    browser = sign_in(client, linn)
    page = words(browser.get(porto.get_absolute_url()))
    assert "Needs and offers" in page
    assert "A priority now" in page
    assert "Ask this city" in page
    assert "Needs and offers" not in words(sign_in(client, eve).get(porto.get_absolute_url()))
    assert "Ask this city" not in words(sign_in(client, ana).get(porto.get_absolute_url()))
    assert Profile.objects.count() == 1


def test_own_item_of_ones_city_has_no_way_to_ask_oneself(client, porto, ana, practice_of_porto):
    assert "Learn this from" not in words(sign_in(client, ana).get(practice_of_porto.get_absolute_url()))


@pytest.fixture
def practice_of_porto(porto):
    return a_resource(porto)
