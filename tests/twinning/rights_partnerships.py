"""Partnerships: leads act for a city that takes part, moderators for what was recorded."""

from datetime import date

from tests.factories.cities import a_member
from tests.factories.twinning import a_partnership
from tests.twinning.rights import LEADING, MODERATORS, NOBODY, right
from twinning.models import PartnerCity

BOTH = LEADING | {"linn"}
BY_LEADS = (
    *("take_part", "put_forward", "decline", "name_office", "write_plan", "adopt_plan", "add_step", "tick_step"),
    *("pause", "resume", "leave", "review", "renew", "close", "note_down", "make_public", "make_internal"),
)


def left(world):
    partnership = a_partnership([world.porto, world.malmo], "in_review")
    PartnerCity.objects.filter(city=world.porto).update(left_on=partnership.started_on, left_in_cycle=1)
    return partnership


def recorded(world):
    return a_partnership([world.porto, world.malmo], origin="recorded", source="A page")


@right("found_partnership", "for a city that it leads")
def _(world):
    return world.porto, LEADING


@right("found_partnership", "for a city that left the network")
def _(world):
    return world.oldtown, NOBODY


for _verb in BY_LEADS:

    @right(f"{_verb}_partnership", "of Porto and Malmö")
    def _(world):
        return a_partnership([world.porto, world.malmo]), BOTH

    @right(f"{_verb}_partnership", "that Porto has left")
    def _(world):
        return left(world), {"linn"}

    @right(f"{_verb}_partnership", "that was recorded")
    def _(world):
        return recorded(world), NOBODY


@right("sign_partnership", "of Porto and Malmö")
def _(world):
    return a_partnership([world.porto, world.malmo], "proposed"), {"ana", "paulo", "linn"}


@right("sign_partnership", "of a city on hold")
def _(world):
    city = a_member("Quietport", user=world.eve, confirmed_on=date(2019, 5, 1))
    return a_partnership([city, world.malmo], "proposed"), {"linn"}


@right("sign_partnership", "that was recorded")
def _(world):
    return recorded(world), NOBODY


@right("file_review_partnership", "that Porto has left")
def _(world):
    return left(world), BOTH


@right("record_partnership", "of anything")
def _(world):
    return None, MODERATORS


@right("correct_partnership", "that was recorded")
def _(world):
    return recorded(world), MODERATORS


@right("correct_partnership", "that the cities signed")
def _(world):
    return a_partnership([world.porto, world.malmo]), NOBODY


for _verb in ("lapse", "end_pause"):

    @right(f"{_verb}_partnership", "of Porto and Malmö")
    def _(world):
        return a_partnership([world.porto, world.malmo]), NOBODY
