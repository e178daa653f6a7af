"""A tour of six stops the whole way, each with their own browser: an officer prepares it by hand in the admin, a city
sends its people, a stop moves and one is called off, a host lets people in, the room is asked, and it is reported.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.models import Certificate, CheckIn, Event, Pool, Registration, Report, Seat
from events.zones import in_zone
from hub.models import Resource
from scn_portal.accounts.models import User
from scn_portal.jobs import running
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.event_day import Asker, Delegate, Doorkeeper, time_passes
from tests.browser.event_journey import Coordinator, Participant
from tests.browser.officer import Officer, moment
from tests.events.calendar_client import Client, Post, follow_up, parts_to
from tests.factories.cities import a_term
from tests.factories.events import a_privacy_notice
from tests.factories.voting import a_seated, a_vote

BO, GUEST = "bo@malmo.example", "jo@elsewhere.example"
ANSWERS = ("Talk to schools", "Find a partner")
OTHERS = 11  # people who answer besides the delegate
VARIANTS = {
    "wide": ("en", True, {"viewport": WIDE}),
    "narrow-dark-arabic": ("ar", False, {"viewport": NARROW, "color_scheme": "dark"}),
}


@pytest.fixture(params=by_night(VARIANTS, "narrow-dark-arabic"))
def variant(request):
    return request.param


@pytest.fixture
def sits(variant, signed_in, visit, mailbox, live_server, settings):
    """`sits(Officer, mia)` is Mia in front of a browser of this variant, `sits(Participant)` somebody unknown."""
    language, script, options = VARIANTS[variant]
    settings.MAIL_TRANSPORT, Post.sent = "tests.events.calendar_client.KeptPost", []
    options = options | {"java_script_enabled": script, "locale": "ar" if language == "ar" else "en-GB"}

    def looks(page, name):
        picture(page, f"{name}-{variant}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if script and "/admin/" not in page.url:  # those are looked at in `test_every_page`
            axe(page)

    def sit_down(role, person=None):
        User.objects.update(language=language)
        page = signed_in(person, **options) if person else visit(**options)
        return role(page, mailbox, live_server.url, looks)

    return sit_down


@pytest.fixture
def today():
    """A zone in which the day is young, and its date: the first stop begins there late in the evening of today."""
    zone = "UTC" if timezone.now().hour < 12 else "Pacific/Honolulu"
    return zone, in_zone(timezone.now(), zone).date()


def test_a_tour_goes_from_the_invitation_to_a_lesson_in_the_hub(
    sits, today, porto, malmo, mia, noa, ana, dora, linn, bo
):
    a_privacy_notice()
    a_term("theme", "youth", "Youth")
    officer, delegate = sits(Officer, mia), sits(Delegate, bo)
    tour = is_prepared(officer, today, porto, malmo)
    a_city_and_a_guest_are_invited(officer, tour, malmo)
    the_city_sends_its_delegate(sits(Coordinator, linn), tour, bo)
    a_member_waits_at_the_full_stop(sits(Participant, dora), officer, tour)
    the_guest_says_yes(sits(Participant), tour)
    the_programme_is_shown(sits(Asker, mia), delegate, tour)
    address = subscribes(delegate)
    a_stop_moves(officer, delegate, tour, address)
    a_stop_is_called_off(officer, delegate, tour, address)
    the_host_lets_people_in(sits(Doorkeeper, ana), tour)
    poll = the_room_is_asked(sits(Asker, mia), delegate, tour)
    the_tour_is_over(tour)
    is_reported(sits(Asker, mia), sits(Asker, noa), delegate, tour, poll)
    the_lesson_stands_in_the_hub(sits(Asker, noa))


def at(tour, position):
    return tour.stops.get(position=position)


# Before: written, announced, open, invited


def is_prepared(officer, today, porto, malmo):
    zone, first = today
    officer.begins(
        "write",
        "tour-01",
        kind="tour",
        title="Tour of the bridges",
        zone="Europe/Stockholm",
        contact="x@network.example",
    )
    tour = Event.objects.get()
    officer.sees("tour-02-draft")
    late = {"zone": zone, "starts_on": first, "start_time": "22:00", "end_time": "23:30", "seats_guest": 5}
    officer.acts("add_stop", city=porto.pk, seats_delegate=20, **late)
    for number in range(2, 7):
        day = {"starts_on": first + timedelta(days=3 * number), "start_time": "09:00", "end_time": "17:00"}
        officer.acts("add_stop", place=f"Bridge {number}", seats_delegate=1 if number == 2 else 20, **day)
    for stop in tour.stops.all():
        officer.adds_a_host(stop, malmo if stop.position > 1 else porto, may_check_in=True)
    officer.sees("tour-03-stop")
    officer.opens(tour)
    officer.acts("announce")
    officer.acts("ask_question", label="How do you travel?", purpose="To order a bus", kind="text", reader="host")
    officer.acts("open_registration")
    officer.sees("tour-04-open")
    return Event.objects.get(status="open")


def a_city_and_a_guest_are_invited(officer, tour, malmo):
    held = {f"pool_{Pool.objects.get(stop=at(tour, n), category='delegate').pk}": 1 for n in (1, 2, 3, 6)}
    officer.acts("invite_city", city=malmo.pk, respond_by=moment(2), release_at=moment(4), **held)
    guest = {"name": "Jo Okafor", "email": GUEST, "category": "guest", "expires_at": moment(3)}
    officer.acts("invite_person", **guest, language="en")
    officer.acts("send_drafts")
    officer.sees("tour-05-invited")


def the_city_sends_its_delegate(linn, tour, bo):
    follow_up()
    linn.finds_what_waits("tour")
    linn.accepts("tour")
    stops = [at(tour, number) for number in (1, 2, 3, 6)]
    linn.names("Bo", stops=stops, shown_as="tour", email=bo.email, office="Youth worker")
    assert states(bo.email) == {1: "confirmed", 2: "confirmed", 3: "confirmed", 6: "confirmed"}


def states(email):
    seats = Seat.objects.filter(registration__email=email)
    return dict(seats.values_list("stop__position", "status"))


def a_member_waits_at_the_full_stop(dora, officer, tour):
    dora.opens_the_event(tour, "tour-m")
    for number in (1, 2):
        dora.page.locator(f"main [name=places][value='{at(tour, number).code}-delegate']").check()
    dora.checks_the_answers("tour-m", office="Bridge office", question_1="By train")
    dora.sends_it("tour-m", r"/seat/\w+/$")
    assert states("dora@porto.example") == {1: "confirmed", 2: "waitlisted"}
    officer.opens(Pool.objects.get(stop=at(tour, 2), category="delegate"), "tour-06-pool")
    officer.acts("change_capacity", capacity=2)
    assert states("dora@porto.example") == {1: "confirmed", 2: "confirmed"}


def the_guest_says_yes(jo, tour):
    jo.opens_the_mailed_link(GUEST)
    jo.sees("tour-g1-link", "/open/")
    jo.presses()
    jo.sees("tour-g2-invitation", r"/invitation/\w+/$")
    jo.clicks("main a.button[href$='/accept/']")
    jo.sees("tour-g3-accept", "/accept/$")
    jo.presses()
    jo.sees("tour-g4-recorded")
    assert states(GUEST) == {1: "confirmed"}


def the_programme_is_shown(mia, bo, tour):
    hours = {"begins": "22:15", "ends": "23:15"}
    mia.plans_a_session(at(tour, 1), "What comes first", "tour-07", **hours)
    bo.page.goto(reverse("events:agenda", args=[tour.slug]))
    bo.sees("tour-d1-programme")
    assert bo.page.get_by_role("link", name="What comes first").count()


# Calendars


def subscribes(bo):
    """Everything so far has gone out; the delegate asks for the address of a calendar of their own."""
    bo.mailbox.collect()
    bo.page.goto(reverse("notifications:own_calendar"))
    bo.presses()
    bo.sees("tour-d2-feed")
    address = bo.page.locator("#feed-address").input_value()
    return address[address.index("/calendar/") :]


def entry(bo, address, stop):
    """What a calendar at this address says of the stop: (sequence, status, beginning)."""
    calendar = Calendar.from_ical(bo.page.request.get(address).text())
    found = next(each for each in calendar.walk("VEVENT") if str(each["UID"]).startswith(str(stop.calendar_uid)))
    return int(found["SEQUENCE"]), str(found["STATUS"]), found["DTSTART"].dt


def everywhere(bo, stop, feed):
    """The calendar of the stop, of the event and of the person agree."""
    places = [reverse("events:stop_calendar", args=[stop.event.slug, stop.code]), stop.event.get_absolute_url()]
    places[1] += "calendar.ics"
    said = {entry(bo, place, stop) for place in (*places, feed)}
    assert len(said) == 1, said
    return said.pop()


def mailed(to):
    """What a calendar program made of the mails to this address."""
    program = Client()
    for _method, part in parts_to(to):
        program.take(part)
    return program


def a_stop_moves(officer, bo, tour, feed):
    stop = at(tour, 3)
    assert everywhere(bo, stop, feed) == (0, "CONFIRMED", stop.starts_at)
    officer.opens(stop)
    day = stop.starts_on + timedelta(days=1)
    officer.acts("change", starts_on=day, ends_on=day, start_time="10:30")
    officer.sees("tour-08-moved")
    follow_up()
    bo.mailbox.collect()
    moved = at(tour, 3)
    assert moved.starts_at == stop.starts_at + timedelta(days=1, minutes=90)
    assert everywhere(bo, moved, feed) == (1, "CONFIRMED", moved.starts_at)
    kind, message = next((kind, message) for to, kind, message in reversed(Post.sent) if to == BO)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert (kind, [part.get_param("method") for part in parts]) == ("events.stop_changed", ["REQUEST"])
    assert moved.starts_at in [begin for begin, _end, _place in mailed(BO).shown]


def a_stop_is_called_off(officer, bo, tour, feed):
    officer.opens(at(tour, 6))
    officer.acts("cancel", reason="The bridge is being repaired.")
    officer.sees("tour-09-called-off")
    follow_up()
    bo.mailbox.collect()
    off = at(tour, 6)
    assert everywhere(bo, off, feed) == (1, "CANCELLED", off.starts_at)
    program = mailed(BO)
    assert [uid.split("@")[0] for uid in program.cancelled] == [str(off.calendar_uid)]
    assert len(program.shown) == 3
    bo.page.goto("/me/events/")
    bo.sees("tour-d3-own-events")
    bo.clicks("main a[href*='/seat/']")
    bo.sees("tour-d4-seat")
    assert "The bridge is being repaired." in bo.page.locator("main").inner_text()


# The day, and afterwards


def the_host_lets_people_in(ana, tour):
    delegate = Registration.objects.get(email=BO)
    ana.opens_the_door(tour, "tour-h1")
    assert not ana.page.locator("main nav a[href*='stop=']").count()  # a door of the own stop and of no other
    assert [ana.checks_in(delegate) for _twice in range(2)] == ["ok", "already"]
    assert ana.checks_in(Registration.objects.get(email=GUEST)) == "ok"
    ana.sees("tour-h2-let-in")
    assert set(CheckIn.objects.filter(result="ok").values_list("stop__position", flat=True)) == {1}
    for page in ("desk", "desk_answers"):
        ana.page.goto(reverse(f"events:{page}", args=[tour.slug]))
        ana.sees(f"tour-h3-{page}")
    assert "By train" in ana.page.locator("main").inner_text()


def the_room_is_asked(mia, bo, tour):
    poll = mia.asks(tour, "What comes first at home?", ANSWERS, "tour-10")
    bo.answers(tour, 1, "tour-d5")
    for number in range(OTHERS):
        a_vote(poll, a_seated(tour), 1 + number % 2)
    mia.sees_the_wall(poll, "tour-11-open")
    mia.page.locator(".counted b", has_text="12").wait_for()  # one count serves all for two seconds
    mia.closes(poll)
    running.run()
    mia.publishes(poll, "tour-12")
    mia.sees_the_wall(poll, "tour-13-result")
    return poll


def the_tour_is_over(tour):
    """Whoever was let in gets a certificate."""
    time_passes(tour)
    follow_up()
    assert Certificate.objects.count() == 2


def is_reported(mia, noa, bo, tour, poll):
    mia.writes_the_report(tour, "tour-14")
    noa.publishes_the_report(tour, "tour-15")
    bo.page.goto(Report.objects.get().get_absolute_url())
    bo.sees("tour-d6-report")
    drawn = bo.page.locator("main figure")
    assert drawn.count() == drawn.locator("table").count() == 1 and drawn.locator("svg [data-series], svg rect").count()
    assert "6" in drawn.locator("table").inner_text()
    paper = Certificate.objects.get(registration__email=BO)
    bo.page.goto(reverse("events:certificate_detail", args=[tour.slug, paper.registration.code]))
    bo.sees("tour-d7-certificate")


def the_lesson_stands_in_the_hub(noa):
    """On the desk of whoever published the report."""
    lesson = Resource.objects.get()
    assert (lesson.title, lesson.status, lesson.kind) == ("Ask before you plan", "unpublished", "lesson_learned")
    noa.page.goto("/hub/desk/")
    noa.sees("tour-16-hub-desk")
    noa.clicks(f"main a[href*='/{lesson.slug}/']")
    noa.sees("tour-17-lesson")
