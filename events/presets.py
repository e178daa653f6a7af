"""What each kind of meeting brings with it. Everything can be changed afterwards, but where a rule forbids."""

from dataclasses import dataclass

from scn_portal.sharing import Sharing

from .models import Event, Poll, Pool

Kind, Attendance, Category = Event.Kind, Event.Attendance, Pool.Category


@dataclass(frozen=True)
class Preset:
    """`categories` are the pools of each stop, the main one first; those in `approved` need approval."""

    sharing: Sharing = Sharing.GREEN
    attendance: str = Attendance.IN_PERSON
    categories: tuple = (Category.DELEGATE, Category.GUEST)
    approved: frozenset = frozenset()
    stops: int = 1  # so many at least
    chatham_house: bool = False
    by_delegation: bool = False
    poll_unit: str = Poll.Unit.PARTICIPANT
    poll_secrecy: str = Poll.Secrecy.ANONYMOUS
    recording: bool = True


SUMMIT = (Category.DELEGATE, Category.GUEST, Category.SPEAKER, Category.PRESS, Category.CREW, Category.ONLINE)
OF_KIND = {
    Kind.GLOBAL_SUMMIT: Preset(
        Sharing.CLEAR, Attendance.HYBRID, SUMMIT, approved=frozenset({Category.GUEST}), by_delegation=True
    ),
    Kind.REGIONAL_WORKSHOP: Preset(),
    Kind.TOUR: Preset(stops=2),
    Kind.STEERING_COMMITTEE: Preset(
        Sharing.AMBER,
        categories=(Category.DELEGATE,),
        by_delegation=True,
        poll_unit=Poll.Unit.DELEGATION,
        poll_secrecy=Poll.Secrecy.NAMED,
        recording=False,
    ),
    Kind.MAYORAL_FORUM: Preset(categories=(Category.DELEGATE,), chatham_house=True, recording=False),
    Kind.WEBINAR: Preset(Sharing.CLEAR, Attendance.ONLINE, (Category.ONLINE,)),
    Kind.SEMINAR: Preset(categories=(Category.DELEGATE,), approved=frozenset({Category.DELEGATE})),
    Kind.OTHER: Preset(categories=(Category.DELEGATE,)),
}


def of(kind):
    """The preset of a kind of meeting."""
    return OF_KIND[Kind(kind)]
