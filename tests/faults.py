"""All or nothing: run an act again and again, each time with an error after one more statement of its SQL."""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

WATCHED = {
    "cities",
    "hub",
    "events",
    "twinning",
    "files",
    "accounts",
    "audit",
    "jobs",
    "notifications",
    "privacy",
    "ui",
}
UNCOUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class InjectedError(Exception):
    """Raised by the test, right after a statement was carried out."""


@contextmanager
def error_after(number):
    """Raise once, after the `number`-th statement that this connection carries out. Yields what was raised, if so."""
    seen, raised = 0, []

    def carry_out(execute, sql, params, many, context):
        nonlocal seen
        result = execute(sql, params, many, context)
        if not sql.startswith(UNCOUNTED):
            seen += 1
            if seen == number:
                raised.append(InjectedError(sql[:60]))
                raise raised[0]
        return result

    with connection.execute_wrapper(carry_out):
        yield raised


def everything_stored():
    """What the watched tables hold, to compare before and after."""
    models = [each for each in apps.get_models() if each._meta.app_label in WATCHED]
    return {each._meta.label: list(each._base_manager.order_by("pk").values_list()) for each in models}


def assert_all_or_nothing(act):
    """`act()` fails after each of its statements in turn and leaves nothing; then it succeeds. Returns their number.

    An error inside a predicate comes out as a refusal; that too leaves nothing.
    """
    before = everything_stored()
    for number in range(1, 1000):
        try:
            with error_after(number) as raised, transaction.atomic():
                act()
        except Exception:
            if not raised:  # the act's own fault
                raise
            assert everything_stored() == before, f"something was left after statement {number}: {raised[0]}"
        else:
            assert not raised, f"the act went on after an error in statement {number}: {raised[0]}"
            assert number > 3, "the act carried out almost nothing"
            assert everything_stored() != before
            return number - 1
    raise AssertionError("the act never came to its end")
