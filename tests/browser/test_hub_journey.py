"""The whole way of a practice in one piece: written, released, mended, published, found, taken over, confirmed."""

import pytest

from hub.models import Adoption, Resource
from scn_portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.hub_journey import NEEDLE, TITLE, Lead, Moderator, Practitioner, Public
from tests.cast import PASSWORD, person
from tests.factories.cities import a_representative
from tests.factories.hub import a_content, the_terms
from tests.signing_in import with_factor

LANGUAGES = {"en": {"locale": "en-GB", "viewport": WIDE}, "ar": {"locale": "ar", "viewport": NARROW}}
CONTENT = a_content(TITLE, need=f"Young people had nobody to talk to. One called it a {NEEDLE}.")


@pytest.fixture(params=by_night([("en", True), ("en", False), ("ar", True)], ("en", True)))
def variant(request):
    """The language of the browser, and whether it runs JavaScript."""
    return request.param


@pytest.fixture
def world(transactional_db, variant, porto, ana, linn, mia, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    the_terms()
    a_representative(porto, person("Rosa", "rosa@porto.example"), "practitioner")
    User.objects.update(language=variant[0])
    with_factor(mia)
    return mia


@pytest.fixture
def browsers(variant, visit, mailbox, live_server):
    """`browsers(Practitioner)` sits somebody down in front of a browser of this variant."""
    language, scripts = variant

    def looks(page, name):
        picture(page, f"{name}-{language}{'' if scripts else '-no-script'}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if scripts:
            axe(page)

    def sit_down(role, email=""):
        reader = role(visit(java_script_enabled=scripts, **LANGUAGES[language]), mailbox, live_server.url, looks)
        if email:
            reader.signs_in(email, PASSWORD)
        return reader

    return sit_down


def write_and_release(rosa, ana):
    slug = rosa.begins()
    rosa.writes_everything(CONTENT, sharing=0)
    rosa.cannot_release()
    ana.releases(slug)
    return slug


def check_and_publish(mia, moderator, rosa, ana, slug):
    moderator.opens_the_desk(mia, PASSWORD)
    moderator.takes_the_version("hub-m1")
    moderator.asks_for_changes()
    rosa.mends(slug, "outputs", "Forty pairs in 2020, on twelve evenings.")
    ana.releases(slug)
    moderator.takes_the_version("hub-m2")
    moderator.approves_and_publishes()


def test_a_practice_goes_from_a_draft_to_the_public_and_to_another_city(world, browsers, ana, linn):
    rosa, lead = browsers(Practitioner, "rosa@porto.example"), browsers(Lead, ana.email)
    stranger, moderator = browsers(Public), browsers(Moderator)
    slug = write_and_release(rosa, lead)
    stranger.finds_nothing()
    check_and_publish(world, moderator, rosa, lead, slug)
    item = Resource.objects.get()
    assert (item.status, item.current_version.number, item.slug) == ("published", 2, "mentors-for-young-people")
    stranger.finds_it()
    other = browsers(Lead, linn.email)
    other.says_we_use_this(item.slug)
    lead.confirms()
    assert Adoption.objects.get().status == "confirmed"
    stranger.reads_the_chain(item.slug, "Porto", "Malmö")
