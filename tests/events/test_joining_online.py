"""The online meeting: the hour for all with a seat, the way in only in its window, and the address nowhere."""

from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from events.forms.door import MeetingForm
from events.lifecycle import door
from events.models import CheckIn, Event, MeetingLink
from scn_portal.accounts.links import open_for
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import LinkHolder, TransitionRefused
from tests.factories.door import ADDRESS, PASSCODE, a_guest, an_online_meeting
from tests.factories.events import an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return an_online_meeting()


@pytest.fixture
def guest(meeting, bo):
    return a_guest(meeting, user=bo)


def at(hour, minute=0):
    """A moment of today; the meeting lasts from nine to five."""
    return time_machine.travel(timezone.now().replace(hour=hour, minute=minute, second=0))


def page_of(event):
    return reverse("events:join", args=[event.slug])


@pytest.mark.parametrize(("hour", "minute", "is_open"), [(8, 44, False), (8, 46, True), (16, 59, True), (17, 1, False)])
def test_the_button_stands_there_from_a_quarter_before_to_the_end(hour, minute, is_open, client, bo, meeting, guest):
    with at(hour, minute):
        sign_in(client, bo)
        page = client.get(page_of(meeting)).content.decode()
        answer = client.post(page_of(meeting), {"nonce": uuid4().hex})
    assert ("Join the meeting" in page) == is_open
    assert answer.status_code == (200 if is_open else 409)
    assert CheckIn.objects.filter(source="join", result="ok").count() == is_open


def test_who_presses_the_button_is_checked_in_reads_the_passcode_and_is_led_on(client, bo, meeting, guest):
    with at(10):
        sign_in(client, bo)
        before = client.get(page_of(meeting)).content.decode()
        page = client.post(page_of(meeting), {"nonce": uuid4().hex})
        onward = reverse("events:join_open", args=[meeting.slug, CheckIn.objects.get().nonce])
        answer = client.get(onward)
    text = page.content.decode()
    assert PASSCODE not in before and PASSCODE in text and onward in text
    assert ADDRESS not in before + text and "Refresh" not in page
    assert (answer.status_code, answer["Location"]) == (303, ADDRESS)
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    assert answer.content == b""


def test_without_a_passcode_the_browser_goes_on_by_itself_and_not_as_part_of_the_form(client, bo):
    meeting = an_online_meeting(passcode="")
    a_guest(meeting, user=bo)
    with at(10):
        sign_in(client, bo)
        answer = client.post(page_of(meeting), {"nonce": uuid4().hex})
    assert answer.status_code == 200
    assert (
        answer["Refresh"] == f"0; url={reverse('events:join_open', args=[meeting.slug, CheckIn.objects.get().nonce])}"
    )


def test_the_form_sent_twice_is_one_check_in(client, bo, meeting, guest):
    with at(10):
        sign_in(client, bo)
        for _ in range(2):
            client.post(page_of(meeting), {"nonce": "ab" * 16})
    assert CheckIn.objects.count() == 1


def test_a_guest_joins_by_the_mailed_link_and_nobody_else_finds_the_page(client, rf, meeting):
    registration = a_guest(meeting)
    with at(10):
        assert client.get(page_of(meeting)).status_code == 404
        request = rf.get("/")
        request.session = client.session
        open_for(request, registration)
        request.session.save()
        client.cookies["__Host-session"] = request.session.session_key
        answer = client.post(page_of(meeting), {"nonce": uuid4().hex})
    assert (answer.status_code, CheckIn.objects.get().by) == (200, None)


@pytest.mark.parametrize("status", ["waitlisted", "cancelled", "offered"])
def test_without_a_confirmed_seat_there_is_no_such_page(status, client, bo, meeting):
    a_guest(meeting, user=bo, status=status)
    with at(10):
        sign_in(client, bo)
        assert client.get(page_of(meeting)).status_code == 404
        assert client.post(page_of(meeting), {"nonce": uuid4().hex}).status_code == 404


def test_the_way_on_is_closed_for_others_and_after_the_end(client, bo, linn, meeting, guest):
    a_guest(meeting, "Linn", user=linn)
    with at(10):
        row = door.enter(by=bo, within=guest, stop=meeting.stops.get(), nonce="")
        onward = reverse("events:join_open", args=[meeting.slug, row.nonce])
        sign_in(client, linn)
        assert client.get(onward).status_code == 404
        client.logout()
        assert client.get(onward).status_code == 404
    with at(18):
        sign_in(client, bo)
        assert client.get(onward).status_code == 404


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_a_meeting_that_does_not_take_place_opens_no_door(status, client, bo, meeting, guest):
    Event.objects.update(status=status, reason="It rains.")
    with at(10):
        sign_in(client, bo)
        assert "does not take place" in client.get(page_of(meeting)).content.decode()
        with pytest.raises(TransitionRefused):
            door.join(by=bo, within=guest, stop=meeting.stops.get())


def test_a_holder_of_another_link_does_not_join(meeting, guest):
    other = LinkHolder("events.registration:zzzzzzzz")
    with at(10), pytest.raises(PermissionDenied, match="join_checkin"):
        door.enter(by=other, within=guest, stop=meeting.stops.get(), nonce="")


def test_what_an_officer_sets_is_sealed_and_stands_in_no_log(mia):
    stop = an_event().stops.get()
    door.set_meeting(stop, by=mia, address="https://first.example/", passcode="x")
    door.set_meeting(stop, by=mia, address=ADDRESS, passcode=PASSCODE, opens_minutes_before=30)
    link = MeetingLink.objects.get()
    assert door.unsealed(link) == (ADDRESS, PASSCODE) and link.opens_minutes_before == 30
    told = repr(list(MeetingLink.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert "elsewhere" not in told and PASSCODE not in told


def test_an_address_is_one_with_https():
    given = {"passcode": "", "opens_minutes_before": 15}
    assert MeetingForm(given | {"address": ADDRESS}).is_valid()
    for wrong in ("http://meet.example/", "javascript:alert(1)", "ftp://x.example/", ""):
        assert not MeetingForm(given | {"address": wrong}).is_valid()
