"""The programme."""

from events.lifecycle import sessions
from tests.events.acts import act
from tests.factories.events import a_contributor, a_room, a_session, an_event


def a_planned(cast):
    return a_session(an_event(host=cast.porto).stops.get(), status="planned")


@act
def plan_session(cast):
    stop = an_event(host=cast.porto).stops.get()
    given = {"title": "Opening", "kind": "plenary", "starts_at": stop.starts_at, "ends_at": stop.ends_at}
    return lambda: sessions.plan(by=cast.ana, within=stop, **given)


@act
def revise_session(cast):
    session = a_session(an_event(host=cast.porto).stops.get())
    room = a_room()
    return lambda: sessions.revise(session, by=cast.ana, title="Welcome", room=room)


@act
def release_session(cast):
    session = a_planned(cast)
    return lambda: sessions.release(session, by=cast.mia)


@act
def cancel_session(cast):
    session = a_planned(cast)
    return lambda: sessions.cancel(session, by=cast.ana)


@act
def name_part(cast):
    session = a_planned(cast)
    person = {"name": "Amina Diallo", "office": "Mayor", "city": cast.malmo, "organisation": "", "email": ""}
    return lambda: sessions.name(by=cast.ana, within=session, role="speaker", **person)


@act
def answer_part(cast):
    session = a_planned(cast)
    part = session.parts.create(contributor=a_contributor(session.event), role="speaker")
    return lambda: sessions.answer(part, by=cast.ana, status="confirmed", recording_consent="given")


@act
def describe_contributor(cast):
    contributor = a_contributor(a_planned(cast).event)
    return lambda: sessions.describe(contributor, by=cast.mia, office="Deputy mayor")
