"""Reports."""

from tests.events.rights import OFFICERS, right
from tests.factories.events import an_event
from tests.factories.reports import a_report


@right("write_report", "of an event that Porto hosts")
def _(world):
    return an_event(host=world.porto, status="ended"), OFFICERS


for _verb in ("edit", "add_block", "change_block", "remove_block", "submit", "send_back", "publish", "revise"):

    @right(f"{_verb}_report", "of an event that Porto hosts")
    def _(world):
        return a_report(an_event(host=world.porto, status="ended")), OFFICERS
