"""What the test of all or nothing carries out: for each step a function that prepares it and returns it."""

ACTS = {}


def act(function):
    """Register a preparation: it makes what the step needs and returns the step itself, to be called."""
    ACTS[function.__name__] = function
    return function
