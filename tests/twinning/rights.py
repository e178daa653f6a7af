"""Who may do what: one module for each part (`rights_….py`) adds to `RIGHTS`.

    @right("send_interest", "for a city that it leads")
    def _(world):
        return world.porto, LEADING

The function gets the world (cities, people and the cast by name) and returns the row that the permission is asked
about, and the names of exactly those who may.
"""

from importlib import import_module
from pkgutil import iter_modules

import tests.twinning

PEOPLE = [
    *["ana", "paulo", "dora", "pia", "rui", "bo", "linn", "omar", "eve", "sam"],
    *["dev", "rita", "tess", "mia", "noa", "tim", "ada"],
]
MODERATORS = {"mia", "noa", "tim", "ada"}
PORTO = {"ana", "paulo", "dora", "pia"}
LEADING = {"ana", "paulo", "dora"}
MALMO = {"linn", "bo"}
NOBODY = set()
RIGHTS = {}  # (permission, situation): function


def right(permission, situation):
    def add(function):
        assert (permission, situation) not in RIGHTS
        RIGHTS[permission, situation] = function
        return function

    return add


def all_rights():
    for module in iter_modules(tests.twinning.__path__):
        if module.name.startswith("rights_"):
            import_module(f"tests.twinning.{module.name}")
    return RIGHTS
