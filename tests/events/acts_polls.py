"""Votes."""

from events.lifecycle import polls
from events.models import Poll
from tests.events.acts import act
from tests.factories.events import a_poll, an_event
from tests.factories.voting import a_sealed_poll, a_seated, a_vote

SHALL_WE = {"question": {"en": "Shall we meet again?"}, "audience": "seat_holders"}
ANSWERS = [{"en": "Yes"}, {"en": "No"}]


@act
def write_poll(cast):
    event = an_event()
    return lambda: polls.write(by=cast.mia, within=event, options=ANSWERS, **SHALL_WE)


@act
def change_poll(cast):
    poll = a_poll(an_event())
    return lambda: polls.change(poll, by=cast.mia, options=ANSWERS, question={"en": "Shall we meet in May?"})


@act
def preview_poll(cast):
    poll = a_poll(an_event())
    return lambda: polls.preview(poll, by=cast.mia)


@act
def open_poll(cast):
    poll = polls.preview(a_poll(an_event(), breakdown="sector"), by=cast.mia)
    return lambda: polls.open(poll, by=cast.mia)


def an_answered(status="open", **more):
    poll = a_poll(an_event(), status="open", **more)
    for each in (1, 2, 2):
        a_vote(poll, a_seated(poll.event), each)
    Poll.objects.filter(pk=poll.pk).update(status=status)
    return poll


@act
def close_poll(cast):
    poll = an_answered()
    return lambda: polls.close(poll, by=cast.mia)


@act
def seal_poll(cast):
    poll = an_answered("closed", secrecy="secret")
    return lambda: polls.seal(poll, by=polls.SYSTEM)


@act
def publish_poll(cast):
    poll = a_sealed_poll(an_event(), {1: 7, 2: 5})
    return lambda: polls.publish(poll, by=cast.mia)


@act
def withdraw_poll(cast):
    poll = polls.publish(a_sealed_poll(an_event(), {1: 7, 2: 5}), by=cast.mia)
    return lambda: polls.withdraw(poll, by=cast.mia, reason="The question was put wrongly.")


@act
def void_poll(cast):
    poll = an_answered()
    return lambda: polls.void(poll, by=cast.mia, reason="The question was put wrongly.")
