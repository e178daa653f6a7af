"""What the officer is told before a question is put: which groups can be shown, from the list of seats as it is."""

from dataclasses import dataclass

from . import voting
from .charting import group_name
from .disclosure import will_join
from .models import Poll


@dataclass(frozen=True)
class Foreseen:
    """One group: how many people could answer, and whether it will stand alone."""

    name: str
    people: int
    is_joined: bool


def foreseen(poll):
    """{"votes": how many there are, "groups": [Foreseen], "is_withheld": whether no breakdown will be left}."""
    sizes = voting.group_sizes(poll)
    joined, is_left = will_join(sizes, poll.k)
    groups = [Foreseen(group_name(poll.breakdown, value), size, value in joined) for value, size in sizes.items()]
    asked = poll.breakdown != Poll.Breakdown.NONE
    return {"votes": voting.votes_there_are(poll), "groups": groups, "is_withheld": asked and not is_left}
