"""Who may write the programme: officers, and at their own stop the hosts who run its logistics."""

import rules

from . import at_its_stop, is_officer, runs_logistics_of


@rules.predicate
def of_its_session(user, part):
    """The same right as over the session of a part."""
    return writes_session(user, part.session)


@rules.predicate
def writes_programme(user, event):
    """May write some part of the programme of this event."""
    return is_officer(user) or any(runs_logistics_of(user, stop) for stop in event.stops.all())


writes_session = is_officer | at_its_stop(runs_logistics_of)
rules.add_perm("events.plan_session", is_officer | runs_logistics_of)
for _verb in ("revise", "cancel"):
    rules.add_perm(f"events.{_verb}_session", writes_session)
rules.add_perm("events.release_session", is_officer)
rules.add_perm("events.name_part", writes_session)
rules.add_perm("events.answer_part", of_its_session)
rules.add_perm("events.describe_contributor", is_officer)
