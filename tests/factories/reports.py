"""Reports for the tests."""

from events.models import Report
from tests.factories.cities import a_term
from tests.factories.events import an_event

LEARNED = "Whoever listens first is heard later; plan an hour of listening before any plan is written."


def a_lesson(report, title="Listen first", **more):
    given = {"text": LEARNED, "theme": a_term("theme", "youth", "Young people")}
    return report.blocks.create(kind="lesson", title=title, position=report.blocks.count() + 1, **(given | more))


def a_report(event=None, *, lessons=0, status="draft", **more):
    """A report with a summary and so many lessons, each with a title of its own."""
    event = event or an_event(status="ended")
    given = {"title": "What we learned", "summary": "Two days in short.", "sharing": event.sharing}
    report = Report.objects.create(event=event, status=status, **(given | more))
    for number in range(1, lessons + 1):
        a_lesson(report, f"Lesson {number}")
    return report
