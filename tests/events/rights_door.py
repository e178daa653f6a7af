"""Who checks in, joins online, and issues papers."""

from tests.events.rights import MALMO, OFFICERS, PORTO, right
from tests.factories.door import a_certificate, who_came
from tests.factories.events import a_registration, an_event


@right("check_in_checkin", "of a stop whose host checks people in")
def _(world):
    return an_event(host=world.porto).stops.get(), OFFICERS | PORTO


@right("check_in_checkin", "of a stop whose host has no right at the door")
def _(world):
    stop = an_event(host=world.porto).stops.get()
    stop.hosts.update(may_check_in=False)
    return stop, OFFICERS


@right("check_in_checkin", "of a stop that a city hosts which left the network")
def _(world):
    return an_event(host=world.oldtown).stops.get(), OFFICERS


@right("check_in_checkin", "of a stop of another city")
def _(world):
    return an_event(host=world.malmo).stops.get(), OFFICERS | MALMO


@right("join_checkin", "of the own registration")
def _(world):
    return a_registration(an_event(), user=world.bo, city=world.malmo), {"bo"}


@right("join_checkin", "of a person without account")
def _(world):
    return a_registration(an_event()), set()


@right("set_meeting_stop", "of a stop whose host runs everything else")
def _(world):
    return an_event(host=world.porto).stops.get(), OFFICERS


@right("issue_certificate", "of the own registration")
def _(world):
    return who_came(user=world.bo), OFFICERS | {"bo"}


@right("withdraw_certificate", "of a person of a member city")
def _(world):
    return a_certificate(who_came(user=world.bo)), OFFICERS
