"""How the network grew: counted from memberships, never typed; what others published stands as it was written."""

import csv
import io
from datetime import date

import pytest

from cities import growth
from cities.models import Membership
from tests.factories.cities import a_city, a_country, a_member, a_membership
from tests.factories.site import a_region

pytestmark = pytest.mark.django_db
TODAY = date(2018, 6, 1)


def joined(day, ended=None):
    a_membership(a_city(), joined_on=day, ended_on=ended)


def test_a_year_counts_the_members_at_its_end_and_the_running_year_those_of_today():
    joined(date(2015, 9, 29))
    joined(date(2016, 12, 31))
    joined(date(2016, 3, 1), ended=date(2017, 12, 31))  # on that day no longer a member
    joined(date(2018, 6, 2))
    joined(None)
    assert [(each.year, each.day, each.cities) for each in growth.by_year(TODAY)] == [
        (2015, date(2015, 12, 31), 1),
        (2016, date(2016, 12, 31), 3),
        (2017, date(2017, 12, 31), 2),
        (2018, TODAY, 2),
    ]
    assert growth.without_a_date(TODAY) == 1


def test_a_city_that_left_and_came_back_counts_once_a_year():
    city = a_city()
    a_membership(city, joined_on=date(2016, 1, 1), ended_on=date(2016, 6, 1))
    a_membership(city, joined_on=date(2016, 8, 1))
    assert [each.cities for each in growth.by_year(date(2017, 1, 1))] == [1, 1]


def test_the_count_agrees_with_a_query_for_each_day():
    for month in range(1, 13):
        joined(date(2015 + month % 3, month, 10), ended=date(2018, month, 1) if month % 2 else None)
    for year in growth.by_year(TODAY):
        running = Membership.objects.filter(joined_on__lte=year.day).exclude(ended_on__lte=year.day)
        assert year.cities == running.values("city").distinct().count()


def test_published_figures_stand_as_written_with_their_sources(client):
    figures = {each.on: each for each in growth.published()}
    assert (figures["2017-03-10"].written, figures["2017-03-10"].number) == ("80+", 80)
    assert figures["2016-11-28"].sources == (
        "https://lanetwork.org/strong-cities-ciudades-fuertes-contra-la-violencia",
    )
    page = client.get("/about/growth/").content.decode()
    assert "<td>80+</td>" in page and "<td>80</td>" not in page
    assert "No membership with a known first day" in page
    assert not [each for each in growth.published() if any("seed" in source for source in each.sources)]


def test_the_page_and_its_table_give_the_same_numbers(client):
    porto = a_member("Porto", joined_on=date(2016, 1, 1))
    a_member("Nairobi", joined_on=None, country=a_country("KE", "KEN", "Africa", "Eastern Africa", "002"))
    a_region("North", [porto.country])
    page = client.get("/about/growth/").content.decode()
    assert "1 more city is a member" in page and ">North<" in page and "As at" in page
    answer = client.get("/about/growth/growth.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["TLP:CLEAR"]
    counted = [(row[1][:4], row[2]) for row in rows[2:] if row[0] == "counted"]
    assert counted == [(str(each.year), str(each.cities)) for each in growth.by_year(date.today())]
    assert ["published", "2017-03-10", "80+"] in [row[:3] for row in rows]


def test_the_page_asks_as_many_questions_for_thirty_cities_as_for_one(client, django_assert_num_queries):
    a_member("Porto")
    with django_assert_num_queries(7):  # text, memberships and suspensions twice, cities, regions
        client.get("/about/growth/")
    for _ in range(29):
        a_member()
    with django_assert_num_queries(7):
        client.get("/about/growth/")
