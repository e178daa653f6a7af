"""Texts of the site and messages to the network: who may change them, and how."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from cities.lifecycle import site
from cities.models import City, ContactMessage, SiteText
from cities.rules import can_see
from scn_portal.lifecycle import SYSTEM, VISITOR, TransitionRefused, may
from tests.factories.cities import a_city, a_member, a_membership, a_person, a_representative

pytestmark = pytest.mark.django_db
MODERATORS = {"mia", "ada"}
TABLE = {
    **{f"cities.{verb}_sitetext": MODERATORS for verb in ["write", "revise", "publish", "retire", "check_translation"]},
    "cities.replace_sitetext": set(),
    "cities.take_contactmessage": {"mia", "ada", "dev"},
    "cities.close_contactmessage": {"mia", "ada", "dev"},
}


@pytest.mark.parametrize("permission", TABLE)
def test_only_staff_of_the_right_group_change_texts_and_answer_messages(permission, mia, ada, dev, ana, eve):
    people = {"mia": mia, "ada": ada, "dev": dev, "ana": ana, "eve": eve, "visitor": VISITOR, "clock": SYSTEM}
    assert {name for name, who in people.items() if may(who, permission)} == TABLE[permission]


def test_whoever_visits_may_write_to_the_network():
    assert rules.has_perm("cities.send_contactmessage", VISITOR)


@pytest.fixture
def text(mia):
    return site.publish(site.write(by=mia, key="mission", language="en", title="One", body="First."), by=mia)


def test_a_new_version_takes_the_place_of_the_old_one_when_it_is_published(text, mia):
    site.revise(text, by=mia, title="Two", body="Second.")
    draft = SiteText.objects.get(key="mission", number=2)
    assert draft.status == "draft"
    site.publish(draft, by=mia)
    assert list(SiteText.objects.order_by("number").values_list("number", "status")) == [
        (1, "replaced"),
        (2, "published"),
    ]


def test_a_published_text_is_published_once(text, mia):
    with pytest.raises(TransitionRefused):
        site.publish(text, by=mia)


def test_a_text_that_is_taken_off_the_site_can_come_back_as_a_new_version(text, mia):
    site.retire(text, by=mia)
    site.revise(text, by=mia, title="Again", body="Once more.")
    assert site.publish(SiteText.objects.get(number=2), by=mia).status == "published"


def test_a_registrar_may_not_publish_a_text(text, dev):
    with pytest.raises(PermissionDenied):
        site.retire(text, by=dev)


def a_message(email="lea@town.example", key="k1"):
    return site.send(by=VISITOR, email=email, form_key=key, name="Lea", topic="other", text="Hello")


def test_a_message_is_taken_and_closed_by_staff(dev):
    message = site.take(a_message(), by=dev)
    assert (message.status, message.handled_by) == ("taken", dev)
    assert site.close(message, by=dev).status == "closed"


def test_the_fourth_message_of_a_day_from_one_address_is_refused():
    for number in range(3):
        a_message("lea@town.example" if number else " LEA@town.example", f"k{number}")
    with pytest.raises(site.TooMany):
        a_message(key="k4")
    a_message("other@town.example", "k5")
    assert ContactMessage.objects.count() == 4


def test_seeing_one_city_and_listing_the_visible_ones_agree_for_everybody(ana, dev, eve):
    today = site.timezone.now().date()
    member, never, silent, former = a_member("Olhão"), a_city("Beja"), a_city("Elvas"), a_city("Lagos")
    a_membership(silent, confirmed_on=today)
    a_membership(former, ended_on=today)
    own = a_person()
    a_representative(never, own)
    for principal in [AnonymousUser(), eve, ana, own, dev, a_person(is_staff=True, is_active=False)]:
        visible = set(City.objects.visible_to(principal))
        for city in (member, never, silent, former):
            assert can_see(principal, city) == (city in visible), (principal, city)
