"""Who sees which event: a plain oracle against the page, the list and its numbers, feeds, calendars, the read API, the
search and the page of a city, for everybody x sharing x state. Nobody finds a trace of what is not theirs.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Host, Series
from scn_portal.sharing import Sharing
from tests.cast import member, person, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.events import a_pool, a_registration, a_seat, a_series, a_session, an_event
from tests.security.canaries import words_of
from tests.security.conftest import without_secrets
from tests.security.matrix import routes
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
STATES = Event.Status.values
LEVELS = [Sharing.CLEAR, Sharing.GREEN, Sharing.AMBER]
MEMBERS = {"member", "named", "host", "co_host"}
ON_PAGES = ["draft", "open", "cancelled", "archived"]  # the word for visible rows is asked for every state
PEOPLE = ["visitor", "stranger", "guest", "former", "member", "named", "host", "co_host", "registrar", "moderator"]


def sees(who, level, state):
    """The oracle: whether this person may open the page of an event."""
    if who == "moderator":
        return True
    if state == "draft":
        return who == "host"
    if who == "registrar" or level == Sharing.CLEAR:
        return True
    if level == Sharing.GREEN:
        return who in MEMBERS
    return who in {"named", "host", "co_host"}


def lists(who, level, state):
    return state != "draft" and sees(who, level, state)


class Meetings:
    """One event of each level in each state, with words of its own, and the people around them."""

    def __init__(self):
        sweden = a_country("SE", "SWE", subregion="Northern Europe")
        denmark = a_country("DK", "DNK", subregion="Northern Europe")
        self.porto = member("Porto", a_country(), "porto.example")
        self.malmo = member("Malmö", sweden, "malmo.example")
        self.aarhus = member("Aarhus", denmark, "aarhus.example")
        self.kwale = member("Kwale", a_country("KE", "KEN", "Africa", "Eastern Africa", "002"), "kwale.example")
        gone, rui = timezone.now() - timedelta(days=900), person("Rui", "rui@elsewhere.example")
        self.people = {
            "visitor": None,
            "stranger": person("Eve", "eve@stranger.example"),
            "guest": person("Gul", "gul@stranger.example"),
            "former": a_representative(self.porto, rui, "practitioner", until=gone).user,
            "member": a_representative(self.malmo, person("Linn", "linn@malmo.example")).user,
            "named": a_representative(self.kwale, person("Mwana", "mwana@kwale.example")).user,
            "host": a_representative(self.porto, person("Ana", "ana@porto.example")).user,
            "co_host": a_representative(self.aarhus, person("Ida", "ida@aarhus.example")).user,
            "registrar": staff("Dev", "registrar"),
            "moderator": staff("Mia", "moderator"),
        }
        self.series = a_series("Meetings of all kinds")
        self.events = {}

    def build(self):
        for level in LEVELS:
            for state in STATES:
                self.events[level, state] = self._event(level, state, len(self.events))
        return self

    def _event(self, level, state, number):
        first, second = words_of(number)
        days = -40 + number if state in ("ended", "archived") else 30 + number
        begin = timezone.now().date() + timedelta(days=days)
        named = [self.kwale] if level == Sharing.AMBER else []
        given = {"status": state, "sharing": level, "slug": f"{first}-{second}", "series": self.series}
        event = an_event(f"{first} {second}", host=self.porto, named=named, starts_on=begin, **given)
        event.texts.update(summary=f"The {second} of the {first}.")
        stop = event.stops.get()
        Host.objects.create(stop=stop, city=self.aarhus, role="co_host", position=2)
        a_session(stop, f"Opening of the {second}", status="released")
        event.stops.update(calendar_changed_at=timezone.now())
        a_seat(a_registration(event, user=self.people["guest"]), a_pool(stop))
        event.first, event.second = first, second
        return event

    def seen_in(self, text):
        """The events whose words stand there."""
        return {key for key, event in self.events.items() if event.second in text.lower()}

    def browser(self, who):
        user = self.people[who]
        return sign_in(Client(), user) if user else Client()


@pytest.fixture(scope="module")
def meetings(django_db_setup, django_db_blocker):
    """Built once for this file: nothing here writes."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        yield Meetings().build()
        transaction.set_rollback(True)


def text_at(client, path, *, expected=(200,)):
    answer = client.get(path)
    assert answer.status_code in expected, (path, answer.status_code)
    return body_of(answer).replace("\r\n ", "")


