"""Each promise of /security/ is proven by tests that exist and run."""

import ast

import pytest
from django.conf import settings
from django.utils import translation

from scn_portal.accounts.promises import PROMISES, promises


def names_in(path):
    return {each.name for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda each: str(each.title)[:40])
def test_a_promise_names_the_tests_that_prove_it(promise):
    assert promise.tests
    for test in promise.tests:
        file, _, name = test.partition("::")
        assert name in names_in(settings.ROOT / "tests" / file), test


def test_the_limits_that_are_promised_are_those_of_the_settings(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "7/5m/key", "login": "31/m/ip", "reset_password": "9/d/ip,4/h/key"}
    with translation.override("en"):
        text = next(each.text for each in promises() if "five minutes" in each.text)
    assert [number for number in ("7", "31", "4") if f" {number} " in text] == ["7", "31", "4"]
