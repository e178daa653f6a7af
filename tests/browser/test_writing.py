"""A city writes in Chromium: saved by itself, two people in one section, with and without scripts, small and dark."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cities.models import Term
from hub.models import Resource, Version
from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.cast import member
from tests.factories.cities import a_country, a_representative, a_term
from tests.factories.hub import a_content, a_draft, the_terms


@pytest.fixture
def lisbon(transactional_db):
    the_terms()
    for number in range(12):
        a_term("theme", f"theme_{number}", f"A longer theme with the number {number}")
    return member("Lisbon", a_country(), "lisbon.example")


@pytest.fixture
def vera(lisbon):
    return a_representative(lisbon).user


@pytest.fixture
def draft(lisbon, vera):
    return a_draft(lisbon, vera, content=a_content(stage="", need=""))


def address(draft, section="story"):
    return reverse("hub:resource_edit", args=[draft.resource.slug, section])


def content(draft):
    return Version.objects.get(pk=draft.pk).content


def test_what_is_typed_is_saved_by_itself_and_found_again(signed_in, vera, draft):
    page = signed_in(vera)
    page.goto(address(draft))
    page.locator("#id_need").fill("Quarrels at the bus stop.")
    page.locator("#id_action").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert content(draft)["need"] == "Quarrels at the bus stop."
    page.locator("#id_action").fill("Two volunteers.")
    page.locator("button.button", has_text="Save and continue").click()
    page.wait_for_url(f"**{address(draft, 'means')}")
    assert content(draft)["action"] == "Two volunteers.", "typing, leaving and pressing is no conflict with oneself"


def test_a_cut_network_is_said_and_nothing_is_lost(signed_in, vera, draft):
    page = signed_in(vera)
    page.goto(address(draft))
    page.context.set_offline(True)
    page.locator("#id_need").fill("On the train.")
    page.locator("#id_action").focus()
    expect(page.locator("[data-saved]")).to_contain_text("offline")
    page.context.set_offline(False)
    page.locator("#id_need").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert content(draft)["need"] == "On the train."


def test_two_windows_meet_in_one_section_and_one_chooses(signed_in, vera, draft):
    first = signed_in(vera)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(address(draft))
    first.locator("#id_need").fill("From one window.")
    first.locator("#id_action").focus()
    expect(first.locator("[data-saved]")).to_contain_text("Saved")
    second.locator("#id_need").fill("From the other window.")
    second.locator("#id_action").focus()
    expect(second.locator("[data-saved]")).to_contain_text("colleague")
    second.locator("button.button", has_text="Save and continue").click()
    second.wait_for_selector("text=Something has changed")
    axe(second)
    picture(second, "writing-conflict")
    assert second.locator("text=From one window.").count() and second.locator("text=From the other window.").count()
    second.locator("button.button", has_text="Save what I chose").click()
    second.wait_for_url(f"**{address(draft)}")
    assert content(draft)["need"] == "From one window.\n\nFrom the other window."


@pytest.mark.parametrize("scripts", [True, False])
def test_from_nothing_to_a_released_practice(signed_in, vera, lisbon, scripts):
    page = signed_in(vera, java_script_enabled=scripts)
    page.goto(reverse("hub:desk"))
    page.locator("main a", has_text="Write down what works").click()
    assert page.locator("[name=kind][value=good_practice]").is_checked()
    page.locator("[name=title]").fill("Volunteers on the last bus")
    _press(page)
    _fill_basics(page)
    _fill_story(page)
    _press(page, "/results/")
    _press(page, "/transfer/")
    _add_a_part(page)
    _press(page, "/safeguards/")
    for code in ("non_discrimination", "harm"):
        page.locator(f"#id_safeguards_{code}").fill("Everybody who wants may come along.")
    _press(page, "/sharing/")
    _press(page, "/check/")
    page.locator("main a", has_text="Release it").click()
    _press(page, "/check/")
    assert page.locator("h2", has_text="It waits for a moderator").count() == 1
    assert Version.objects.get().status == "released"


def _press(page, leads_to=""):
    with page.expect_navigation():
        page.locator("main form[method=post] button.button:not([name])").first.click()
    assert leads_to in page.url, page.url


def _fill_basics(page):
    page.locator("[name=summary]").fill("Two trained volunteers ride the last bus and talk with whoever wants to.")
    page.locator("[name=theme_main][value=youth]").check()
    page.locator("[name=motivation_scope][value=all_forms]").check()
    page.locator("[name=prevention_level][value=primary]").check()
    page.locator("[name=practice_type][value=municipal_service]").check()
    page.locator("[name=audience][value=residents]").check()
    _press(page, "/story/")


def _fill_story(page):
    for name in ("need", "action", "local_lead"):
        page.locator(f"[name={name}]").fill(f"What we say of {name}.")
    page.locator("[name=started]").fill("2019-04")
    page.locator("[name=stage][value=running]").check()
    _press(page, "/means/")
    _press(page, "/results/")
    page.go_back()


def _add_a_part(page):
    page.locator("#id_core_0").fill("Two together")
    with page.expect_navigation():
        page.locator("button[name=another][value=core]").click()
    page.locator("#id_core_1").fill("The last bus")


LOOKS = [
    ("wide", {}, "en"),
    pytest.param("narrow", {"viewport": NARROW}, "en", marks=pytest.mark.nightly),
    ("320", {"viewport": {"width": 320, "height": 700}}, "ar"),
    pytest.param("dark", {"color_scheme": "dark"}, "ar", marks=pytest.mark.nightly),
]


@pytest.mark.parametrize(("name", "options", "language"), LOOKS)
def test_every_page_of_writing_is_looked_at(signed_in, vera, draft, name, options, language):
    type(vera).objects.filter(pk=vera.pk).update(language=language)
    Version.objects.filter(pk=draft.pk).update(remarks={"C3": {"answer": "change", "reason": "Say how you knew."}})
    page = signed_in(vera, **options)
    slug = draft.resource.slug
    sections = ("basics", "story", "means", "results", "transfer", "safeguards", "sharing")
    pages = [reverse("hub:desk"), reverse("hub:resource_start"), *(address(draft, each) for each in sections)]
    pages += [reverse("hub:resource_check", args=[slug]), reverse("hub:resource_preview", args=[slug, "member"])]
    pages += [reverse("hub:version_discard", args=[slug])]
    for each in pages:
        page.goto(each)
        assert page.locator("h1").count() == 1, each
        page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
        assert not scrolls_sideways(page), each
        axe(page)
        picture(page, f"writing-{name}-{each.strip('/').replace('/', '-').replace(slug, 'draft')}")


def test_a_form_with_problems_leads_to_the_field(signed_in, vera, draft):
    page = signed_in(vera)
    page.goto(address(draft))
    page.locator("#id_started").fill("spring")
    page.locator("button.button", has_text="Save and continue").click()
    page.wait_for_selector("[data-problems]")
    axe(page)
    picture(page, "writing-problems")
    page.locator("[data-problems] a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_started"
    assert page.locator("#id_started").input_value() == "spring"
    assert Resource.objects.count() == 1 and Term.objects.exists()
