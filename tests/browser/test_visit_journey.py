"""From the page of a partnership to a visit with its report, and to a project with its item in the hub, in Chromium."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from hub.models import ResourceCity
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.journey import Reader
from tests.factories.hub import a_resource
from tests.factories.twinning import a_partnership, the_formats
from tests.twinning.acts_visits import over
from twinning.models import Project, Visit
from twinning.tasks.visits import hold_visits

VARIANTS = {
    "wide": (True, {"viewport": WIDE}),
    "no-script": (False, {"viewport": WIDE}),
    "narrow-dark": (True, {"viewport": NARROW, "color_scheme": "dark"}),
}


@pytest.fixture(params=by_night(VARIANTS, "wide"))
def sit_down(request, signed_in, mailbox, live_server):
    """`sit_down(ana)` sits somebody down in front of a browser of this variant."""
    scripts, options = VARIANTS[request.param]

    def looks(page, name):
        picture(page, f"{name}-{request.param}")
        if scripts:
            axe(page)

    def open_browser(person):
        page = signed_in(person, java_script_enabled=scripts, **options)
        return Lead(page, mailbox, live_server.url, looks)

    return open_browser


def day(days):
    return (timezone.now().date() + timedelta(days=days)).isoformat()


class Lead(Reader):
    """Somebody who leads a city."""

    def opens(self, row, name):
        self.page.goto(row.get_absolute_url())
        self.sees(name)

    def plans_a_visit(self, host):
        self.clicks("main a[href*='/visits/new/']")
        self.sees("visit-02-plan", "partnership=")
        self.fills(
            title="How they work with parents", starts_on=day(30), ends_on=day(31), aims="Who begins?\nWho pays?"
        )
        self.page.select_option("main [name=host]", str(host.pk))
        self.presses()
        self.sees("visit-03-planned", r"/visits/\w+/$")

    def names_a_guest(self):
        self.clicks("main a[href$='/guests/new/']")
        self.fills(name="Amina Diallo", office="Youth office")
        self.presses()
        self.sees("visit-04-guest", r"/visits/\w+/$")

    def takes_part(self, visit):
        self.opens(visit, "visit-05-asked")
        assert "Amina Diallo" in self.page.locator("main").inner_text()
        self.clicks("main a[href$='/confirm/']")
        self.sees("visit-06-question")
        self.presses()

    def reports(self, visit, item):
        self.opens(visit, "visit-07-held")
        self.clicks("main a[href$='/report/']")
        self.sees("visit-08-report")
        self.fills(answer_0="The school.")
        self.presses()
        assert self.page.locator("[data-problems]").count() == 1
        self.fills(answer_1="The council.", follows="A first evening in May.")
        self.page.select_option("main [name=taken]", str(item.pk))
        self.presses()
        self.sees("visit-09-reported", r"/visits/\w+/$")

    def checks(self, visit):
        self.opens(visit, "visit-10-to-check")
        self.clicks("main a[href$='/check/']")
        self.presses()
        self.sees("visit-11-checked")

    def plans_a_project(self):
        self.clicks("main a[href*='/projects/new/']")
        self.sees("project-01-plan", "partnership=")
        self.fills(title="A course for both", aims="One course for two cities.")
        self.presses()
        self.sees("project-02-planned", "/projects/a-course-for-both/$")

    def adds_a_task(self, city, words):
        self.clicks("main a[href$='/tasks/new/']")
        self.page.select_option("main [name=city]", str(city.pk))
        self.fills(words=words)
        self.presses()

    def closes_its_task(self, project):
        self.opens(project, "project-03-at-work")
        self.clicks("main form[action$='/done/'] button.button")

    def finishes(self, project, item):
        self.opens(project, "project-04-tasks-done")
        self.clicks("main a[href$='/done/']")
        self.sees("project-05-finish")
        self.page.select_option("main [name=result]", str(item.pk))
        self.presses()
        self.sees("project-06-done", "/projects/a-course-for-both/$")


def test_a_partnership_leads_to_a_visit_and_its_report(sit_down, porto, malmo, ana, linn):
    the_formats()
    partnership, item = a_partnership([porto, malmo]), a_resource(malmo)
    lead, host = sit_down(ana), sit_down(linn)
    lead.opens(partnership, "visit-01-partnership")
    lead.plans_a_visit(malmo)
    lead.names_a_guest()
    visit = Visit.objects.get()
    host.takes_part(visit)
    visit.refresh_from_db()
    assert visit.status == "confirmed"
    visit.guests.all().delete()  # their days would stay behind when the visit moves into the past
    with transaction.atomic():  # days of stops and visit are compared at the end
        over(visit)
    hold_visits()
    lead.reports(visit, item)
    host.checks(visit)
    visit.refresh_from_db()
    assert (visit.status, visit.report["answers"]) == ("reported", ["The school.", "The council."])
    assert visit.facts_checked_at
    lead.opens(partnership, "visit-12-partnership-again")
    assert lead.page.locator(f"main a[href='{visit.get_absolute_url()}']").count() == 1


def test_a_partnership_leads_to_a_project_and_its_item_in_the_hub(sit_down, porto, malmo, ana, linn):
    partnership, item = a_partnership([porto, malmo]), a_resource(porto)
    ResourceCity.objects.create(resource=item, city=malmo, role="co_owner")
    lead, other = sit_down(ana), sit_down(linn)
    lead.opens(partnership, "project-00-partnership")
    lead.plans_a_project()
    for city in (porto, malmo):
        lead.adds_a_task(city, f"The part of {city}")
    lead.clicks("main a[href$='/begin/']")
    lead.presses()
    project = Project.objects.get()
    for each in (lead, other):
        each.closes_its_task(project)
    lead.finishes(project, item)
    assert Project.objects.get().result == item
    lead.opens(item, "project-07-item")
    assert lead.page.locator(f"main a[href='{project.get_absolute_url()}']").count() == 1
