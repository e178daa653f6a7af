"""The page of an event: what it says in each state, its old addresses, the same as data."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from events.models import EventSlug, Host
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_series, a_stop, an_event
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page(client, event, status=200):
    response = client.get(event.get_absolute_url())
    assert response.status_code == status
    return words(response)


def test_the_page_says_what_when_where_and_with_whom(client, porto):
    event = an_event("Summit of ports", host=porto, series=a_series("Summits"), edition=6, languages=["en", "fr"])
    said = page(client, event)
    for each in ("Summit of ports", "Summits, edition 6", "Town hall", "Porto host", "English, French", "TLP:CLEAR"):
        assert each in said


def test_hosts_lead_to_the_pages_of_their_cities_and_only_where_there_is_one(client, porto, oldtown):
    event = an_event(host=porto)
    Host.objects.create(stop=event.stops.get(), city=oldtown, role="co_host", position=2)
    html = client.get(event.get_absolute_url()).content.decode()
    assert f'<a href="{porto.get_absolute_url()}"><bdi>Porto</bdi></a>' in html
    assert "<bdi>Oldtown</bdi>" in html


SOON = timedelta(days=3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"status": "open"}, "Registration is open."),
        ({"status": "closed"}, "Registration is closed."),
        ({"status": "open", "guests_from": None}, "Others come by invitation only."),
        ({"status": "announced", "guests_from": SOON}, "Registration opens on"),
        ({"status": "postponed"}, "Postponed: the dates below no longer hold"),
        ({"status": "cancelled"}, "This event does not take place. It rains."),
    ],
)
def test_the_page_says_whether_one_can_register(client, given, said):
    opens = {"guests_from": timezone.now() + SOON} if given.get("guests_from") == SOON else {}
    event = an_event(**given | opens)
    a_pool(event.stops.get())
    assert said in page(client, event)


def test_a_full_event_says_so_and_a_queue_is_offered_where_there_is_one(client):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=1, taken=1)
    assert "All seats are taken for now." in page(client, event)
    pool.keeps_waiting_list = False
    pool.save()
    assert "All seats are taken, and there is no waiting list." in page(client, event)


def test_a_cancelled_event_leads_to_the_one_that_took_place_and_only_those_who_may_see_it(client, bo):
    became = an_event("The meeting in the end", sharing=Sharing.GREEN)
    event = an_event(status="cancelled", replaced_by=became)
    assert "The meeting in the end" not in page(client, event)
    assert "What took place instead: The meeting in the end" in page(sign_in(client, bo), event)


def test_an_old_address_leads_on_for_those_who_may_see_the_event(client, bo):
    event = an_event(sharing=Sharing.GREEN)
    EventSlug.objects.create(event=event, slug="summit-of-old")
    wrong = client.get("/events/never-was/")
    assert client.get("/events/summit-of-old/").status_code == wrong.status_code == 404
    response = sign_in(client, bo).get("/events/summit-of-old/")
    assert (response.status_code, response["Location"]) == (301, event.get_absolute_url())


def test_what_is_in_another_language_says_so(client):
    event = an_event("Encuentro")
    event.texts.update(language="es")
    assert "This was written in Spanish and is shown as it was written." in page(client, event)


def test_the_event_as_data_says_what_schema_org_asks(client, porto):
    event = an_event("Tour", host=porto, attendance="hybrid", starts_on=date(2027, 5, 4), languages=["en"])
    a_stop(event, starts_on=date(2027, 5, 11), city=porto, moved_from=date(2027, 4, 1), attendance="online")
    data = client.get(f"{event.get_absolute_url()}event.jsonld").json()
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert (data["startDate"], data["endDate"]) == ("2027-05-04T09:00:00Z", "2027-05-11T17:00:00Z")
    assert data["inLanguage"] == ["en"]
    first, second = data["subEvent"]
    assert first["location"]["@type"] == "Place"
    assert first["organizer"][0]["name"] == "Porto"
    assert second["location"] == {"@type": "VirtualLocation", "url": data["url"]}
    assert second["previousStartDate"] == "2027-04-01"


@pytest.mark.parametrize(
    ("status", "word"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed"), ("open", "EventScheduled")]
)
def test_the_state_stands_in_the_data(client, status, word):
    data = client.get(f"{an_event(status=status).get_absolute_url()}event.jsonld").json()
    assert data["eventStatus"] == f"https://schema.org/{word}"
    assert data["subEvent"][0]["eventStatus"] == f"https://schema.org/{word}"


def test_only_what_is_public_stands_in_the_data(client, mia):
    event = an_event(sharing=Sharing.GREEN)
    assert sign_in(client, mia).get(f"{event.get_absolute_url()}event.jsonld").status_code == 404
