"""The programme."""

from tests.events.rights import OFFICERS, PORTO, right
from tests.factories.events import a_contributor, a_session, an_event


def a_hosted_stop(world, **rights):
    return an_event(host=world.porto, **rights).stops.get()


def a_part(world):
    session = a_session(a_hosted_stop(world))
    return session.parts.create(contributor=a_contributor(session.event), role="speaker")


@right("plan_session", "at a stop whose logistics Porto runs")
def _(world):
    return a_hosted_stop(world), OFFICERS | PORTO


@right("plan_session", "at a stop where Porto is host without that right")
def _(world):
    stop = a_hosted_stop(world)
    stop.hosts.update(may_run_logistics=False)
    return stop, OFFICERS


@right("plan_session", "at a stop that a city hosts which is no member any more")
def _(world):
    return an_event(host=world.oldtown).stops.get(), OFFICERS


for _verb in ("revise", "cancel"):

    @right(f"{_verb}_session", "at a stop whose logistics Porto runs")
    def _(world):
        return a_session(a_hosted_stop(world)), OFFICERS | PORTO


@right("release_session", "at a stop whose logistics Porto runs")
def _(world):
    return a_session(a_hosted_stop(world)), OFFICERS


@right("name_part", "for a session of Porto's stop")
def _(world):
    return a_session(a_hosted_stop(world)), OFFICERS | PORTO


@right("answer_part", "of a session of Porto's stop")
def _(world):
    return a_part(world), OFFICERS | PORTO


@right("describe_contributor", "who stands on the programme")
def _(world):
    return a_part(world).contributor, OFFICERS
