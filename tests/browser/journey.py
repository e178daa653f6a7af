"""The journey of a city in Chromium. Fields and buttons go by name and address: words differ by language."""

import re
import time

from tests.browser.conftest import scrolls_sideways
from tests.factories.files import pdf
from tests.signing_in import code_now

OFFICIAL, COLLEAGUE = "noor@cordoba.example", "luz@cordoba.example"
NAME, PASSWORD = "Noor Salas", "seven-herons-cross-a-river"
SUMMARY = "Neighbours, schools and the municipal police meet each month."
OFFICIAL_SITE = "https://www.cordoba.example/contact"
CORDOBA_IN_SPAIN = "2519240"
THE_BUTTON = "main form[method=post] .actions button:not([name])"


class Reader:
    """Somebody in front of a browser. `looks` is called on each page that opens, with a name for it."""

    def __init__(self, page, mailbox, server, looks=lambda page, name: None):
        self.page, self.mailbox, self.server, self.looks = page, mailbox, server, looks

    def sees(self, name, address=None):
        """A page that opened: at its address, not too wide, with one heading."""
        assert self.page.locator("h1").count() == 1, name
        assert address is None or re.search(address, self.page.url), (name, self.page.url)
        assert not scrolls_sideways(self.page), name
        self.looks(self.page, name)

    def clicks(self, selector):
        with self.page.expect_navigation():
            self.page.locator(f"{selector} >> visible=true").first.click()

    def presses(self):
        """The button of the page's form."""
        self.clicks(THE_BUTTON)

    def fills(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"main [name={name}] >> visible=true").fill(value)

    def opens_the_mailed_link(self, address):
        self.page.goto(self.server + self.mailbox.link_to(address))

    def opens_the_menu(self):
        """On a wide screen the person's own, on a narrow one the only one."""
        self.page.locator("summary:has(bdi) >> visible=true").or_(
            self.page.locator("details.menu > summary >> visible=true")
        ).first.click()

    def signs_in(self, address, password):
        self.page.goto("/accounts/login/")
        self.fills(login=address, password=password)
        self.clicks("main form:has([name=password]) button[type=submit], main form:has([name=password]) button.button")


class Official(Reader):
    """Asks to join for a city, and later acts for it."""

    def starts(self):
        self.page.goto("/")
        self.sees("01-home")
        self.clicks("main a[href='/join/']")
        self.sees("02-become-a-strong-city")
        self.page.locator("#start [name=email]").fill(OFFICIAL)
        self.clicks("#start button.button")
        self.sees("03-written-to-you")
        self.opens_the_mailed_link(OFFICIAL)
        self.sees("04-open-the-request")
        self.presses()
        self.sees("05-tasks", r"/join/\w+/$")
        self.clicks("main a.button")

    def names_the_city(self):
        self.page.locator("main [name=q]").fill("Cordoba, Spain")
        self.clicks("main search button")
        self.page.locator(f"[name=place][value='{CORDOBA_IN_SPAIN}']").check()
        self.page.locator("[name=type][value=city]").check()
        self.fills(website="https://www.cordoba.example")
        self.sees("06-city", "/city/")
        self.presses()

    def says_who_it_is(self):
        self.fills(name=NAME, office="Prevention coordinator", telephone="+34 957 000 000")
        self.page.locator("[name=role][value=lead_contact]").check()
        self.sees("07-you", "/you/")
        self.presses()

    def accepts_the_principles(self):
        for number in (1, 2, 3):
            self.page.locator(f"[name=principle_{number}]").check()
        self.sees("08-principles", "/principles/")
        self.presses()

    def proves_it(self):
        self.clicks("button[form=send-code]")
        self.fills(code=self.mailbox.code_to(OFFICIAL), letter_on="2026-11-02")
        letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdf()}
        self.page.locator("[name=letter]").set_input_files(letter)
        self.sees("09-evidence", "/evidence/")
        self.presses()

    def sends_it(self):
        self.sees("10-check", "/check/")
        self.presses()
        self.sees("11-receipt", r"/join/\w+/$")

    def accepts_the_invitation(self):
        self.opens_the_mailed_link(OFFICIAL)
        self.sees("20-open-the-invitation", "/open/")
        self.presses()
        assert self.page.locator("main [name=name]").input_value() == NAME
        self.fills(password=PASSWORD, repeated=PASSWORD)
        self.sees("21-invitation", r"/invitations/\w+/$")
        self.presses()

    def is_greeted(self, name="22-dashboard"):
        self.sees(name, "/me/$")
        assert NAME in self.page.locator("h1").inner_text()

    def writes_about_the_city(self):
        self.clicks("main a[href$='/edit/texts/']")
        self.fills(summary=SUMMARY, approach="We ask each quarter **what helped**.")
        self.sees("23-texts", "/edit/texts/$")
        self.presses()
        self.sees("24-city-page", r"/cities/[^/]+/$")

    def invites_a_colleague(self):
        self.page.goto("/me/")
        self.clicks("main a[href$='/people/invite/']")
        self.fills(name="Luz Prieto", email=COLLEAGUE, office="Youth officer")
        self.sees("25-invite", "/people/invite/$")
        self.presses()
        self.sees("26-people", "/people/$")

    def signs_out(self):
        self.opens_the_menu()
        self.clicks("form[action$='/accounts/logout/'] button")
        self.sees("27-signed-out")

    def comes_back(self):
        self.signs_in(OFFICIAL, PASSWORD)
        self.is_greeted("28-back-again")


class Registrar(Reader):
    """Checks who is asking, at the desk in the admin."""

    def opens_the_desk(self, person, password):
        self.signs_in(person.email, password)
        self.sees("12-second-factor", "/2fa/authenticate/")
        if time.time() % 30 > 27:
            time.sleep(3.5)  # a code of the last seconds would be stale when it arrives
        self.fills(code=code_now())
        self.clicks("main form:has([name=code]) button")
        self.page.goto("/admin/")
        self.sees("13-queue")

    def act(self, verb):
        return f"form[action$='/act/{verb}/']"

    def takes_the_request(self):
        self.clicks("main a[href*='/joinrequest/']")
        self.sees("14-request", "/joinrequest/")
        self.clicks(f"{self.act('take')} button")
        self.sees("15-taken")

    def confirms_the_letter(self):
        form = self.page.locator("li[data-result]", has=self.page.locator("a[href^='/files/']"))
        form.locator("summary").click()
        form.locator("input[value=confirmed]").check()
        with self.page.expect_navigation():
            form.locator("button.button").click()
        self.sees("16-letter-confirmed")

    def records_the_call(self):
        form = self.page.locator(self.act("record_call"))
        self.page.locator("section[data-verb=record_call] summary").click()
        form.locator("[name$=number]").fill("+34 957 111 111")
        form.locator("[name$=number_source_url]").fill(OFFICIAL_SITE)
        form.locator("[name$=spoken_with]").fill("The secretary of the mayor")
        form.locator("input[value=confirmed]").check()
        with self.page.expect_navigation():
            form.locator("button.button").click()
        self.sees("17-call-recorded")

    def approves(self):
        self.clicks(f"{self.act('approve')} button")
        self.sees("18-approved", "/joinrequest/")
