"""Needs, offers and interests: the leads of a city in good standing act for it, and nobody else."""

from tests.factories.cities import a_member
from tests.factories.twinning import a_profile, an_interest, set_on_hold
from tests.twinning.rights import LEADING, NOBODY, right


def on_hold(city):
    set_on_hold(city)
    return city


@right("write_profile", "for the own city")
def _(world):
    return world.porto, LEADING


@right("write_profile", "for a city on hold")
def _(world):
    return on_hold(world.porto), NOBODY


@right("change_profile", "of the own city")
def _(world):
    return a_profile(world.porto), LEADING


@right("confirm_profile", "of another city")
def _(world):
    return a_profile(world.malmo), {"linn"}


@right("confirm_profile", "of a city on hold")
def _(world):
    return a_profile(on_hold(world.porto)), NOBODY


@right("lower_profile", "whoever it is")
def _(world):
    return a_profile(world.porto), NOBODY


@right("send_interest", "for a city that it leads")
def _(world):
    return world.porto, LEADING


@right("send_interest", "for a city on hold")
def _(world):
    return on_hold(world.porto), NOBODY


@right("withdraw_interest", "the city that asks")
def _(world):
    return an_interest(world.porto, world.malmo), LEADING


@right("accept_interest", "the city that is asked")
def _(world):
    return an_interest(world.malmo, world.porto), LEADING


@right("accept_interest", "the city that is asked is on hold")
def _(world):
    return an_interest(world.malmo, on_hold(world.porto)), NOBODY


@right("decline_interest", "two other cities")
def _(world):
    return an_interest(world.malmo, a_member()), NOBODY


@right("decline_interest", "the city that is asked")
def _(world):
    return an_interest(world.porto, world.malmo), {"linn"}


@right("lapse_interest", "whoever it is")
def _(world):
    return an_interest(world.porto, world.malmo), NOBODY
