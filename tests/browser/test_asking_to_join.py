"""The journey in Chromium: by plain forms where JavaScript is off, without a finding of axe where it is on."""

import pytest

from cities.models import JoinRequest
from tests.browser.conftest import NARROW, WIDE, axe, picture, scrolls_sideways
from tests.factories.files import pdf

ADDRESS = "noor@cordoba.example"


class Journey:
    """Somebody who asks to join; `looks` is called on each page that opens."""

    def __init__(self, page, mailbox, address_of_server, looks):
        self.page, self.mailbox, self.server, self.looks = page, mailbox, address_of_server, looks

    def see(self, name):
        assert not scrolls_sideways(self.page), name
        self.looks(self.page, name)

    def click(self, selector):
        with self.page.expect_navigation():
            self.page.locator(selector).last.click()

    def press(self):
        self.click("main form[method=post] button.button:not([name])")

    def open_mailed_link(self):
        self.page.goto(self.server + self.mailbox.link_to(ADDRESS))

    def start(self):
        self.page.goto("/join/")
        self.see("join-1")
        self.page.locator("#start [name=email]").fill(ADDRESS)
        self.click("#start button")
        self.see("join-2-started")
        self.open_mailed_link()
        self.see("join-3-open")
        self.press()
        self.see("join-4-tasks")
        return JoinRequest.objects.get().code

    def fill_in(self, code):
        page = self.page
        page.goto(f"/join/{code}/city/")
        page.locator("[name=q]").last.fill("Cordoba, Spain")
        self.click("search button")
        page.locator("[name=place][value='2519240']").check()
        page.locator("[name=type][value=city]").check()
        self.see("join-5-city")
        self.go_on()
        self.see("join-6-you")
        self.go_on()
        self.see("join-6-you-problems")
        page.locator("[name=name]").fill("نور")
        page.locator("[name=office]").fill("Prevention coordinator")
        self.go_on()
        self.see("join-7-principles")
        for number in (1, 2, 3):
            page.locator(f"[name=principle_{number}]").check()
        self.go_on()

    def prove(self, code):
        page = self.page
        self.see("join-8-evidence")
        self.click("button[form=send-code]")
        page.locator("[name=code]").fill(self.mailbox.code_to(ADDRESS))
        page.locator("[name=letter]").set_input_files(
            {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdf()}
        )
        self.go_on()
        self.see("join-9-check")
        page.goto(f"/join/{code}/evidence/")
        self.see("join-8-evidence-given")
        page.goto(f"/join/{code}/check/")
        self.press()
        self.see("join-10-receipt")

    def go_on(self):
        self.click(".actions button:not([name])")


VARIANTS = {
    "English, wide, no script": ({"locale": "en-GB", "viewport": WIDE, "java_script_enabled": False}, False),
    "Arabic, narrow, no script": ({"locale": "ar", "viewport": NARROW, "java_script_enabled": False}, False),
    "English, narrow, dark": ({"locale": "en-GB", "viewport": NARROW, "color_scheme": "dark"}, True),
    "Arabic, wide": ({"locale": "ar", "viewport": WIDE}, True),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_an_official_asks_to_join(joining_world, visit, mailbox, live_server, name):
    options, scripted = VARIANTS[name]

    def looks(page, step):
        picture(page, f"{step}-{name.replace(', ', '-')}")
        if scripted:
            axe(page)

    journey = Journey(visit(**options), mailbox, live_server.url, looks)
    code = journey.start()
    journey.fill_in(code)
    journey.prove(code)
    assert JoinRequest.objects.get().status == "submitted"
