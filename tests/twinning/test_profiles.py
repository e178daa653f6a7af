"""What a city needs and offers: the form, what it refuses, confirming each year, offers that fall with a practice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub import lifecycle as hub
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.notifications.models import OutboxMail
from tests.factories.cities import a_member, a_representative
from tests.factories.hub import a_resource
from tests.factories.twinning import a_profile, a_round, a_theme, an_entry, set_on_hold
from tests.signing_in import sign_in
from tests.twinning.acts_interests import SAID
from twinning.lifecycle import profiles
from twinning.models import Profile
from twinning.notifications.profiles import profile_due
from twinning.tasks.interests import remind_profiles

pytestmark = pytest.mark.django_db
EDIT = "/twinning/profile/edit/"
WAYS = {"capacity": "2", "language_1": "en", "language_2": "fr", "sizes": ["2", "3"], "contact_office": "Prevention"}


@pytest.fixture(autouse=True)
def themes():
    return [a_theme(code) for code in ("youth", "families", "schools", "dialogue")]


def said(profile):
    return {each.theme.code: (each.need, each.offer) for each in profile.theme_entries.select_related("theme")}


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_lead_writes_what_the_city_needs_and_offers(client, porto, ana):
    browser = sign_in(client, ana)
    given = WAYS | {"need_youth": "3", "offer_families": "2", "note_families": "With parents.", "about": "A harbour."}
    assert browser.post(EDIT, given).url == "/twinning/profile/"
    profile = Profile.objects.get(city=porto)
    assert (profile.capacity, profile.languages, profile.sizes) == (2, ["en", "fr"], [2, 3])
    assert said(profile) == {"youth": (3, 0), "families": (0, 2)}
    page = text(browser.get("/twinning/profile/"))
    assert "A priority now" in page
    assert "With parents." in page


def test_a_later_form_replaces_the_first_and_confirms(client, porto, ana):
    a_profile(porto, confirmed_on=timezone.now().date() - timedelta(days=500))
    browser = sign_in(client, ana)
    assert "Nobody has confirmed this for twelve months." in text(browser.get("/twinning/profile/"))
    browser.post(EDIT, WAYS | {"need_schools": "1"})
    profile = Profile.objects.get(city=porto)
    assert said(profile) == {"schools": (1, 0)}
    assert profile.is_current


def test_to_host_without_a_practice_on_the_theme_proposes_to_advise(client, porto, ana):
    browser = sign_in(client, ana)
    answer = browser.post(EDIT, WAYS | {"offer_families": "3"})
    page = text(answer)
    assert answer.status_code == 422
    assert "no published practice on “Families” yet" in page
    assert f'href="{reverse("hub:resource_start")}"' in page
    form = answer.context["form"]
    assert list(form.errors) == ["offer_families"]
    assert form["offer_families"].value() == "2"
    assert not Profile.objects.exists()


def test_the_only_practice_on_the_theme_stands_behind_the_offer(client, porto, ana):
    practice = a_resource(porto)  # on youth
    sign_in(client, ana).post(EDIT, WAYS | {"offer_youth": "3"})
    entry = Profile.objects.get(city=porto).theme_entries.get()
    assert (entry.offer, entry.proof) == (3, practice)


def test_of_two_practices_one_is_named(client, porto, ana):
    a_resource(porto)
    second = a_resource(porto)
    browser = sign_in(client, ana)
    answer = browser.post(EDIT, WAYS | {"offer_youth": "3"})
    assert list(answer.context["form"].errors) == ["proof_youth"]
    browser.post(EDIT, WAYS | {"offer_youth": "3", "proof_youth": second.code})
    assert Profile.objects.get(city=porto).theme_entries.get().proof == second


def test_at_most_three_themes_come_first_and_at_least_one_is_named(client, porto, ana):
    browser = sign_in(client, ana)
    four = {f"need_{code}": "3" for code in ("youth", "families", "schools", "dialogue")}
    answer = browser.post(EDIT, WAYS | four)
    assert (answer.status_code, len(answer.context["form"].errors)) == (422, 1)
    answer = browser.post(EDIT, WAYS)
    assert "Name at least one theme" in text(answer)
    assert not Profile.objects.exists()


def test_the_lifecycle_itself_holds_the_rules(porto, malmo, ana):
    foreign = a_resource(malmo)
    hosting = {"theme": a_theme(), "need": 0, "offer": 3}
    for wrong in ([hosting], [hosting | {"proof": foreign}], [], [hosting | {"offer": 1}] * 2):
        with pytest.raises(TransitionRefused):
            profiles.write(by=ana, within=porto, themes=wrong, **SAID)
    assert not Profile.objects.exists()


def test_a_colleague_on_hold_or_in_practice_does_not_write(client, porto, ana, pia):
    assert sign_in(client, pia).get(EDIT).status_code == 403
    assert client.get("/twinning/profile/").status_code == 200
    set_on_hold(porto)
    assert sign_in(client, ana).get(EDIT).status_code == 403
    assert client.post(EDIT, WAYS | {"need_youth": "1"}).status_code == 403
    assert client.get("/twinning/profile/").status_code == 200
    assert not Profile.objects.exists()


def test_before_it_is_written_the_page_tells_what_cities_near_ask_for(client, porto, ana):
    far = a_member("Far", lat=-40.0, lon=170.0)
    for number in range(12):
        a_profile(a_member(f"Near {number}", lat=41.0, lon=-8.0), needs={"schools": 2, "families": 1}, offers={})
    a_profile(far, needs={"dialogue": 3}, offers={})
    answer = sign_in(client, ana).get("/twinning/profile/")
    assert answer.context["nearby"] == [("Schools", 12), ("Families", 12)]
    assert "12 cities near you" in text(answer)


def test_who_leads_two_cities_chooses_one(client, porto, malmo, ana):
    a_representative(malmo, ana, "deputy")
    a_profile(malmo, needs={"families": 1})
    browser = sign_in(client, ana)
    page = text(browser.get(f"/twinning/profile/?city={malmo.slug}"))
    assert f"{EDIT}?city={malmo.slug}" in page
    browser.post(f"{EDIT}?city={malmo.slug}", WAYS | {"need_youth": "1"})
    assert said(Profile.objects.get()) == {"youth": (1, 0)}
    assert browser.get("/twinning/profile/?city=nowhere").status_code == 403


def test_one_button_confirms_for_a_year(client, porto, ana):
    profile = a_profile(porto, confirmed_on=timezone.now().date() - timedelta(days=500))
    assert Profile.objects.current().count() == 0
    sign_in(client, ana).post("/twinning/profile/confirm/")
    profile.refresh_from_db()
    assert profile.is_current
    assert Profile.objects.current().get() == profile


def test_the_city_is_reminded_once_when_its_profile_runs_out(porto, ana, pia, mailbox):
    profile = a_profile(porto, confirmed_on=timezone.now().date() - timedelta(days=400))
    a_profile(a_member())
    remind_profiles()
    remind_profiles()
    assert [each.person for each in OutboxMail.objects.filter(kind="twinning.profile_due")] == [ana]
    profile_due(profile)
    assert OutboxMail.objects.filter(kind="twinning.profile_due").count() == 1
    assert "one button confirms it" in mailbox.newest("ana@porto.example").text


def test_an_offer_falls_with_its_practice_and_open_entries_with_it(porto, ana, mailbox):
    practice = a_resource(porto)
    profile = a_profile(porto, needs={"families": 1}, offers={"youth": 3, "schools": 2})
    profile.theme_entries.filter(theme__code="youth").update(proof=practice)
    stated = {"offers": {"youth": 3, "schools": 2}, "proofs": {"youth": practice.code}}
    entered = an_entry(a_round("open"), porto, **stated)
    frozen = an_entry(a_round("closed"), porto, **stated)
    hub.withdraw(practice, by=ana, reason="We stopped it.")
    mailbox.collect()
    mail = mailbox.newest("ana@porto.example")
    assert said(profile) == {"families": (1, 0), "youth": (0, 2), "schools": (0, 2)}
    entered.refresh_from_db()
    frozen.refresh_from_db()
    assert (entered.offers, entered.proofs) == ({"youth": 2, "schools": 2}, {})
    assert frozen.offers == {"youth": 3, "schools": 2}
    assert mail.subject == "An offer of \u2068Porto\u2069 was lowered"
    with pytest.raises(TransitionRefused):
        profiles.lower(profile, by=SYSTEM, resource=practice)
