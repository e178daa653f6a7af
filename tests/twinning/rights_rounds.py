"""Rounds: moderators run them, an administrator ends one early, the clock closes."""

from tests.factories.twinning import a_group, a_round, a_run, an_entry, set_on_hold
from tests.twinning.rights import LEADING, MODERATORS, NOBODY, right

for _verb in ("change", "rehearse", "open", "extend", "mark", "lift", "choose", "propose", "solve_rest", "settle"):
    right(f"{_verb}_round", "whatever its state")(lambda world: (a_round("closed"), MODERATORS))
for _verb in ("close", "erase_private_lists"):
    right(f"{_verb}_round", "by the clock alone")(lambda world: (a_round(), NOBODY))


@right("draft_round", "a new one")
def _(world):
    return None, MODERATORS


@right("cancel_round", "whatever its state")
def _(world):
    return a_round(), {"ada"}


@right("enter_entry", "for a city in good standing")
def _(world):
    return world.porto, LEADING


@right("enter_entry", "for a city that left")
def _(world):
    return world.oldtown, NOBODY


@right("enter_entry", "for a city on hold")
def _(world):
    set_on_hold(world.porto)
    return world.porto, NOBODY


for _verb in ("change", "enter_again", "keep_private_list", "withdraw"):
    right(f"{_verb}_entry", "of Porto")(lambda world: (an_entry(a_round(), world.porto), LEADING))
    right(f"{_verb}_entry", "of Oldtown, which left")(lambda world: (an_entry(a_round(), world.oldtown), NOBODY))
for _verb in ("leave", "lower_offer"):
    right(f"{_verb}_entry", "called by other steps")(lambda world: (an_entry(a_round(), world.porto), NOBODY))


def group_of(world):
    return a_group(a_run(a_round("proposed"), "done"), [world.porto, world.malmo])


for _verb in ("draft", "drop", "put_forward", "accept", "fall", "lapse", "withdraw"):
    right(f"{_verb}_proposal", "called by steps of the round")(lambda world: (group_of(world), NOBODY))


@right("answer_place", "of Porto")
def _(world):
    return group_of(world).places.get(city=world.porto), LEADING


@right("answer_place", "of Malmö")
def _(world):
    return group_of(world).places.get(city=world.malmo), {"linn"}
