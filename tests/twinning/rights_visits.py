"""Visits and projects: leads of the cities that take part, each for its own part; moderators only call a visit off."""

from tests.factories.cities import a_member
from tests.factories.twinning import a_project, a_visit
from tests.twinning.rights import LEADING, MODERATORS, NOBODY, right

LEADS_OF_BOTH = LEADING | {"linn"}


def between(world, status="planned"):
    return a_visit([world.malmo], [world.porto], status)


@right("plan_visit", "for a city that it leads")
def _(world):
    return world.porto, LEADING


@right("plan_visit", "for a city that left")
def _(world):
    return world.oldtown, NOBODY


for verb, status in {
    "revise": "planned",
    "add_stop": "planned",
    "change_stop": "planned",
    "remove_stop": "planned",
    "confirm": "planned",
    "report": "held",
    "correct": "reported",
}.items():

    @right(f"{verb}_visit", "from Porto to Malmö")
    def _(world, status=status):
        return between(world, status), LEADS_OF_BOTH

    @right(f"{verb}_visit", "of others")
    def _(world, status=status):
        return a_visit([a_member()], [a_member()], status), NOBODY


for verb in ("add_guest", "remove_guest"):

    @right(f"{verb}_visit", "from Porto to Malmö")
    def _(world):
        return between(world), LEADING


@right("check_facts_visit", "from Porto to Malmö")
def _(world):
    return between(world, "reported"), {"linn"}


@right("cancel_visit", "from Porto to Malmö")
def _(world):
    return between(world), LEADS_OF_BOTH | MODERATORS


@right("cancel_visit", "of others")
def _(world):
    return a_visit([a_member()], [a_member()]), MODERATORS


@right("hold_visit", "from Porto to Malmö")
def _(world):
    return between(world, "confirmed"), NOBODY


@right("record_visit", "from a public source")
def _(world):
    return None, MODERATORS


@right("plan_project", "for a city that it leads")
def _(world):
    return world.porto, LEADING


for verb in ("revise", "begin", "add_task", "remove_task", "close_task", "reopen_task", "finish", "stop"):

    @right(f"{verb}_project", "of Porto and Malmö")
    def _(world):
        return a_project([world.porto, world.malmo]), LEADS_OF_BOTH

    @right(f"{verb}_project", "of others")
    def _(world):
        return a_project([a_member(), a_member()]), NOBODY
