"""A matching round of 24 entries, in Chromium. Fields and buttons go by name and address: words differ by language."""

from tests.browser.journey import Reader


class Lead(Reader):
    """Leads a city."""

    def enters(self, round, name):
        self.page.goto(f"/twinning/rounds/{round.slug}/")
        self.sees(f"{name}-01-round", f"/rounds/{round.slug}/$")
        self.clicks("main a.button[href*='/entry/']")
        self.sees(f"{name}-02-entry", "/entry/$")
        self.presses()
        assert self.page.locator("[data-problems]").count() == 1  # without consent
        self.page.locator("main [name=consents]").check()
        self.presses()
        self.sees(f"{name}-03-entered", f"/rounds/{round.slug}/$")

    def keeps_a_private_list(self, round, city, name):
        self.clicks("main a[href*='/private-list/']")
        self.page.locator(f"main [name=cities][value='{city.pk}']").check()
        self.sees(f"{name}-04-private-list", "/private-list/$")
        self.presses()

    def answers(self, round, said, name=""):
        self.page.goto(f"/twinning/rounds/{round.slug}/")
        if name:
            self.sees(f"{name}-05-group", f"/rounds/{round.slug}/$")
        self.clicks("main a.button[href*='/answer/']")
        self.page.locator(f"main [name=answer][value={said}]").check()
        if name:
            self.sees(f"{name}-06-answer", "/answer/$")
        self.presses()

    def reads_the_end(self, round, name):
        self.page.goto(f"/twinning/rounds/{round.slug}/")
        self.sees(f"{name}-07-settled", f"/rounds/{round.slug}/$")


class Moderator(Reader):
    """Runs the round."""

    def acts(self, round, verb):
        self.page.goto(f"/admin/twinning/round/{round.slug}/change/")
        self.clicks(f"main form[action$='/act/{verb}/'] button.button")

    def keeps_apart(self, round, cities, name):
        self.page.goto(f"/twinning/rounds/{round.slug}/marks/")
        self.page.locator("main [name=kind][value=forbid]").check()
        for city in cities:
            self.page.locator(f"main [name=cities][value='{city.pk}']").check()
        self.page.locator("main [name=reason]").fill("They have worked together for years already.")
        self.sees(f"{name}-m1-mark", "/marks/$")
        self.presses()

    def starts_a_run(self, round, start):
        self.page.goto(f"/twinning/rounds/{round.slug}/")
        self.clicks(f"main form[action$='/{start}/'] button")

    def chooses(self, run, name):
        self.page.goto(run.get_absolute_url())
        self.sees(f"{name}-m2-run")
        self.clicks("main form[action$='/choose/'] button")

    def proposes(self, round, name):
        self.page.goto(f"/twinning/rounds/{round.slug}/propose/")
        for each in self.page.locator("main [name^=seen_]").all():
            each.check()
        self.sees(f"{name}-m3-propose", "/propose/$")
        self.presses()
