"""Reports."""

from events.lifecycle import reports
from tests.events.acts import act
from tests.factories.events import an_event
from tests.factories.reports import a_lesson, a_report


@act
def write_report(cast):
    event = an_event(status="ended")
    return lambda: reports.write(by=cast.mia, within=event, title="What we learned")


@act
def edit_report(cast):
    report = a_report()
    return lambda: reports.edit(report, by=cast.mia, summary="Two days in short.")


@act
def add_block_report(cast):
    report = a_report()
    return lambda: reports.add_block(report, by=cast.mia, kind="text", title="The first day", text="It began at nine.")


@act
def change_block_report(cast):
    report = a_report()
    block = a_lesson(report)
    return lambda: reports.change_block(report, by=cast.mia, block=block, title="Listen longer")


@act
def remove_block_report(cast):
    report = a_report()
    block = a_lesson(report)
    return lambda: reports.remove_block(report, by=cast.mia, block=block)


@act
def submit_report(cast):
    report = a_report(lessons=1)
    return lambda: reports.submit(report, by=cast.mia)


@act
def send_back_report(cast):
    report = a_report(lessons=1, status="in_review")
    return lambda: reports.send_back(report, by=cast.mia)


@act
def publish_report(cast):
    report = a_report(lessons=2, status="in_review")
    return lambda: reports.publish(report, by=cast.mia)


@act
def revise_report(cast):
    report = reports.publish(a_report(lessons=1, status="in_review"), by=cast.mia)
    return lambda: reports.revise(by=cast.mia, within=report)
