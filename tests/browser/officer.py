"""Officers work by hand in the admin, in Chromium. Acts go by verb and fields by name: words differ by language."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.browser.journey import Reader

BOXES = {"checkbox", "radio"}


def day(days):
    """So many days from today, as a field takes it."""
    return f"{timezone.now() + timedelta(days=days):%Y-%m-%d}"


def moment(days):
    return f"{day(days)}T12:00"


def fill(field, value):
    """What a person does with this field: chooses, ticks or types."""
    kind = field.evaluate("field => field.type")
    if kind.startswith("select"):
        field.select_option(str(value))
    elif kind in BOXES:
        field.set_checked(bool(value))
    else:
        field.fill(str(value))


class Officer(Reader):
    """Runs the meetings of the network."""

    def begins(self, verb, name, **fields):
        """A new event, from the link above the list."""
        self.page.goto(reverse("admin:events_event_changelist"))
        self.sees(f"{name}-list")
        self.clicks(f"a[href$='/make/{verb}/']")
        form = self.page.locator(f"form[action$='/make/{verb}/']")
        for field, value in fields.items():
            fill(form.locator(f"[name={field}]"), value)
        self.sees(f"{name}-begun")
        self._sends(form)

    def opens(self, row, name=None):
        """The page of a row, as its list leads to it."""
        key = getattr(row, "code", row.pk)
        self.page.goto(reverse(f"admin:events_{row._meta.model_name}_change", args=[key]))
        if name:
            self.sees(name)

    def acts(self, verb, **fields):
        """One act of the open page: its box is opened, filled in and sent; the page says that it is done."""
        closed = self.page.locator(f"section[data-verb={verb}] details:not([open]) > summary")
        if closed.count():
            closed.click()
        form = self.page.locator(f"form[action$='/act/{verb}/']")
        for field, value in fields.items():
            fill(form.locator(f"[name='{verb}-{field}']"), value)
        self._sends(form)

    def _sends(self, form):
        with self.page.expect_navigation():
            form.locator("button.button").click()
        assert self.page.locator(".messagelist .success").count() == 1, self.page.locator("main").inner_text()[:2000]

    def adds_a_host(self, stop, city, **rights):
        self.opens(stop)
        self.acts("add_host", city=city.pk, role="lead", **rights)
