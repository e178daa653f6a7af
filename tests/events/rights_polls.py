"""Votes."""

from tests.events.rights import NOBODY, OFFICERS, right
from tests.factories.events import a_contributor, a_poll, a_session, an_event
from tests.factories.voting import a_seated


@right("write_poll", "at an event that Porto hosts")
def _(world):
    return an_event(host=world.porto), OFFICERS


for _verb in ("change", "preview", "publish", "withdraw", "void", "words", "open", "close", "run"):

    @right(f"{_verb}_poll", "of an event that Porto hosts")
    def _(world):
        return a_poll(an_event(host=world.porto)), OFFICERS


def a_moderated(world, **part):
    event = an_event(host=world.porto)
    session = a_session(event.stops.get())
    moderator = a_contributor(event, name="Linn", user=world.linn)
    session.parts.create(contributor=moderator, **({"role": "moderator"} | part))
    return a_poll(event, session=session)


for _verb in ("open", "close", "run"):

    @right(f"{_verb}_poll", "of a session that Linn moderates")
    def _(world):
        return a_moderated(world), OFFICERS | {"linn"}


@right("run_poll", "of a session where Linn speaks")
def _(world):
    return a_moderated(world, role="speaker"), OFFICERS


@right("run_poll", "of a session that Linn declined to moderate")
def _(world):
    return a_moderated(world, status="declined"), OFFICERS


@right("publish_poll", "of a session that Linn moderates")
def _(world):
    return a_moderated(world), OFFICERS


@right("seal_poll", "whatever the poll")
def _(world):
    return a_poll(an_event(), status="closed"), NOBODY


@right("vote_poll", "with a seat")
def _(world):
    poll = a_poll(an_event(), status="open")
    a_seated(poll.event, user=world.bo)
    return poll, {"bo"}


@right("vote_poll", "with a seat, where only those who were checked in are asked")
def _(world):
    poll = a_poll(an_event(), status="open", audience="checked_in")
    seated, here = a_seated(poll.event, user=world.bo), a_seated(poll.event, user=world.eve)
    stop = poll.event.stops.get()
    for each, result, why in ((seated, "wrong", "too_early"), (here, "ok", "")):
        each.check_ins.create(stop=stop, day=stop.starts_on, result=result, why=why, scanned_at=stop.starts_at)
    return poll, {"eve"}


@right("vote_poll", "with a seat at another stop than the poll's")
def _(world):
    event = an_event(stops=2)
    a_seated(event, user=world.bo)
    return a_poll(event, status="open", stop=event.stops.last()), NOBODY


@right("vote_poll", "with a place in the queue only")
def _(world):
    poll = a_poll(an_event(), status="open")
    a_seated(poll.event, user=world.bo).seats.update(status="withdrawn")
    return poll, NOBODY
