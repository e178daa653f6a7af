"""People join an event, in Chromium. Fields and buttons go by name and address: words differ by language."""

from tests.browser.journey import Reader

GUEST, DELEGATE = "jo@elsewhere.example", "pia@porto.example"
CONFIRM = "main form button[name=stage][value=confirm]"


class Participant(Reader):
    """Somebody who registers, or stands in the queue."""

    def opens_the_event(self, event, name):
        self.page.goto(event.get_absolute_url())
        self.sees(f"{name}-01-event", f"/events/{event.slug}/$")
        self.clicks("main a.button[href$='/register/']")
        self.sees(f"{name}-02-form", "/register/$")

    def forgets_the_name(self, name):
        """What was typed is still there, and the fault is named."""
        self.fills(name="", office="Bridge office")
        self.clicks("main form button[name=stage]")
        assert self.page.locator("[data-problems]").count() == 1
        assert self.page.locator("main [name=office]").input_value() == "Bridge office"
        self.sees(f"{name}-03-fault")

    def checks_the_answers(self, shown_as, **fields):
        self.fills(**fields)
        self.page.locator("main [name=listed][value=participants]").check()
        self.clicks("main form button[name=stage]")
        self.sees(f"{shown_as}-04-check", "/register/$")

    def changes_one_answer(self, name):
        """Back to the form: all is there."""
        self.clicks("main form button[name=stage][value=change]")
        assert self.page.locator("main [name=office]").input_value() == "Bridge office"
        self.fills(dietary="No nuts")
        self.page.locator("main [name=needs_consent]").check()
        self.clicks("main form button[name=stage]")
        assert "No nuts" in self.page.locator("main").inner_text()

    def sends_it(self, name, address):
        self.clicks(CONFIRM)
        self.sees(f"{name}-05-sent", address)

    def follows_the_mail(self, address, name):
        self.opens_the_mailed_link(address)
        self.sees(f"{name}-06-open")
        self.presses()
        self.sees(f"{name}-07-seat", r"/seat/\w+/$")

    def gives_up_the_seat(self, name):
        self.page.goto("/me/events/")
        self.sees(f"{name}-08-own-events", "/me/events/$")
        self.clicks("main a[href*='/seat/']")
        self.clicks("main a[href$='/cancel/']")
        self.sees(f"{name}-09-give-up", "/cancel/$")
        self.presses()
        self.sees(f"{name}-10-given-up", r"/seat/\w+/$")

    def takes_the_offer(self, address, name):
        self.opens_the_mailed_link(address)
        self.presses()
        self.sees(f"{name}-11-offer", r"/seat/\w+/$")
        self.clicks("main form[action$='/accept/'] button.button")
        self.sees(f"{name}-12-taken", r"/seat/\w+/$")


class Coordinator(Reader):
    """Speaks for the delegation of a city."""

    def finds_what_waits(self, shown_as="event"):
        self.page.goto("/me/")
        self.sees(f"{shown_as}-c1-dashboard", "/me/$")
        self.clicks("main .todo a[href$='/delegation/']")
        self.sees(f"{shown_as}-c2-invited", "/delegation/$")

    def accepts(self, shown_as="event"):
        self.clicks("main form[action$='/delegation/accept/'] button.button")
        self.sees(f"{shown_as}-c3-accepted", "/delegation/$")

    def names(self, name, *, stops=(), shown_as="event", **fields):
        """Where there are several stops, a seat at each of these."""
        self.clicks("main a.button[href$='/delegation/new/']")
        self.fills(name=name, **fields)
        for stop in stops:
            self.page.locator(f"main [name=seats][value='{stop.code}-delegate']").check()
        self.sees(f"{shown_as}-c4-name", "/delegation/new/$")
        self.presses()
        self.sees(f"{shown_as}-c5-named", "/delegation/$")
        assert name in self.page.locator("main").inner_text()