def body_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def expected_of(who, rule, *but):
    return {(level, state) for level in LEVELS for state in STATES if rule(who, level, state) and state not in but}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_word_for_visible_rows_says_what_the_oracle_says(meetings, who):
    rows = Event.objects.visible_to(meetings.people[who] or AnonymousUser())
    assert {(each.sharing, each.status) for each in rows} == expected_of(who, sees)


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_answer_those_alone_who_may_see_the_event(meetings, who):
    client = meetings.browser(who)
    wrong = client.get("/events/no-such-event/")
    opened, asked = set(), [(level, state) for level in LEVELS for state in ON_PAGES]
    for key in asked:
        event = meetings.events[key]
        answer = client.get(event.get_absolute_url())
        if answer.status_code == 200:
            opened.add(key)
            assert event.second in answer.content.decode()
        else:
            assert without_secrets(answer) == without_secrets(wrong).replace(b"no-such-event", event.slug.encode())
    assert opened == expected_of(who, sees) & set(asked)


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_and_their_numbers_hold_what_the_reader_may_see(meetings, who):
    client, listed = meetings.browser(who), expected_of(who, lists)
    whole = text_at(client, "/events/") + text_at(client, "/events/?page=2")
    assert meetings.seen_in(whole) == listed
    assert f"<strong>{len(listed)} events</strong>" in whole
    years = [
        int(each) for each in re.findall(r'<option value="\d{4}"[^>]*>\d{4} \((\d+)\)', text_at(client, "/events/"))
    ]
    assert sum(years) == len(listed)
    assert meetings.seen_in(text_at(client, meetings.series.get_absolute_url())) == listed
    for key in [(level, state) for level in LEVELS for state in ("draft", "open")]:
        event = meetings.events[key]
        found = text_at(client, f"/search/?q={event.first}")
        assert meetings.seen_in(found) == ({key} if key in listed else set())
    city = text_at(client, meetings.porto.get_absolute_url())
    newest = text_at(client, "/")
    assert meetings.seen_in(city) <= expected_of(who, lists, "cancelled")
    assert meetings.seen_in(newest) <= expected_of(who, lists, "cancelled", "ended", "archived")
    assert len(meetings.seen_in(city)) == min(6, len(expected_of(who, lists, "cancelled")))


@pytest.mark.parametrize("who", PEOPLE)
def test_what_programs_read_is_public_whoever_asks(meetings, who):
    client, public = meetings.browser(who), expected_of("visitor", lists)
    for path in ("/events/feed.atom", "/api/v1/events/?limit=100"):
        assert meetings.seen_in(text_at(client, path)) == public
    for key, event in meetings.events.items():
        answer = client.get(reverse("events:event_jsonld", args=[event.slug]))
        assert (answer.status_code == 200) == (key in public)
    if who in ("visitor", "stranger", "guest", "former"):
        assert meetings.seen_in(text_at(client, "/sitemap.xml")) == public


@pytest.mark.parametrize("who", PEOPLE)
def test_calendars_hold_what_the_reader_may_see_and_no_title_for_named_cities(meetings, who):
    client = meetings.browser(who)
    seen = expected_of(who, lists)
    without_title = {key for key in seen if key[0] != Sharing.AMBER}
    for path in ("/events/calendar.ics", reverse("events:series_calendar", args=[meetings.series.slug])):
        told = text_at(client, path)
        titles = "".join(re.findall(r"SUMMARY[^\n]*", told))
        assert meetings.seen_in(titles) <= without_title
        assert meetings.seen_in(told) <= seen
    for key in [(level, state) for level in LEVELS for state in ON_PAGES]:
        event = meetings.events[key]
        answer = client.get(reverse("events:event_calendar", args=[event.slug]))
        assert answer.status_code == (200 if key in seen else 404), key
        if key in seen and key[0] == Sharing.AMBER:
            assert event.second not in "".join(re.findall(r"SUMMARY[^\n]*", answer.content.decode()))


# Every address that names an event: what is told to whoever may not see the event.
NO_EVENT_IN_IT = {
    "event_list",
    "event_feed",
    "calendar",
    "own_events",
    "own_calendar",
    "series_detail",
    "series_calendar",
}


@pytest.mark.parametrize("who", ["visitor", "stranger", "member"])
def test_no_address_of_an_event_tells_of_it_to_whoever_may_not_see_it(meetings, who):
    client, told = meetings.browser(who), []
    hidden = [meetings.events[key] for key in [(0, "draft"), (1, "open"), (2, "open")] if not sees(who, *key)]
    assert hidden
    for route in routes():
        if not route.key.startswith("events:") or route.key.partition(":")[2] in NO_EVENT_IN_IT:
            continue
        for event in hidden:
            path = path_of(route, event)
            answer = client.get(path) if path else None
            if answer is not None and event.second in body_of(answer).replace(event.slug, ""):
                told.append((route.key, event.sharing, event.status))
    assert told == []


def path_of(route, event):
    """The address of this kind for an event; nothing where it takes more than the event, a stop or a session."""
    stop, session = event.stops.get(), event.sessions.get()
    codes = {"stop": stop.code, "code": session.code if "agenda" in str(route.pattern) else stop.code}
    arguments = {"slug": event.slug} | codes
    wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", str(route.pattern)))
    if not wanted <= set(arguments) or "slug" not in wanted:
        return ""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: arguments[found[1]], str(route.pattern)).lstrip("/")


def test_the_search_for_traces_finds_one(meetings):
    """The control: whoever may see an event finds its words at its addresses."""
    client, event = meetings.browser("moderator"), meetings.events[Sharing.AMBER, "open"]
    found = {
        route.key
        for route in routes()
        if route.key.startswith("events:") and route.key.partition(":")[2] not in NO_EVENT_IN_IT
        if (path := path_of(route, event)) and event.second in body_of(client.get(path))
    }
    assert {"events:event_detail", "events:agenda", "events:session_detail", "events:desk_agenda"} <= found


def test_a_series_without_an_event_that_the_reader_may_see_names_none(meetings):
    hidden = Series.objects.create(slug="quiet", title="Quiet", kind="other")
    event = an_event("Zanzibun", sharing=Sharing.AMBER, named=[meetings.kwale], series=hidden)
    client = meetings.browser("stranger")
    assert event.title not in text_at(client, hidden.get_absolute_url())
    assert hidden.slug not in text_at(client, "/sitemap.xml")
    assert hidden.slug not in text_at(client, "/api/v1/series/")
