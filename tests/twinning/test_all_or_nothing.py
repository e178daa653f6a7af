"""Every step of every lifecycle of this app: an error after any statement leaves nothing of it."""

from types import SimpleNamespace

import pytest

from scn_portal.lifecycle import Lifecycle
from tests.faults import assert_all_or_nothing
from tests.twinning.acts import all_acts

pytestmark = pytest.mark.django_db
PEOPLE = ["ana", "paulo", "dora", "pia", "bo", "linn", "eve", "mia", "noa", "ada"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cast(porto, malmo, request):
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    return SimpleNamespace(porto=porto, malmo=malmo, **people)


@pytest.mark.parametrize("name", sorted(all_acts()))
def test_an_error_after_any_statement_leaves_nothing(name, cast):
    assert_all_or_nothing(all_acts()[name](cast))


def test_every_step_of_the_app_is_here():
    lifecycles = [each for each in Lifecycle.registered if each.model._meta.app_label == "twinning"]
    steps = [step for each in lifecycles for step in (*each.creations, *each.transitions)]
    assert {step.permission.removeprefix("twinning.") for step in steps} == set(all_acts())
