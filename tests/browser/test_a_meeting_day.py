"""The day of a meeting in one piece, with and without a script: programme, calendar, door, vote, wall, report, hub."""

import pytest
from django.urls import reverse

from events.models import CheckIn, Poll, Report
from hub.models import Resource
from scn_portal.jobs import running
from tests.browser.conftest import picture
from tests.browser.event_day import time_passes
from tests.browser.officer import Officer
from tests.factories.cities import a_term
from tests.factories.door import an_event_today
from tests.factories.voting import a_seated, a_vote

OTHERS = 11  # people who answer besides Bo


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def script(request):
    return request.param


@pytest.fixture
def event(transactional_db, porto, ana, mailbox):
    a_term("theme", "youth", "Youth")
    return an_event_today(porto, title="Summit of Porto")


@pytest.fixture
def opened(signed_in, event, script):
    """`opened(mia, "desk_polls")` is Mia before that page of the event."""

    def open_page(person, name, *args):
        page = signed_in(person, java_script_enabled=script)
        page.goto(reverse(f"events:{name}", args=[event.slug, *args]))
        return page

    return open_page


def presses(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def test_a_day_goes_from_the_programme_to_a_lesson_in_the_hub(opened, visit, event, script, ana, bo, mia, noa):
    stop, delegate = event.stops.get(), a_seated(event, user=bo, name="Bo", city=None)
    shows_the_programme(opened(mia, "session_create", stop.code), event)
    reads_it_and_keeps_it_in_the_calendar(opened(bo, "agenda"), event, stop, Officer(opened(mia, "desk"), None, ""))
    checks_in(opened(ana, "desk_check_in"), delegate)
    poll = asks(opened(mia, "poll_create"), event)
    answers(opened(bo, "live"), event, poll)
    counts(opened(mia, "screen", poll.code), opened, mia, poll)
    time_passes(event)
    writes_the_report(opened(mia, "report_create"), event, poll)
    publishes_the_report(opened(noa, "desk_report"))
    reader = visit(java_script_enabled=script)
    reader.goto(Report.objects.get().get_absolute_url())
    assert reader.get_by_text("What comes first at home?").count()
    picture(reader, f"day-report-{script}")
    lesson = Resource.objects.get()
    assert (lesson.title, lesson.status) == ("Ask before you plan", "unpublished")


def shows_the_programme(page, event):
    page.fill("[name=title]", "What comes first")
    page.select_option("[name=kind]", "panel")
    page.fill("[name=begins]", "10:00")
    page.fill("[name=ends]", "11:00")
    presses(page, "Save")
    page.goto(reverse("events:agenda_release", args=[event.slug]))
    page.check("[name=knowing]")
    presses(page, "Show the programme")
    page.get_by_role("link", name="What comes first").wait_for()
    picture(page, "day-programme")


def reads_it_and_keeps_it_in_the_calendar(page, event, stop, officer):
    page.get_by_role("link", name="What comes first").click()
    page.get_by_role("heading", name="When and where").wait_for()
    address = reverse("events:event_calendar", args=[event.slug])
    before = page.request.get(address).text()
    officer.opens(stop)
    officer.acts("change", place="The other town hall")
    after = page.request.get(address).text()
    uid = f"UID:{stop.calendar_uid}"
    assert uid in before and uid in after and "SEQUENCE:0" in before and "SEQUENCE:1" in after
    assert "The other town hall" in after.replace("\r\n ", "")


def checks_in(page, delegate):
    page.get_by_role("textbox").fill(delegate.code)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Checked in").wait_for()
    assert CheckIn.objects.get(result="ok").registration == delegate


def asks(page, event):
    page.fill("[name=question_en]", "What comes first at home?")
    page.fill("[name=options_en]", "Talk to schools\nFind a partner")
    presses(page, "Save")
    presses(page, "I have seen this")
    presses(page, "Open the question")
    return Poll.objects.get(event=event, status="open")


def answers(page, event, poll):
    page.get_by_text("Find a partner").click()
    presses(page, "Send my answer")
    for number in range(OTHERS):
        a_vote(poll, a_seated(event), 1 + number % 2)
    assert poll.ballots.count() == OTHERS + 1


def counts(wall, opened, mia, poll):
    wall.get_by_text("12 answers").wait_for()
    desk = opened(mia, "desk_poll", poll.code)
    presses(desk, "Close the question")
    running.run()
    desk.reload()
    presses(desk, "Publish the result")
    desk.goto(reverse("events:screen", args=[poll.event.slug, poll.code]))
    desk.get_by_text("6 (50%)").first.wait_for()
    picture(desk, "day-wall", full_page=False)
    assert not poll.turnouts.filter(ballot__isnull=False).exists()


def writes_the_report(page, event, poll):
    page.fill("[name=title]", "What the room said")
    page.fill("[name=summary]", "One question to the room, and what it taught us.")
    presses(page, "Save")
    page.goto(reverse("events:block_create", args=[event.slug, "chart"]))
    page.select_option("[name=result]", index=1)
    presses(page, "Save")
    page.goto(reverse("events:block_create", args=[event.slug, "lesson"]))
    page.fill("[name=title]", "Ask before you plan")
    page.fill("[name=text]", "Whoever asks schools and clubs before writing a plan gets a plan that others carry.")
    page.select_option("[name=theme]", index=1)
    presses(page, "Save")
    presses(page, "Hand it in")


def publishes_the_report(page):
    with page.expect_navigation():
        page.get_by_role("link", name="Publish").click()
    presses(page, "Publish")
