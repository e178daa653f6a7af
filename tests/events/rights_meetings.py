"""Who may prepare, announce, change and end events, their stops and hosts: the officers alone, and the clock."""

from tests.events.rights import NOBODY, OFFICERS, right
from tests.factories.events import an_event

STATE = {
    "announce": "draft",
    "open_registration": "announced",
    "reopen": "closed",
    "reschedule": "postponed",
    "archive": "ended",
    "end": "open",
}
OF_EVENT = (
    *("revise", "set_text", "name_city", "unname_city", "rename", "announce", "open_registration"),
    *("close_registration", "reopen", "postpone", "reschedule", "cancel", "archive"),
    "invite_committee",
)
OF_STOP = ("change", "cancel", "add_host", "change_host", "remove_host")


def _about_an_event(verb):
    @right(f"{verb}_event", "of an event hosted by Porto")
    def _(world):
        return an_event(status=STATE.get(verb, "open"), host=world.porto), NOBODY if verb == "end" else OFFICERS


def _about_a_stop(verb, situation="of an event hosted by Porto", expected=OFFICERS):
    @right(f"{verb}_stop", situation)
    def _(world):
        return an_event(host=world.porto).stops.get(), expected


for _verb in (*OF_EVENT, "end"):
    _about_an_event(_verb)
for _verb in OF_STOP:
    _about_a_stop(_verb)
_about_a_stop("complete", expected=NOBODY)


@right("write_event", "begins one")
def _(world):
    return None, OFFICERS


@right("record_event", "writes down a past one")
def _(world):
    return None, OFFICERS


@right("add_stop", "to an event hosted by Porto")
def _(world):
    return an_event(host=world.porto), OFFICERS


@right("record_stop", "to a past event hosted by Porto")
def _(world):
    return an_event(status="archived", host=world.porto), OFFICERS
