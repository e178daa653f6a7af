"""Votes and reports in Chromium: from the question on the wall to the chart in the report."""

import pytest
from django.urls import reverse

from events.lifecycle import polls, reports
from events.models import Ballot, Poll
from scn_portal.jobs import running
from scn_portal.lifecycle import SYSTEM
from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.factories.events import a_poll, an_event
from tests.factories.reports import a_lesson, a_report
from tests.factories.voting import a_seated, a_vote

SMALLEST = {"width": 320, "height": 640}
SCHEMES = [
    ("wide", {}, "en"),
    ("narrow dark", {"viewport": NARROW, "color_scheme": "dark"}, "en"),
    ("narrow Arabic", {"viewport": NARROW}, "ar"),
]
ANSWERS = ("Talk to schools", "Find a partner", "Count what there is already")


@pytest.fixture
def event(transactional_db):
    return an_event("Workshop on listening")


def a_question(event, **more):
    return a_poll(event, status="open", options=ANSWERS, question={"en": "What comes first at home?"}, **more)


def a_counted(event, mia):
    """A breakdown with a cell that is not shown, published."""
    poll = a_question(event, breakdown="sector", groups=["municipal", "national"])
    for sector, votes in (("municipal", (3, 9, 8)), ("national", (9, 4, 10)), ("press", (7, 8, 9))):
        for choice, number in enumerate(votes, 1):
            for _ in range(number):
                a_vote(poll, a_seated(event, sector=sector), choice)
    Poll.objects.filter(pk=poll.pk).update(status="closed")
    return polls.publish(polls.seal(poll, by=SYSTEM), by=mia)


@pytest.mark.parametrize("script", [True, False])
def test_the_room_answers_on_the_smallest_screen(signed_in, event, bo, script):
    a_seated(event, user=bo)
    a_question(event, secrecy="secret")
    page = signed_in(bo, viewport=SMALLEST, java_script_enabled=script)
    page.goto(reverse("events:live", args=[event.slug]))
    assert not script or not scrolls_sideways(page)
    for answer in page.locator("main .field label").all():
        assert answer.bounding_box()["height"] >= 44
    picture(page, f"live-{script}")
    page.get_by_text("Find a partner").click()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("button", name="Change my answer").wait_for()
    assert Ballot.objects.get().choices == [2]
    if script:
        axe(page)


def test_the_wall_moves_by_itself_from_the_question_to_the_chart(signed_in, event, mia):
    poll = a_question(event)
    page = signed_in(mia, viewport={"width": 1600, "height": 900})
    page.goto(reverse("events:screen", args=[event.slug, poll.code]))
    picture(page, "screen-open", full_page=False)
    axe(page)
    for number in range(12):
        a_vote(poll, a_seated(event), 1 + number % 3)
    page.get_by_text("12 answers").wait_for()
    polls.close(poll, by=mia)
    running.run()
    page.get_by_text("4 (33%)").first.wait_for()
    picture(page, "screen-chart", full_page=False)
    axe(page)


@pytest.mark.parametrize(("name", "options", "language"), SCHEMES)
def test_desk_and_report_are_legible(signed_in, event, mia, name, options, language):
    poll = a_counted(event, mia)
    report = a_report(event)
    reports.add_block(report, by=mia, kind="text", title="The day", text="It began at nine.")
    reports.add_block(report, by=mia, kind="figure", figure="67", title="people took part")
    reports.add_block(report, by=mia, kind="chart", result=poll.result)
    a_lesson(report)
    mia.language = language
    mia.save()
    page = signed_in(mia, **options)
    here = [event.slug]
    places = {
        "desk-polls": reverse("events:desk_polls", args=here),
        "desk-poll": reverse("events:desk_poll", args=[*here, poll.code]),
        "poll-new": reverse("events:poll_create", args=here),
        "desk-report": reverse("events:desk_report", args=here),
    }
    _look(page, places, name)
    reports.publish(reports.submit(report, by=mia), by=mia)
    _look(page, {"report": report.get_absolute_url(), "reports": reverse("events:report_list", args=here)}, name)


def _look(page, places, name):
    for place, address in places.items():
        page.goto(address)
        picture(page, f"{place}-{name}")
        axe(page)
        assert not scrolls_sideways(page), place
