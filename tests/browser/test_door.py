"""The door in Chromium: codes typed with and without a script, the way to the provider under the content policy, and
papers, in every scheme.
"""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from django.utils import timezone

from events.lifecycle.door import PURPOSE
from events.models import CheckIn, Event, MeetingLink
from scn_portal.accounts.sealing import seal
from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.factories.door import a_certificate, a_guest, an_event_today, an_online_meeting, who_came

SCHEMES = {
    "wide": ({}, "en"),
    "narrow": ({"viewport": NARROW}, "en"),
    "narrow Arabic dark": ({"viewport": NARROW, "color_scheme": "dark"}, "ar"),
}


@pytest.fixture
def event(porto, ana):
    event = an_event_today(porto, title="Summit of Porto")
    for name in ("Amina Diallo", "Łukasz Ćwikła", "آمنة ديالو"):
        a_guest(event, name, city=porto, office="Youth office")
    return event


def door_of(event):
    return reverse("events:desk_check_in", args=[event.slug])


def type_in(page, text):
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False])
def test_a_hand_scanner_types_one_address_after_the_other(signed_in, ana, event, script):
    page = signed_in(ana, java_script_enabled=script)
    page.goto(door_of(event))
    guests = list(event.registrations.order_by("pk"))
    for guest in guests:
        type_in(page, f"https://portal.example/events/q/{guest.code}/")
        page.get_by_role("heading", name="Checked in").wait_for()
        page.locator("#result", has_text=guest.name).wait_for()
    type_in(page, guests[0].code)
    page.get_by_role("heading", name="Already").wait_for()
    type_in(page, "zzzzzzzz")
    page.get_by_role("heading", name="Nobody found").wait_for()
    assert CheckIn.objects.filter(result="ok").count() == 3


def test_a_name_is_chosen_and_checked_in_by_keyboard_without_a_script(signed_in, ana, event):
    page = signed_in(ana, java_script_enabled=False)
    page.goto(door_of(event))
    type_in(page, "lukasz")
    page.locator("#found + ul").get_by_role("link", name="Łukasz Ćwikła").press("Enter")
    page.get_by_role("button", name="Check in").press("Enter")
    page.get_by_role("heading", name="Checked in").wait_for()
    assert CheckIn.objects.get().registration.name == "Łukasz Ćwikła"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_door_is_legible(signed_in, ana, event, scheme):
    options, language = SCHEMES[scheme]
    ana.language = language
    ana.save()
    page = signed_in(ana, **options)
    guests = list(event.registrations.order_by("pk"))
    stranger = a_guest(an_event_today(), "Bo Ek")
    for name, typed in [("ok", guests[0].code), ("already", guests[0].code), ("wrong", stranger.code)]:
        page.goto(door_of(event))
        type_in(page, typed)
        page.locator(f"[data-result={name}]").wait_for()
        looked_at(page, f"door-{name}-{scheme}")
    for name, address in [("person", reverse("events:check_in", args=[guests[1].code])), ("door", door_of(event))]:
        page.goto(address)
        looked_at(page, f"door-{name}-{scheme}")


@pytest.fixture
def provider():
    """A server of somebody else. Its list tells for each visit the Referer that came along."""

    class Seen(BaseHTTPRequestHandler):
        visits = []

        def do_GET(self):  # noqa: N802 -- the name is the library's
            self.visits.append(self.headers.get("Referer"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Seen) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/j/4711", Seen.visits
        server.shutdown()


def looked_at(page, name):
    picture(page, name)
    axe(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(("script", "passcode"), [(True, ""), (False, ""), (True, "harbour-9")])
def test_the_button_leads_to_the_provider_and_the_policy_blocks_nothing(signed_in, bo, script, passcode, provider):
    """`form-action 'self'` stays as strict as it is: the redirect to another host follows a link, not the form."""
    event, now = an_online_meeting(passcode=passcode), timezone.now()
    event.stops.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    a_guest(event, user=bo)
    address, visits = provider
    MeetingLink.objects.update(address=seal(address, PURPOSE))
    page = signed_in(bo, java_script_enabled=script)
    page.goto(reverse("events:join", args=[event.slug]))
    if passcode:
        page.get_by_role("button", name="Join the meeting").click()
        assert passcode in page.inner_text("main") and address not in page.content()
        axe(page)
    button = ("link", "Go to the meeting") if passcode else ("button", "Join the meeting")
    page.get_by_role(button[0], name=button[1]).click()
    page.wait_for_url(address)
    assert visits[:1] == [None]
    assert CheckIn.objects.get().source == "join"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_papers_and_the_online_meeting_are_legible(signed_in, client, bo, scheme):
    options, language = SCHEMES[scheme]
    bo.language = language
    bo.save()
    page = signed_in(bo, **options)
    ahead = a_guest(an_online_meeting(title="Webinar", in_days=2), user=bo)
    paper = a_certificate(who_came(user=bo))
    pages = {
        "seat": ahead.get_absolute_url(),
        "join": reverse("events:join", args=[ahead.event.slug]),
        "certificate": reverse("events:certificate_detail", args=[paper.event.slug, paper.registration.code]),
        "verify": reverse("events:certificate_verify", args=[paper.code]),
        "verify-unknown": reverse("events:certificate_verify", args=["zzzzzzzzzz"]),
    }
    assert Event.objects.count() == 2
    for name, address in pages.items():
        page.goto(address)
        looked_at(page, f"papers-{name}-{scheme}")
