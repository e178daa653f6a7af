"""The way to a seat in one piece: a city names its people, a guest waits, somebody gives up, the guest takes over."""

import pytest

from events.models import Registration, Seat
from scn_portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE, axe, picture
from tests.browser.event_journey import DELEGATE, GUEST, Coordinator, Participant
from tests.cast import PASSWORD
from tests.factories.events import a_delegation, a_pool, an_event

VARIANTS = {
    "wide": ("en", True, {"viewport": WIDE}),
    "no-script": ("en", False, {"viewport": WIDE}),
    "narrow-dark-arabic": ("ar", True, {"viewport": NARROW, "color_scheme": "dark"}),
}


@pytest.fixture(params=VARIANTS)
def variant(request):
    return request.param


@pytest.fixture
def event(transactional_db, variant, porto, malmo, ana, linn, eve):
    event = an_event("Meeting of bridges", host=malmo)
    stop = event.stops.get()
    a_delegation(event, porto, a_pool(stop, 2, "delegate"), seats=2)
    a_pool(stop, 1, "guest", offer_hours=48)
    User.objects.update(language=VARIANTS[variant][0])
    return event


@pytest.fixture
def browsers(variant, visit, mailbox, live_server):
    """`browsers(Participant)` sits somebody down in front of a browser of this variant."""
    language, scripts, options = VARIANTS[variant]

    def looks(page, name):
        picture(page, f"{name}-{variant}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if scripts:
            axe(page)

    def sit_down(role, email=""):
        locale = {"locale": "ar" if language == "ar" else "en-GB", "java_script_enabled": scripts}
        reader = role(visit(**locale, **options), mailbox, live_server.url, looks)
        if email:
            reader.signs_in(email, PASSWORD)
        return reader

    return sit_down


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


def test_a_city_sends_people_and_a_guest_gets_the_seat_that_becomes_free(event, browsers, ana, eve):
    city_names_its_people(browsers(Coordinator, ana.email))
    assert status_of(DELEGATE) == "confirmed"
    member = browsers(Participant, eve.email)
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
