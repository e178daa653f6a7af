"""The list of events, its feed, its place in search, read API, sitemap, figures and panels."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, a_seat, a_series, a_stop, an_event
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def day(number):
    return timezone.now().date() + timedelta(days=number)


def in_their_order(answer, *titles):
    said = words(answer)
    places = [said.index(each) for each in titles]
    return places == sorted(places)


def test_what_is_to_come_stands_first_and_the_next_of_all_first(client):
    an_event("Long gone", status="archived", starts_on=day(-800))
    an_event("Just gone", status="ended", starts_on=day(-10))
    an_event("Far ahead", starts_on=day(80))
    an_event("Tomorrow", starts_on=day(1))
    assert in_their_order(client.get("/events/"), "Coming up", "Tomorrow", "Far ahead", "Just gone", "Long gone")


def test_past_events_stand_under_their_year(client):
    an_event("Old", status="archived", starts_on=day(-800))
    said = words(client.get("/events/"))
    assert str(day(-800).year) in said
    assert "Nothing is announced at present" in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=webinar", {"Web"}),
        ("kind=webinar&kind=tour", {"Web", "Way"}),
        ("attendance=online", {"Web"}),
        ("region=150", {"Way"}),
        ("language=fr", {"Way"}),
        ("q=wáy", {"Way"}),
        ("q=porto", {"Way"}),
        ("q=nothing+like+it", set()),
        ("kind=tour&attendance=online", set()),
    ],
)
def test_filters_narrow_the_list(client, porto, query, found):
    an_event("Web", kind="webinar", attendance="online")
    event = an_event("Way", kind="tour", languages=["en", "fr"])
    event.stops.update(city=porto)
    an_event("Third")
    answer = client.get(f"/events/?{query}")
    assert {each for each in ("Web", "Way", "Third") if f">{each}</a>" in answer.content.decode()} == found
    assert ("No event fits all of this" in words(answer)) == (not found)


def test_a_value_that_nobody_knows_is_left_out_and_said(client):
    an_event("Here")
    answer = client.get("/events/?kind=party&year=1066")
    assert "We left out what we do not know: Kind “party”, Year “1066”." in words(answer)
    assert "Here" in words(answer)


def test_a_script_gets_the_results_alone_and_everybody_the_same_ones(client):
    an_event("Here")
    whole, part = client.get("/events/"), client.get("/events/", headers={"HX-Request": "true"})
    assert "Here" in words(part)
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_many_events_come_page_by_page(client):
    for number in range(26):
        an_event(f"No. {number}", starts_on=day(1 + number))
    first, second = client.get("/events/"), client.get("/events/?page=2")
    assert "26 events" in words(first)
    assert "No. 25" not in words(first)
    assert "No. 25" in words(second)


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("who", "queries"), [("visitor", 5), ("bo", 9)])
def test_the_list_takes_as_many_queries_for_one_event_as_for_thirty(
    client, request, porto, django_assert_num_queries, number, who, queries
):
    for position in range(number):
        event = an_event(f"No. {position}", host=porto, series=a_series(), stops=2)
        event.stops.update(city=porto)
    if who != "visitor":
        sign_in(client, request.getfixturevalue(who))
    client.get("/events/")
    with django_assert_num_queries(queries):
        client.get("/events/")


@pytest.mark.parametrize(("who", "most"), [("visitor", 12), ("bo", 12), ("mia", 13)])
def test_the_page_takes_as_many_queries_for_one_stop_as_for_thirty(client, request, porto, who, most):
    if who != "visitor":
        sign_in(client, request.getfixturevalue(who))
    numbers = set()
    for stops in (1, 30):
        event = an_event(host=porto, series=a_series(), stops=stops)
        event.stops.update(city=porto)
        client.get(event.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            client.get(event.get_absolute_url())
        numbers.add(len(found))
    assert len(numbers) == 1
    assert numbers.pop() <= most, chr(10).join(each["sql"][-170:] for each in found)


def entries(answer):
    assert answer.status_code == 200
    return [each.findtext(f"{ATOM}title") for each in fromstring(answer.content).findall(f"{ATOM}entry")]


def test_the_feed_tells_what_everybody_may_know_whoever_asks(client, mia):
    an_event("Open to all \x0b& more")
    an_event("Members alone", sharing=Sharing.GREEN)
    assert entries(client.get("/events/feed.atom")) == ["Open to all & more"]
    assert entries(sign_in(client, mia).get("/events/feed.atom")) == ["Open to all & more"]


def test_the_feed_takes_the_filters_of_the_list_and_refuses_what_it_does_not_know(client):
    an_event("Web", kind="webinar", attendance="online")
    an_event("Other")
    assert entries(client.get("/events/feed.atom?kind=webinar")) == ["Web"]
    assert client.get("/events/feed.atom?kind=party").status_code == 400


def test_an_unchanged_feed_is_answered_in_short(client):
    an_event()
    tag = client.get("/events/feed.atom")["ETag"]
    assert client.get("/events/feed.atom", headers={"If-None-Match": tag}).status_code == 304


def test_events_are_found_by_the_search_of_the_portal(client, bo):
    an_event("Harbour talks")
    an_event("Harbour talks of members", sharing=Sharing.GREEN)
    assert "Harbour talks of members" not in words(client.get("/search/?q=harbour"))
    assert "Harbour talks of members" in words(sign_in(client, bo).get("/search/?q=harbour"))


def test_the_read_api_tells_the_public_events(client, porto, mia, django_assert_num_queries):
    became = an_event("In the end")
    event = an_event("Summit", host=porto, series=a_series(), edition=1, status="cancelled", replaced_by=became)
    an_event("Members alone", sharing=Sharing.GREEN)
    sign_in(client, mia)
    data = client.get("/api/v1/events/").json()
    assert [each["title"] for each in data["items"]] == ["Summit", "In the end"]
    summit = data["items"][0]
    assert (summit["replaced_by"], summit["edition"], data["total"]) == (became.code, 1, 2)
    assert summit["stops"][0]["hosts"] == [{"name": "Porto", "role": "lead", "city": porto.slug}]
    assert client.get("/api/v1/events/?kind=party").status_code == 400
    assert [each["editions"] for each in client.get("/api/v1/series/").json()["items"]] == [1]
    assert event.series.slug in client.get("/api/v1/series/").json()["items"][0]["url"]


def test_a_program_that_walks_the_api_meets_every_event_once(client):
    titles = {an_event(f"No. {number}").title for number in range(7)}
    found, address = [], "/api/v1/events/?limit=3"
    while address:
        data = client.get(address).json()
        found += [each["title"] for each in data["items"]]
        address = data["next"]
    assert sorted(found) == sorted(titles)


@pytest.mark.parametrize("number", [1, 30])
def test_the_api_takes_the_same_queries_for_one_and_for_thirty(client, porto, django_assert_num_queries, number):
    for _each in range(number):
        an_event(host=porto)
    with django_assert_num_queries(6):
        assert len(client.get("/api/v1/events/").json()["items"]) == number


def test_a_series_tells_its_editions_and_where_they_took_place(client, porto):
    series = a_series("Global Summit", rhythm="about every second year")
    event = an_event("Second", series=series, edition=2, host=porto)
    event.stops.update(city=porto)
    an_event("Hidden", series=series, edition=3, sharing=Sharing.GREEN)
    said = words(client.get(series.get_absolute_url()))
    assert "Second" in said
    assert f"Europe Porto {event.starts_on.year}" in said
    assert "Hidden" not in said
    assert "No edition can be shown yet" in words(client.get(a_series("Empty").get_absolute_url()))


def test_a_city_shows_the_meetings_that_it_hosted_and_those_it_came_to(client, porto, malmo):
    hosted = an_event("At home", host=porto, status="ended", starts_on=day(-9))
    visited = an_event("Away", host=malmo, status="ended", starts_on=day(-20))
    a_seat(a_registration(visited, city=porto), a_pool(visited.stops.get()), "attended")
    an_event("Elsewhere", host=malmo)
    said = words(client.get(porto.get_absolute_url()))
    assert "At home" in said and "hosted here" in said and "Away" in said and "took part" in said
    assert "Elsewhere" not in said
    assert hosted.title in words(client.get(porto.get_absolute_url()))


def test_the_front_page_tells_what_comes_next(client, bo):
    a_registration(an_event("Soon", starts_on=day(3)), "A guest without account")
    event = an_event("Members soon", starts_on=day(5), sharing=Sharing.GREEN)
    a_registration(event, user=bo)
    an_event("Gone", status="archived", starts_on=day(-3))
    said = words(client.get("/"))
    assert "Soon" in said and "Members soon" not in said and "Gone" not in said
    assert "You are registered" not in said
    said = words(sign_in(client, bo).get("/"))
    assert "Members soon" in said and "You are registered" in said


def test_the_figure_counts_what_took_place_before_everybody(client):
    an_event(status="archived", starts_on=day(-30))
    an_event(status="archived", starts_on=day(-30), sharing=Sharing.GREEN)
    an_event(status="archived", starts_on=day(-30), is_demonstration=True)
    assert "Events since 2015 1" in words(client.get("/"))


def test_search_engines_hear_of_public_pages_alone(client):
    event, hidden = an_event(series=a_series()), an_event(sharing=Sharing.GREEN, series=a_series())
    told = client.get("/sitemap.xml").content.decode()
    assert f"{event.get_absolute_url()}<" in told and f"{event.series.get_absolute_url()}<" in told
    assert hidden.slug not in told and hidden.series.slug not in told


def test_a_tour_is_drawn_as_a_way_from_city_to_city(client, porto, malmo):
    event = an_event()
    event.stops.update(city=porto)
    a_stop(event, city=malmo, starts_on=day(60))
    html = client.get(event.get_absolute_url()).content.decode()
    assert f'href="{malmo.get_absolute_url()}"' in html
    assert "Where it takes place" in html
