"""Save and come back in Chromium: on the server only, through a cut network, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from scn_portal.ui.models import Draft
from tests.browser.conftest import axe, picture


def saved(page):
    page.locator("#id_name").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")


def test_what_is_typed_is_saved_and_found_again_and_nothing_stays_in_the_browser(signed_in, dev):
    page = signed_in(dev)
    page.goto("/styleguide/")
    page.locator("#id_text").fill("We begin with the schools.")
    saved(page)
    assert Draft.objects.get().values["text"] == "We begin with the schools."
    page.goto("/styleguide/")
    assert page.locator("#id_text").input_value() == "We begin with the schools."
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_cut_network_is_said_and_the_text_is_saved_when_it_returns(signed_in, dev):
    page = signed_in(dev)
    page.goto("/styleguide/")
    page.context.set_offline(True)
    page.locator("#id_text").fill("Typed on the train.")
    page.locator("#id_name").focus()
    expect(page.locator("[data-saved]")).to_contain_text("offline")
    assert page.locator("#id_text").input_value() == "Typed on the train."
    page.context.set_offline(False)
    page.locator("#id_text").focus()
    saved(page)
    assert Draft.objects.get().values["text"] == "Typed on the train."


def test_two_windows_meet_and_both_texts_are_shown(signed_in, dev):
    first = signed_in(dev)
    first.goto("/styleguide/")
    second = first.context.new_page()
    second.goto("/styleguide/")
    first.locator("#id_text").fill("From the first window.")
    saved(first)
    second.locator("#id_text").fill("From the second window.")
    second.locator("button[name='save_draft']").click()
    second.wait_for_selector("text=From the first window.")
    assert second.locator("text=From the second window.").count() == 1
    axe(second)
    picture(second, "conflict")
    second.locator("text=Keep mine").click()
    second.wait_for_selector("#id_text")
    assert second.locator("#id_text").input_value() == "From the second window."


def test_without_scripts_the_button_saves_for_later(signed_in, dev):
    page = signed_in(dev, java_script_enabled=False)
    page.goto("/styleguide/")
    page.locator("#id_text").fill("Without scripts.")
    page.locator("button[name='save_draft']").click()
    assert page.locator("[role='status'] .message").count() == 1
    assert page.locator("#id_text").input_value() == "Without scripts."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refused_form_keeps_what_was_typed(signed_in, dev, scripts):
    page = signed_in(dev, java_script_enabled=scripts)
    page.goto("/styleguide/")
    page.locator("#id_text").fill("Still here.")
    page.locator("button.button", has_text="Send the request").first.click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator("#id_text").input_value() == "Still here."
