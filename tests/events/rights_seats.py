"""Seats and pools: each person acts for itself, coordinators for their delegation, officers for all."""

from events.models import Invitation
from scn_portal.lifecycle import LinkHolder
from tests.events.rights import LEADING, NOBODY, OFFICERS, right
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event

OWN = ("withdraw", "cancel", "accept", "decline")
OF_THE_CITY = ("replace", "receive")
OF_STAFF = ("approve", "refuse", "confirm_head", "mark_attended", "mark_absent")
OF_POOLS = ("change_capacity", "configure", "halt", "let_move")


def guest(world):
    """A guest whose mailed link "link" holds."""
    person = a_registration(an_event(host=world.malmo))
    world.everybody["link"] = LinkHolder(f"events.registration:{person.code}")
    return person


def delegate(world, city=None):
    event = an_event(host=world.malmo)
    return a_registration(event, city=city or world.porto, delegation=a_delegation(event, city or world.porto))


def seat_of(registration):
    return a_seat(registration, a_pool(registration.event.stops.get()))


@right("take_one_seat", "a guest with a mailed link")
def _(world):
    return guest(world), OFFICERS | {"link"}


@right("take_one_seat", "a person with an account")
def _(world):
    return a_registration(an_event(), user=world.bo, city=world.malmo), OFFICERS | {"bo"}


@right("take_one_seat", "somebody of a delegation")
def _(world):
    return delegate(world), OFFICERS | LEADING


@right("take_one_seat", "somebody of a delegation whose city left")
def _(world):
    return delegate(world, world.oldtown), OFFICERS


@right("take_one_seat", "who answers an invitation")
def _(world):
    event = an_event()
    invitation = Invitation.objects.create(
        event=event, email="x@y.example", address_key="x@y.example", name="X", expires_at=event.closes_at
    )
    world.everybody["link"] = LinkHolder(f"events.invitation:{invitation.code}")
    return a_registration(event, invitation=invitation), OFFICERS | {"link"}


@right("claim_seat", "a seat of the delegation")
def _(world):
    return delegate(world), OFFICERS | LEADING


@right("claim_seat", "a person without a delegation")
def _(world):
    return a_registration(an_event(), user=world.ana, city=world.porto), OFFICERS


def seats_of_people():
    for verb in OWN:
        right(f"{verb}_seat", "of a guest with a mailed link")(
            lambda world: (seat_of(guest(world)), OFFICERS | {"link"})
        )
        right(f"{verb}_seat", "of a person with an account")(
            lambda world: (seat_of(a_registration(an_event(), user=world.eve)), OFFICERS | {"eve"})
        )
        right(f"{verb}_seat", "of a delegate")(lambda world: (seat_of(delegate(world)), OFFICERS | LEADING))
    for verb in OF_THE_CITY:
        right(f"{verb}_seat", "of a delegate")(lambda world: (seat_of(delegate(world)), OFFICERS | LEADING))
        right(f"{verb}_seat", "of a guest with a mailed link")(lambda world: (seat_of(guest(world)), OFFICERS))


def seats_in_the_hands_of_staff():
    for verb in OF_STAFF:
        right(f"{verb}_seat", "at a stop with a host")(lambda world: (seat_of(guest(world)), OFFICERS))
    right("expire_seat", "by the clock alone")(lambda world: (seat_of(guest(world)), NOBODY))
    for verb in OF_POOLS:
        right(f"{verb}_pool", "at a stop with a host")(
            lambda world: (a_pool(an_event(host=world.malmo).stops.get()), OFFICERS)
        )
    right("set_up_pool", "at a stop with a host")(lambda world: (an_event(host=world.malmo).stops.get(), OFFICERS))


seats_of_people()
seats_in_the_hands_of_staff()
