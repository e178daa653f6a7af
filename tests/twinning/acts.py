"""Every step of every lifecycle of the twinning, each with what it needs. One module for each part adds to `ACTS`."""

from importlib import import_module
from pkgutil import iter_modules

import tests.twinning

ACTS = {}


def act(function):
    """Register a preparation: it gets the cast, makes what the step needs, and returns the step, to be called."""
    assert function.__name__ not in ACTS, f"{function.__name__} is prepared twice"
    ACTS[function.__name__] = function
    return function


def all_acts():
    """ACTS with what every `acts_….py` beside this file added."""
    for module in iter_modules(tests.twinning.__path__):
        if module.name.startswith("acts_"):
            import_module(f"tests.twinning.{module.name}")
    return ACTS
