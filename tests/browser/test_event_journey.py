"""The way to a seat in one piece: a city names its people, a guest waits, somebody gives up, the guest takes over."""

import pytest

from events.models import Event, Pool, Registration, Seat, Stop
from scn_portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.event_journey import DELEGATE, GUEST, Coordinator, Participant
from tests.browser.officer import Officer, day, moment
from tests.cast import PASSWORD
from tests.factories.events import a_privacy_notice

VARIANTS = {
    "wide": ("en", True, {"viewport": WIDE}),
    "no-script": ("en", False, {"viewport": WIDE}),
    "narrow-dark-arabic": ("ar", True, {"viewport": NARROW, "color_scheme": "dark"}),
}


@pytest.fixture(params=by_night(VARIANTS, "wide"))
def variant(request):
    return request.param


@pytest.fixture
def browsers(variant, visit, signed_in, mailbox, live_server):
    """`browsers(Participant)` sits somebody down in front of a browser of this variant."""
    language, scripts, options = VARIANTS[variant]

    def looks(page, name):
        picture(page, f"{name}-{variant}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if scripts:
            axe(page)

    def sit_down(role, person=None):
        User.objects.update(language=language)
        ways = options | {"locale": "ar" if language == "ar" else "en-GB", "java_script_enabled": scripts}
        is_staff = person is not None and person.is_staff
        reader = role(signed_in(person, **ways) if is_staff else visit(**ways), mailbox, live_server.url, looks)
        if person and not is_staff:
            reader.signs_in(person.email, PASSWORD)
        return reader

    return sit_down


def prepare_a_summit(officer, malmo, porto):
    """Two days with two seats for a city and one for guests, from the first line to open registration."""
    officer.begins("write", "event-o1", kind="global_summit", title="Meeting of bridges", contact="x@network.example")
    days = {"starts_on": day(30), "ends_on": day(31), "start_time": "09:00", "end_time": "17:00"}
    officer.acts("add_stop", city=malmo.pk, seats_delegate=2, seats_guest=1, **days)
    officer.adds_a_host(Stop.objects.get(), malmo)
    officer.opens(Pool.objects.get(category="guest"), "event-o2-pool")
    officer.acts("configure", needs_approval=False, offer_hours=48)
    officer.opens(Event.objects.get())
    officer.acts("revise", members_from=moment(-2), guests_from=moment(-1))
    officer.acts("announce")
    officer.acts("open_registration")
    held = {f"pool_{Pool.objects.get(category='delegate').pk}": 2}
    officer.acts("invite_city", city=porto.pk, respond_by=moment(7), release_at=moment(14), **held)
    officer.sees("event-o3-open")
    return Event.objects.get()


def status_of(email):
    return Seat.objects.filter(registration__email=email).latest("pk").status


def city_names_its_people(coordinator):
    coordinator.finds_what_waits()
    coordinator.accepts()
    coordinator.names("Pia Reis", email=DELEGATE, office="Youth office")


def guest_registers(jo, event):
    jo.opens_the_event(event, "event-g")
    jo.forgets_the_name("event-g")
    jo.checks_the_answers("event-g", name="Jo Okafor", email=GUEST)
    jo.changes_one_answer("event-g")
    jo.sends_it("event-g", "/register/sent/$")
    assert not Seat.objects.filter(registration__email=GUEST).exists()
    jo.follows_the_mail(GUEST, "event-g")


def test_a_city_sends_people_and_a_guest_gets_the_seat_that_becomes_free(browsers, malmo, porto, mia, ana, eve):
    a_privacy_notice()
    event = prepare_a_summit(browsers(Officer, mia), malmo, porto)
    city_names_its_people(browsers(Coordinator, ana))
    assert status_of(DELEGATE) == "confirmed"
    member = browsers(Participant, eve)
    member.opens_the_event(event, "event-m")
    member.checks_the_answers("event-m", office="Bridge office")
    member.sends_it("event-m", r"/seat/\w+/$")
    jo = browsers(Participant)
    guest_registers(jo, event)
    assert status_of(GUEST) == "waitlisted"
    member.gives_up_the_seat("event-m")
    assert (status_of(eve.email), status_of(GUEST)) == ("cancelled", "offered")
    jo.takes_the_offer(GUEST, "event-g")
    assert status_of(GUEST) == "confirmed"
    assert Registration.objects.get(email=GUEST).access_need.dietary != ""
