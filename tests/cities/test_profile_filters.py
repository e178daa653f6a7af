"""The directory asks for teams and strategies, and answers with what the reader may see alone."""

import csv
import io
import re
from datetime import date

import pytest

from cities.filters import DirectoryFilter
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member
from tests.factories.profile import a_strategy, a_team
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(porto, ana, malmo):
    """Porto shares its team with members and its strategy with everybody; Malmö's team is public, its plan is over."""
    a_team(porto, "Round table")
    a_strategy(porto)
    a_team(malmo, "Local council", Sharing.CLEAR)
    a_strategy(malmo, period=(date(2015, 1, 1), date(2018, 1, 1)))
    a_member("Braga")


def shown(client, query):
    """The slugs in the table, on the map and in the CSV, which must be the same, and the number above them."""
    page = client.get(f"/cities/?{query}").content.decode()
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    figure = page.partition('<figure class="map">')[2].partition("</figure>")[0]
    rows = list(csv.reader(io.StringIO(client.get(f"/cities/cities.csv?{query}").content.decode("utf-8-sig"))))[2:]
    in_table = set(re.findall(r'href="/cities/([\w-]+)/"', table))
    assert in_table == set(re.findall(r'href="/cities/([\w-]+)/"', figure))
    assert in_table == {row[-1].rstrip("/").rpartition("/")[2] for row in rows}
    assert int(re.search(r"(\d+) cit(?:y|ies)\s*</h2>", page)[1]) == len(in_table) if in_table else True
    return in_table


def test_visitors_find_a_team_only_where_it_is_public_and_members_find_all(client, network, linn, eve, mia):
    assert shown(client, "team=1") == {"malmo"}
    assert shown(sign_in(client, eve), "team=1") == {"malmo"}
    assert shown(sign_in(client, linn), "team=1") == {"malmo", "porto"}
    assert shown(sign_in(client, mia), "team=1") == {"malmo", "porto"}


def test_the_table_that_members_take_home_says_that_it_rests_on_what_members_share(client, network, linn):
    def first_line(query):
        return client.get(f"/cities/cities.csv?{query}").content.decode("utf-8-sig").splitlines()[0]

    assert first_line("team=1") == "TLP:CLEAR"
    sign_in(client, linn)
    assert first_line("team=1") == "TLP:GREEN"
    assert first_line("country=PT") == "TLP:CLEAR"


def test_a_strategy_counts_while_an_adopted_version_is_in_force(client, network, porto, malmo):
    assert shown(client, "strategy=1") == {"porto"}
    a_strategy(malmo, status="draft")
    assert shown(client, "strategy=1") == {"porto"}
    a_strategy(malmo, sharing=Sharing.GREEN)
    assert shown(client, "strategy=1") == {"porto"}
    a_strategy(malmo, kind="action_plan")
    assert shown(client, "strategy=1") == {"porto", "malmo"}


def test_a_team_that_has_ended_or_not_begun_is_not_counted(client, porto, ana, malmo):
    a_team(porto, sharing=Sharing.CLEAR, until=date(2020, 1, 1))
    a_team(malmo, sharing=Sharing.CLEAR, since=date(2999, 1, 1))
    assert shown(client, "team=1") == set()


def test_both_ticks_and_the_other_filters_narrow_together(client, network, linn):
    sign_in(client, linn)
    assert shown(client, "team=1&strategy=1") == {"porto"}
    assert shown(client, "team=1&country=SE") == {"malmo"}
    assert shown(client, "team=1&q=braga") == set()
    page = client.get("/cities/?team=1&country=SE").content.decode()
    assert 'href="?country=SE"' in page, "the tick can be dropped again"


def test_the_numbers_beside_the_other_filters_count_what_the_reader_may_see(network, linn):
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    for reader, expected in ((AnonymousUser(), {"PT": 0, "SE": 1}), (linn, {"PT": 1, "SE": 1})):
        facets = DirectoryFilter(QueryDict("team=1"), reader).facets()
        assert {each["value"]: each["number"] for each in facets["country"].choices} == expected


def test_ticks_cost_no_question_more_with_thirty_cities_than_with_one(
    client, network, malmo, django_assert_num_queries
):
    a_strategy(malmo)
    ask = "/cities/?team=1&strategy=1"
    client.get(ask)
    with django_assert_num_queries(4):
        client.get(ask)
    for number in range(30):
        city = a_member(f"Town {number}")
        a_team(city, sharing=Sharing.CLEAR)
        a_strategy(city)
    with django_assert_num_queries(4):
        client.get(ask)
