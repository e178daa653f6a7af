"""What must never stand in a mail, a calendar or a feed: where to join, a token, somebody else's address, a title of
an event for named cities."""

import re

import pytest
from django.conf import settings

from events import lifecycle
from events.models import MeetingLink, Seat
from scn_portal.accounts import sealing
from scn_portal.notifications import calendar_feed
from scn_portal.sharing import Sharing
from tests.events.calendar_client import Post, post_for, send_all
from tests.factories.events import a_pool, a_registration, a_session, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
JOIN, PASSCODE, TITLE = "https://meet.provider.example/j/81234", "opensesame", "Zanzibar"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


@pytest.fixture
def told(settings, mia, ana, bo, porto):
    """Two people at a public online event and at one for named cities; both are moved, and one is cancelled."""
    post_for(settings)
    events = [
        an_event("Open talk", attendance="online", sharing=Sharing.CLEAR),
        an_event(TITLE, slug="m-1", sharing=Sharing.AMBER, named=[porto]),
    ]
    for event in events:
        stop = event.stops.get()
        a_session(stop, f"Opening of {event.title}")
        MeetingLink.objects.create(stop=stop, address=sealing.seal(JOIN), passcode=sealing.seal(PASSCODE))
        pool = a_pool(stop)
        for person in (a_registration(event, user=ana), a_registration(event, email="guest@elsewhere.example")):
            lifecycle.seats.take(by=mia, within=person, pools=[pool])
        send_all()
        lifecycle.stops.change(stop, by=mia, start_time=stop.start_time.replace(hour=8))
        send_all()
    lifecycle.cancel(events[1], by=mia, reason="A storm.", name=TITLE)
    send_all()
    return events


def all_texts(client, ana, events):
    """(what it is, its address, the words): every part of every mail, every calendar that one of them can open."""
    for address, kind, message in Post.sent:
        for part in message.walk():
            if not part.is_multipart():
                yield f"{kind} {part.get_content_type()}", address, part.get_payload(decode=True).decode()
    feed = calendar_feed.address_of(calendar_feed.make_new(ana)).removeprefix(settings.BASE_URL)
    paths = ["/events/calendar.ics", feed, "/events/feed.atom", "/api/v1/events/"]
    for event in events:
        paths += [f"/events/{event.slug}/calendar.ics", f"/events/{event.slug}/stops/{event.stops.get().code}.ics"]
        paths += [f"/events/{event.slug}/agenda/{event.sessions.get().code}.ics"]
    for reader in (None, ana):
        client.logout()
        if reader:
            sign_in(client, reader)
        for path in paths:
            answer = client.get(path)
            if answer.status_code == 200:
                yield path, getattr(reader, "email", ""), answer.content.decode()


def unfolded(text):
    return text.replace("\r\n ", "")


def test_no_mail_and_no_calendar_leaks_anything(client, ana, told):
    texts = [(what, reader, unfolded(text)) for what, reader, text in all_texts(client, ana, told)]
    kinds = {what.partition(" ")[0] for what, _, _ in texts}
    assert {"events.seat_confirmed", "events.stop_changed", "events.event_cancelled"} <= kinds
    assert len([what for what, _, _ in texts if what.endswith("text/calendar")]) >= 10
    people = {"ana@porto.example", "guest@elsewhere.example"}
    for what, reader, text in texts:
        assert JOIN not in text, what
        assert PASSCODE not in text, what
        assert not [each for each in people - {reader} if each in text], (what, reader)
        if what.endswith(("text/calendar", ".ics", ".atom")):
            assert not TOKEN.search(text), what
        if what.endswith("text/calendar") or what.startswith(("events.", "/calendar/")):
            assert TITLE not in text, what
            assert "Opening of" not in text, what
    assert Seat.objects.filter(status="event_cancelled").count() == 2


def test_the_title_of_an_event_for_named_cities_stands_in_no_calendar_of_its_own(client, ana, told):
    reader = sign_in(client, ana)
    amber = told[1]
    for path in ("calendar.ics", f"stops/{amber.stops.get().code}.ics", f"agenda/{amber.sessions.get().code}.ics"):
        text = unfolded(reader.get(f"/events/{amber.slug}/{path}").content.decode())
        assert "Strong Cities Network meeting" in text
        assert TITLE not in text
        assert amber.slug not in text
