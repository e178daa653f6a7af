"""The whole journey in one piece: a city asks, is checked, is let in, writes its page and comes back."""

from itertools import product

import pytest

from cities.models import City, Invitation, JoinRequest, Representative
from scn_portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.journey import COLLEAGUE, OFFICIAL, SUMMARY, Official, Registrar
from tests.cast import PASSWORD
from tests.signing_in import with_factor

LANGUAGES = {"en": {"locale": "en-GB", "viewport": WIDE}, "ar": {"locale": "ar", "viewport": NARROW}}


@pytest.fixture(params=by_night([*product(LANGUAGES, (True, False))], ("en", False), ("ar", True)))
def variant(request):
    """The language of the browser, and whether it runs JavaScript."""
    return request.param


@pytest.fixture
def registrar(dev, variant):
    dev.language = variant[0]
    dev.save()
    with_factor(dev)
    return dev


@pytest.fixture
def browsers(variant, visit, mailbox, live_server):
    """`browsers(Official)` sits somebody down in front of a browser of this variant."""
    language, scripts = variant

    def looks(page, name):
        picture(page, f"journey-{name}-{language}{'' if scripts else '-no-script'}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if variant == ("en", True):
            axe(page)

    def sit_down(role):
        return role(visit(java_script_enabled=scripts, **LANGUAGES[language]), mailbox, live_server.url, looks)

    return sit_down


def ask(noor):
    noor.starts()
    noor.names_the_city()
    noor.says_who_it_is()
    noor.accepts_the_principles()
    noor.proves_it()
    noor.sends_it()
    assert JoinRequest.objects.get().status == "submitted"
    assert not User.objects.filter(email=OFFICIAL).exists()


def decide(dev, registrar):
    dev.opens_the_desk(registrar, PASSWORD)
    dev.takes_the_request()
    dev.confirms_the_letter()
    dev.records_the_call()
    dev.approves()
    assert JoinRequest.objects.get().status == "approved"


def act_for_the_city(noor):
    noor.accepts_the_invitation()
    noor.is_greeted()
    noor.writes_about_the_city()
    noor.invites_a_colleague()
    noor.signs_out()
    noor.comes_back()


def test_a_city_asks_to_join_is_let_in_and_acts_in_the_network(joining_world, browsers, mailbox, registrar):
    noor = browsers(Official)
    ask(noor)
    decide(browsers(Registrar), registrar)
    act_for_the_city(noor)
    assert Representative.objects.get(user__email=OFFICIAL).city == City.objects.get(name="Córdoba")
    assert mailbox.count(COLLEAGUE) == Invitation.objects.filter(email=COLLEAGUE).count() == 1
    stranger = browsers(Official)
    stranger.page.goto(City.objects.get(name="Córdoba").get_absolute_url())
    assert SUMMARY in stranger.page.locator("main").inner_text()
