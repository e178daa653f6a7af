"""A role passes on, in Chromium: proposed, mailed, taken over, and at once over for whoever held it."""

import pytest

from cities.models import Handover, Representative
from tests.browser.conftest import NARROW, WIDE, axe, picture
from tests.browser.journey import Reader
from tests.cast import PASSWORD

SUCCESSOR, CHOSEN = "nela@porto.example", "seven-herons-cross-a-river"
WAYS = {
    "wide": {"viewport": WIDE, "java_script_enabled": True},
    "without scripts": {"viewport": WIDE, "java_script_enabled": False},
    "Arabic telephone": {"viewport": NARROW, "locale": "ar", "java_script_enabled": True},
}


class Lead(Reader):
    """Holds the role, and names who takes it over."""

    def comes_in(self):
        self.signs_in("ana@porto.example", PASSWORD)
        self.page.goto("/cities/porto/people/")
        self.sees("handover-01-people")

    def proposes_a_successor(self):
        self.clicks("main a[href$='/people/handover/lead_contact/']")
        self.sees("handover-02-start", "/people/handover/lead_contact/$")
        self.fills(name="Nela Next", email=SUCCESSOR, office="Head of safety")
        self.presses()
        self.sees("handover-03-proposed", r"/handovers/\w+/$")

    def clicks_once_more(self, selector):
        """What the server answers to the next click of a window that was open all the time."""
        with self.page.expect_navigation() as answer:
            self.page.locator(f"{selector} >> visible=true").first.click()
        return answer.value.status


class Successor(Reader):
    """Opens the mail, chooses a password, and has the role."""

    def opens_the_mail(self):
        self.opens_the_mailed_link(SUCCESSOR)
        self.sees("handover-04-link", "/open/")
        assert Handover.objects.get().status == "open"
        self.presses()
        self.sees("handover-05-answer", r"/handovers/\w+/accept/$")

    def takes_the_role_over(self):
        self.fills(password=CHOSEN, repeated=CHOSEN)
        self.presses()
        self.sees("handover-06-dashboard", "/me/$")

    def looks_at_the_people(self):
        self.page.goto("/cities/porto/people/")
        self.sees("handover-07-people", "/people/$")


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


@pytest.fixture
def browsers(way, visit, mailbox, live_server):
    def looks(page, name):
        picture(page, f"{name}-{way.replace(' ', '-')}")
        if way == "wide":
            axe(page)

    return lambda role: role(visit(**WAYS[way]), mailbox, live_server.url, looks)


def test_a_lead_contact_hands_over_and_the_window_left_open_does_nothing_any_more(
    transactional_db, porto, ana, pia, browsers
):
    lead, successor = browsers(Lead), browsers(Successor)
    lead.comes_in()
    lead.proposes_a_successor()
    lead.page.goto("/cities/porto/people/")
    successor.opens_the_mail()
    assert Representative.objects.get(role="lead_contact", until=None).user == ana
    successor.takes_the_role_over()
    held = Representative.objects.filter(city=porto, role="lead_contact").order_by("since")
    assert [each.user.email for each in held] == ["ana@porto.example", SUCCESSOR]
    assert held[0].until == held[1].since
    assert lead.clicks_once_more("main a[href$='/people/invite/']") == 403
    successor.looks_at_the_people()
