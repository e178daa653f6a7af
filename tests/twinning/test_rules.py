"""Who may do what to which row: the whole cast, every permission of the app, in each situation that counts."""

from types import SimpleNamespace

import pytest
import rules
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle, LinkHolder, may
from tests.twinning.rights import PEOPLE, all_rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(request, porto, malmo, oldtown):
    named = {name: request.getfixturevalue(name) for name in PEOPLE}
    others = {"anonymous": AnonymousUser(), "visitor": VISITOR, "clock": SYSTEM, "link": LinkHolder("twinning.none:x")}
    return SimpleNamespace(porto=porto, malmo=malmo, oldtown=oldtown, everybody=named | others, **named)


def who_may(permission, row, everybody):
    for principal in everybody.values():
        vars(principal).pop("_hub_reader", None)
    return {name for name, principal in everybody.items() if may(principal, f"twinning.{permission}", row)}


@pytest.mark.parametrize(("permission", "situation"), sorted(all_rights()))
def test_exactly_these_may(permission, situation, world):
    row, expected = all_rights()[permission, situation](world)
    assert who_may(permission, row, world.everybody) == expected, situation


def test_the_table_speaks_of_every_step_and_of_every_permission():
    steps = {
        step.permission.removeprefix("twinning.")
        for each in Lifecycle.registered
        if each.model._meta.app_label == "twinning"
        for step in (*each.creations, *each.transitions)
    }
    models = [each._meta.model_name for each in apps.get_app_config("twinning").get_models()]
    in_the_admin = {f"{verb}_{model}" for verb in ("view", "change", "add", "delete") for model in models} - steps
    ours = {name.removeprefix("twinning.") for name in permissions if name.startswith("twinning.")} - in_the_admin
    assert steps <= ours == {permission for permission, _situation in all_rights()}


def test_forcing_one_permission_open_changes_the_answer(world):
    """The control: the matrix can fail."""
    rules.add_perm("twinning.never_thing", rules.always_deny)
    try:
        assert who_may("never_thing", None, world.everybody) == set()
        rules.set_perm("twinning.never_thing", rules.always_allow)
        assert who_may("never_thing", None, world.everybody) != set()
    finally:
        rules.remove_perm("twinning.never_thing")
