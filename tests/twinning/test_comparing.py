"""Two to four cities side by side: what each reader reads, on the page and in the table to take away."""

import csv
from io import StringIO

import pytest

from cities.models import PreventionTeam
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city, a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import a_member_abroad, a_partnership, a_profile
from tests.security.conftest import without_secrets
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/twinning/compare/", "/twinning/compare.csv"
BOTH = "?city=porto&city=malmo"


def table_of(answer):
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
    return lines[0][0], lines[1], {(line[0], line[1]): line[2:] for line in lines[2:]}


def test_members_read_needs_and_offers_and_visitors_what_is_public(client, porto, malmo, linn):
    a_profile(porto, needs={"youth": 3}, offers={"families": 2})
    a_profile(malmo, needs={"families": 1}, offers={"youth": 1})
    a_resource(porto)
    label, names, rows = table_of(client.get(TABLE + BOTH))
    assert (label, names) == ("TLP:CLEAR", ["section", "row", "Porto", "Malmö"])
    assert rows["The city", "Country"] == ["Portugal", "Sweden"]
    assert rows["In the hub", "Items"] == ["1", ""]
    assert not [key for key in rows if key[0] == "Needs and offers"]

    label, _names, rows = table_of(sign_in(client, linn).get(TABLE + BOTH))
    assert label == "TLP:GREEN"
    assert rows["Needs and offers", "Youth"] == ["needs: a priority now", "offers: papers or a call"]
    assert rows["Needs and offers", "Families"] == ["offers: we did it and advise", "needs: interested"]


def test_what_only_members_read_of_a_team_stays_out_of_the_public_table(client, porto, malmo, linn):
    PreventionTeam.objects.create(city=porto, name="Quiet table", sharing=Sharing.GREEN)
    PreventionTeam.objects.create(city=malmo, name="Open table", sharing=Sharing.CLEAR)
    for path in (PAGE, TABLE):
        public = client.get(path + BOTH).content.decode()
        assert "Open table" in public and "Quiet table" not in public
    sign_in(client, linn)
    assert "Quiet table" in client.get(PAGE + BOTH).content.decode()
    assert table_of(client.get(TABLE + BOTH))[0] == "TLP:GREEN"


@pytest.mark.parametrize("query", ["", "?city=porto", "?city=porto&city=porto", "?city=porto&city=nowhere"])
def test_one_city_is_no_comparison(client, porto, query):
    assert "A comparison needs two to four cities" in client.get(PAGE + query).content.decode()
    assert table_of(client.get(TABLE + query))[2] == {}


def test_a_fifth_city_is_left_out(client, porto, malmo):
    more = [a_member() for _number in range(3)]
    query = BOTH + "".join(f"&city={city.slug}" for city in more)
    assert table_of(client.get(TABLE + query))[1][2:] == ["Porto", "Malmö", more[0].name, more[1].name]


def test_an_unknown_city_and_one_without_a_page_are_left_out_alike(client, porto, malmo):
    a_city("Rostock")
    hidden, unknown = (client.get(f"{PAGE}{BOTH}&city={slug}") for slug in ("rostock", "nowhere"))
    assert without_secrets(hidden).replace(b"rostock", b"nowhere") == without_secrets(unknown)


def test_links_between_them_stand_first(client, porto, malmo):
    a_partnership([porto, malmo], sharing=Sharing.CLEAR, title="Open doors")
    a_partnership([porto, a_member_abroad()], title="Only for members")
    _label, _names, rows = table_of(client.get(TABLE + BOTH))
    assert rows["Links with other cities", "Between these cities"] == ["Open doors", "Open doors"]
    assert rows["Links with other cities", "Partnerships"] == ["Open doors", "Open doors"]


def test_a_title_that_is_a_formula_is_words_in_the_table(client, porto, malmo):
    a_partnership([porto, malmo], sharing=Sharing.CLEAR, title="=1+1")
    assert table_of(client.get(TABLE + BOTH))[2]["Links with other cities", "Partnerships"] == ["'=1+1", "'=1+1"]


def test_thirty_of_everything_cost_no_more_queries_than_one(client, porto, malmo, linn, django_assert_max_num_queries):
    a_profile(porto)
    sign_in(client, linn)

    def more(number):
        for _number in range(number):
            a_resource(porto)
            a_partnership([porto, a_member_abroad()])

    more(1)
    client.get(PAGE + BOTH)
    with django_assert_max_num_queries(35) as first:
        client.get(PAGE + BOTH)
    more(10)
    with django_assert_max_num_queries(len(first)):
        client.get(PAGE + BOTH)
