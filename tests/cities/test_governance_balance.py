"""The balance of the committee: the right warnings for every history, and nothing that a history cannot load past."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from cities import demo
from cities.balance import Holder, balance_on, breaches, known_regions, weigh
from cities.demo.governance import FOUNDED
from cities.models import City, CompositionRule, Country, SeatTerm, Waiver
from tests.factories.cities import a_city, a_country, a_member, a_membership
from tests.factories.governance import (
    a_body,
    a_seat,
    a_seat_term,
    a_waiver,
    an_organisation,
    the_default_rules,
)

pytestmark = pytest.mark.django_db
LATER = ["Kaduna", "Kiffa", "Kristiansand"]
DAY = date(2016, 1, 1)


@pytest.fixture
def founders(db):
    """The network as the files have it, with the seats of the founders."""
    demo.seed_terms()
    demo.seed_countries()
    made = demo.seed_cities()
    demo.seed_memberships(made)
    demo.governance.seed_bodies()
    demo.governance.seed_founders()
    return a_body()


def oracle(holders, limits):
    """What is broken, by counting on paper: {(kind, region, country): number}. `limits` are the default rules."""
    broken = {}
    if not holders:
        return broken
    if len(holders) > limits["total_max"]:
        broken["total_max", "", ""] = len(holders)
    for region in ("002", "009", "019", "142", "150"):
        number = sum(1 for _country, own in holders if own == region)
        if number < limits["region_min"]:
            broken["region_min", region, ""] = number
        if number > limits["region_max"]:
            broken["region_max", region, ""] = number
    for country, number in Counter(country for country, _region in holders).items():
        if number > limits["country_max"]:
            broken["country_max", "", country] = number
    return broken


def numbers(broken):
    return {(each.kind, each.region, each.country): each.number for each in broken}


def found(balance):
    return numbers(balance.breaches)


def seated(day):
    return [
        (city.country_id, city.country.region_code) for city in City.objects.filter(seat_terms__period__contains=day)
    ]


LIMITS = {"total_max": 25, "region_min": 1, "region_max": 10, "country_max": 2}


def test_the_founders_load_with_exactly_one_warning(founders):
    balance = balance_on(founders, DAY)
    assert balance.seats == 23 and balance.vacancies == 2
    assert found(balance) == {("country_max", "", "US"): 4} == oracle(seated(DAY), LIMITS)
    assert [each.words for each in balance.warnings] == ["United States: 4 seats, at most 2"]


def test_the_later_committee_of_26_loads_with_exactly_two_warnings(founders):
    for name in LATER:
        a_seat_term(City.objects.get(name=name), since=date(2018, 1, 1))
    day = date(2018, 6, 1)
    balance = balance_on(founders, day)
    assert balance.seats == 26 and balance.vacancies == 0
    assert found(balance) == {("country_max", "", "US"): 4, ("total_max", "", ""): 26} == oracle(seated(day), LIMITS)
    assert "26 seats in all, at most 25" in [each.words for each in balance.warnings]
    assert found(balance_on(founders, DAY)) == {("country_max", "", "US"): 4}


def test_before_the_founding_nobody_sits_and_no_rule_is_broken(founders):
    balance = balance_on(founders, FOUNDED - timedelta(days=1))
    assert balance.seats == 0 and balance.breaches == [] and balance.vacancies == 25


def test_seeding_the_founders_twice_changes_nothing(founders):
    before = list(SeatTerm.objects.values_list())
    demo.governance.seed_bodies()
    demo.governance.seed_founders()
    assert list(SeatTerm.objects.values_list()) == before
    assert {each.seat.number for each in SeatTerm.objects.all()} == set(range(1, 24))


def test_a_waiver_clears_exactly_one_breach_and_only_in_its_time(founders):
    for name in LATER:
        a_seat_term(City.objects.get(name=name), since=date(2018, 1, 1))
    day = date(2018, 6, 1)
    before = found(balance_on(founders, day))
    for (kind, region, country), _number in before.items():
        rule = CompositionRule.objects.get(kind=kind)
        waiver = a_waiver(rule, region=region, country=country, from_on=day, until_on=day + timedelta(days=2))
        balance = balance_on(founders, day)
        assert found(balance) == before
        assert [each.key for each in balance.waived] == [(rule.pk, region, country)]
        assert len(balance.warnings) == len(before) - 1
        assert balance_on(founders, waiver.until_on).waived == []
        assert balance_on(founders, day - timedelta(days=1)).waived == []
        Waiver.objects.all().delete()


def test_a_waiver_for_one_country_leaves_the_warning_of_another(founders):
    for name in ("Chattanooga", "Kristiansand"):
        a_seat_term(City.objects.get(name=name), since=date(2018, 1, 1))
    a_seat_term(a_member("Bergen", country=Country.objects.get(pk="NO")), since=date(2018, 1, 1))
    day = date(2018, 6, 1)
    assert found(balance_on(founders, day)) == {("country_max", "", "US"): 5, ("country_max", "", "NO"): 3} | {
        ("total_max", "", ""): 26
    }
    a_waiver(CompositionRule.objects.get(kind="country_max"), country="NO")
    assert {each.country for each in balance_on(founders, day).warnings} == {"US", ""}


def test_random_later_changes_never_fail_and_always_warn_as_the_oracle_counts(founders):
    """200 random committees after the founding: each loads, whatever it does to the balance."""
    dice = random.Random(4)
    cities = list(City.objects.select_related("country"))
    body, day = a_body(), date(2017, 1, 1)
    rules, regions = list(CompositionRule.objects.filter(body=body)), list(known_regions())
    for _case in range(200):
        some = dice.sample(cities, dice.randint(0, 40))
        holders = [Holder("city", each.country_id, each.country.region_code) for each in some]
        pairs = [(each.country, each.region) for each in holders]
        counted = {
            (each.kind, each.region, each.country): each.number for each in breaches(holders, rules, [], regions)
        }
        assert counted == oracle(pairs, LIMITS)
    SeatTerm.objects.all().delete()
    seats = dict.fromkeys(range(30))
    rows = {number: a_seat(number=100 + number) for number in seats}
    for _case in range(60):  # through the database: cities come and go, one change after the other
        day += timedelta(days=7)
        number, city = dice.choice(list(seats)), dice.choice(cities)
        if seats[number]:
            SeatTerm.objects.filter(pk=seats[number].pk).update(period=(seats[number].period.lower, day))
            seats[number] = None
        elif city.pk not in {each.city_id for each in seats.values() if each}:
            seats[number] = SeatTerm.objects.get(pk=a_seat_term(city, rows[number], since=day).pk)
        assert found(balance_on(body, day)) == oracle(seated(day), LIMITS)


# The arithmetic alone


def rule(kind, limit, region=""):
    return CompositionRule(pk=hash((kind, region)) % 1000, kind=kind, limit=limit, region=region)


def test_a_rule_for_one_region_takes_the_place_of_the_rule_for_each():
    holders = [Holder("city", "DK", "150")] * 5 + [Holder("city", "KE", "002")] * 5
    general, own = rule("region_max", 3), rule("region_max", 8, "150")
    assert [each.region for each in breaches(holders, [general], [], ["002", "150"])] == ["002", "150"]
    assert [each.region for each in breaches(holders, [general, own], [], ["002", "150"])] == ["002"]


@pytest.mark.parametrize(("european", "others", "number"), [(3, 2, None), (2, 1, 67), (61, 39, 61), (60, 40, None)])
def test_the_share_of_ngos_of_one_region_counts_ngos_only(european, others, number):
    holders = [Holder("ngo", "DK", "150")] * european + [Holder("ngo", "KE", "002")] * others
    holders += [Holder("association", "DK", "150")] * 9
    broken = breaches(holders, [rule("ngo_region_share_max", 60)], [], ["002", "150"])
    assert [(each.region, each.number) for each in broken] == ([("150", number)] if number else [])


def test_an_organisation_of_no_country_counts_in_no_region():
    body = a_body("advisory")
    a_seat_term(an_organisation())
    a_seat_term(an_organisation(country=a_country()))
    the_default_rules()
    balance = balance_on(body)
    assert balance.seats == 2 and balance.countries == [("PT", 1)]
    assert [row.seats for row in balance.regions] == [1]
    assert balance.breaches == []  # half of them


def test_seats_stand_beside_the_share_of_member_cities():
    rows = weigh(
        [Holder("city", "DK", "150")] * 3 + [Holder("city", "KE", "002")], {"150": 1, "002": 3}, ["002", "150"]
    )
    assert [(row.code, row.seats, row.share, row.cities, row.share_of_cities) for row in rows] == [
        ("150", 3, 75.0, 1, 25.0),
        ("002", 1, 25.0, 3, 75.0),
    ]


def test_members_of_a_day_are_counted_and_those_of_unknown_date_are_told():
    a_membership(a_city("One"), date(2016, 1, 1))
    a_membership(a_city("Two"), None)
    a_membership(a_city("Three"), date(2016, 1, 1), ended_on=date(2018, 1, 1))
    body = a_body()
    assert [(each.cities, each.undated) for each in (balance_on(body, date(2017, 1, 1)), balance_on(body))] == [
        (3, 1),
        (2, 1),
    ]


def test_a_balance_is_asked_in_the_same_number_of_queries_for_one_seat_and_for_thirty(
    django_assert_num_queries, founders
):
    body = a_body()
    with django_assert_num_queries(5):
        balance_on(body, DAY)
    SeatTerm.objects.exclude(pk=SeatTerm.objects.first().pk).delete()
    with django_assert_num_queries(5):
        balance_on(body, DAY)
