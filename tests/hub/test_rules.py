"""Who may do what to which row: the whole cast, every permission of the app, every origin, every status."""

import pytest
import rules
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from hub.models import Adoption, Resource, ResourceCity, Version
from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle, LinkHolder, may
from tests.factories.hub import a_draft, a_resource

pytestmark = pytest.mark.django_db

PEOPLE = [
    *["ana", "paulo", "dora", "pia", "rui", "bo", "linn", "omar", "eve", "sam"],
    *["dev", "rita", "tess", "mia", "noa", "tim", "ada"],
]
MODERATORS = {"mia", "noa", "tim", "ada"}
UNTIED = MODERATORS - {"tim"}  # Tim once represented Porto
PORTO = {"ana", "paulo", "dora", "pia"}
LEADING = {"ana", "paulo", "dora"}
LEADS = {"ana", "paulo"}
SHARING = {"ana", "dora"}  # lead contact and deputy
MALMO = {"linn", "bo"}
NOBODY = set()
SHOWN = ("published", "review_due", "archived")

# permission: {origin of the item: who}. A member's item is Porto's, written by Pia; the staff's are written by Noa.
# Mia took the version. Where the state counts, the key is (origin, status).
ALIKE = ("member", "recorded", "network")
TABLE = {
    "start_resource": {"city": PORTO},
    "start_recorded_resource": {"city": MODERATORS},
    "start_network_resource": {"nothing": MODERATORS},
    "publish_resource": {"member": UNTIED, "recorded": UNTIED - {"noa"}, "network": MODERATORS - {"noa"}},
    "confirm_resource": {"member": LEADING, "recorded": UNTIED, "network": MODERATORS},
    "withdraw_resource": {"member": LEADS, "recorded": NOBODY, "network": NOBODY},
    "take_down_resource": dict.fromkeys(ALIKE, MODERATORS),
    "restore_resource": {  # Mia took it down
        "member": {"noa", "ada"},
        "recorded": {"noa", "ada"},
        "network": {"noa", "tim", "ada"},
    },
    "claim_resource": {"member": NOBODY, "recorded": LEADS, "network": NOBODY},
    "choose_sharing_resource": {"member": PORTO, "recorded": MODERATORS, "network": MODERATORS},
    "narrow_resource": {"member": PORTO | MODERATORS, "recorded": MODERATORS, "network": MODERATORS},
    "widen_resource": {"member": SHARING, "recorded": UNTIED, "network": MODERATORS},
    "share_with_resource": {
        "member": SHARING,
        ("member", "unpublished"): PORTO,
        "recorded": UNTIED,
        ("recorded", "unpublished"): MODERATORS,
        "network": MODERATORS,
    },
    # Ada asked
    "allow_widening_resource": {"member": {"mia", "noa"}, "recorded": {"mia", "noa"}, "network": {"mia", "noa", "tim"}},
    "refuse_widening_resource": {
        "member": {"mia", "noa"},
        "recorded": {"mia", "noa"},
        "network": {"mia", "noa", "tim"},
    },
    "fall_due_resource": dict.fromkeys(ALIKE, NOBODY),
    "archive_resource": dict.fromkeys(ALIKE, NOBODY),
    "revise_version": {"member": PORTO, "recorded": MODERATORS, "network": MODERATORS},
    **{
        f"{verb}_version": {"member": PORTO, "recorded": {"noa"}, "network": {"noa"}}
        for verb in ("save_section", "add_file", "describe_file", "move_file", "remove_file")
    },
    "release_version": {"member": LEADING, "recorded": {"noa"}, "network": {"noa"}},
    "recall_version": {"member": LEADING, "recorded": {"noa"}, "network": {"noa"}},
    "take_version": {"member": UNTIED, "recorded": UNTIED - {"noa"}, "network": MODERATORS - {"noa"}},
    "ask_changes_version": dict.fromkeys(ALIKE, {"mia"}),
    "approve_version": dict.fromkeys(ALIKE, {"mia"}),
    "decline_version": dict.fromkeys(ALIKE, {"mia"}),
    "give_back_version": dict.fromkeys(ALIKE, {"mia", "ada"}),
    "ask_second_look_version": {"member": LEADING, "recorded": NOBODY, "network": NOBODY},
    "discard_version": {"member": PORTO, "recorded": {"noa", "ada"}, "network": {"noa", "ada"}},
    "hand_over_version": dict.fromkeys(ALIKE, NOBODY),
    "put_up_version": dict.fromkeys(ALIKE, NOBODY),
    "supersede_version": dict.fromkeys(ALIKE, NOBODY),
    # Malmö took it over
    "claim_adoption": {"member": NOBODY, "recorded": NOBODY, "network": NOBODY}
    | {("member", each): MALMO for each in SHOWN}
    | {("recorded", each): MALMO for each in SHOWN}
    | {("network", each): MALMO | PORTO for each in SHOWN},
    "confirm_adoption": {"member": LEADING, "recorded": LEADING, "network": MODERATORS},
    "dispute_adoption": {"member": LEADING, "recorded": LEADING, "network": MODERATORS},
    "withdraw_adoption": dict.fromkeys(ALIKE, MALMO),
    "end_adoption": dict.fromkeys(ALIKE, MALMO),
    "settle_adoption": {"member": UNTIED, "recorded": UNTIED, "network": MODERATORS},
    "record_adoption": {"nothing": MODERATORS},
    "leave_unanswered_adoption": dict.fromkeys(ALIKE, NOBODY),
    "open_by_contract_adoption": {"nothing": NOBODY},
}
ABOUT_THE_RESOURCE = {"revise_version", "claim_adoption"}
STATUSES = {"resource": Resource.Status.values, "version": Version.Status.values, "adoption": Adoption.Status.values}


@pytest.fixture
def everybody(request):
    named = {name: request.getfixturevalue(name) for name in PEOPLE}
    link = LinkHolder("hub.resource:none")
    return named | {"anonymous": AnonymousUser(), "visitor": VISITOR, "clock": SYSTEM, "link": link}


def who_may(verb, row, everybody):
    for principal in everybody.values():
        vars(principal).pop("_hub_reader", None)
    return {name for name, principal in everybody.items() if may(principal, f"hub.{verb}", row)}


def rows_of(verb, origin, porto, malmo, everybody):
    """(status, row) for each status, the row being what the permission is asked about."""
    if origin in ("city", "nothing"):
        return [("", porto if origin == "city" else None)]
    kind = "resource" if verb in ABOUT_THE_RESOURCE else verb.rpartition("_")[2]
    make = {"resource": resources_of, "version": versions_of, "adoption": adoptions_of}[kind]
    return make(origin, porto, malmo, everybody)


def an_item(origin, porto, everybody):
    item = a_resource(None if origin == "network" else porto, origin=origin)
    item.taken_down_by, item.asked_by = everybody["mia"], everybody["ada"]
    return item


def resources_of(origin, porto, malmo, everybody):
    item = an_item(origin, porto, everybody)
    for status in Resource.Status.values:
        item.versions.filter(number=2).delete()
        if status != "unpublished":
            writer = everybody["pia" if origin == "member" else "noa"]
            hashed = {"content_hash": "x", "released_at": item.published_at}
            Version.objects.create(resource=item, number=2, author=writer, status="approved", **hashed)
        item.status = status
        item.save()
        yield status, item


def versions_of(origin, porto, malmo, everybody):
    writer = everybody["pia" if origin == "member" else "noa"]
    version = a_draft(None if origin == "network" else porto, writer, origin=origin)
    version.moderator = everybody["mia"]
    for version.status in Version.Status.values:
        yield version.status, version


def adoptions_of(origin, porto, malmo, everybody):
    adoption = Adoption.objects.create(resource=an_item(origin, porto, everybody), taker=malmo, degree="adapted")
    for adoption.status in Adoption.Status.values:
        yield adoption.status, adoption


@pytest.mark.parametrize(("verb", "origin"), sorted((v, o) for v in TABLE for o in TABLE[v] if isinstance(o, str)))
def test_exactly_these_may_in_each_status(verb, origin, porto, malmo, everybody):
    for status, row in rows_of(verb, origin, porto, malmo, everybody):
        expected = TABLE[verb].get((origin, status), TABLE[verb][origin])
        if verb == "publish_resource" and status == "unpublished":  # nothing is approved, so nobody wrote it
            expected = expected | {"noa"}
        assert who_may(verb, row, everybody) == expected, (verb, origin, status)


def test_the_table_speaks_of_every_step_and_of_every_permission():
    steps = {
        step.permission.removeprefix("hub.")
        for each in Lifecycle.registered
        if each.model._meta.app_label == "hub"
        for step in (*each.creations, *each.transitions)
    }
    models = [each._meta.model_name for each in apps.get_app_config("hub").get_models()]
    in_the_admin = {f"{verb}_{model}" for verb in ("view", "change", "add", "delete") for model in models}
    ours = {name.removeprefix("hub.") for name in permissions if name.startswith("hub.")} - in_the_admin
    assert steps == ours == set(TABLE)
    assert all(set(each) & {"city", "nothing"} or set(ALIKE) <= set(each) for each in TABLE.values())


def test_a_deputy_releases_what_others_wrote_and_not_the_own_draft(porto, everybody):
    version = a_draft(porto, everybody["dora"])
    assert who_may("release_version", version, everybody) == LEADS
    version.author = everybody["ana"]
    assert who_may("release_version", version, everybody) == LEADING


def test_a_moderator_who_wrote_it_does_not_check_it_even_after_the_city_took_it_over(porto, everybody):
    version = a_draft(porto, everybody["noa"])
    assert who_may("take_version", version, everybody) == UNTIED - {"noa"}


def test_who_declined_it_does_not_take_it_again(porto, everybody):
    version = a_draft(porto, everybody["pia"])
    version.declined_by = everybody["mia"]
    assert who_may("take_version", version, everybody) == UNTIED - {"mia"}


def test_a_co_owner_ties_moderators_and_confirms_adoptions_but_does_not_write(porto, malmo, oldtown, everybody):
    item = a_resource(malmo)
    ResourceCity.objects.create(resource=item, city=porto, role="co_owner")
    assert "tim" not in who_may("publish_resource", item, everybody)
    assert who_may("choose_sharing_resource", item, everybody) == MALMO
    adoption = Adoption(resource=item, taker=oldtown)
    assert who_may("confirm_adoption", adoption, everybody) == LEADING | {"linn"}


def test_a_city_that_is_no_member_any_more_writes_nothing(oldtown, everybody):
    assert who_may("start_resource", oldtown, everybody) == NOBODY
    assert who_may("widen_resource", a_resource(oldtown), everybody) == NOBODY


def test_forcing_one_predicate_open_changes_an_answer(porto, everybody):
    """The control: the matrix can fail."""
    kept = permissions["hub.publish_resource"]
    rules.set_perm("hub.publish_resource", rules.always_allow)
    try:
        assert who_may("publish_resource", a_resource(porto), everybody) != UNTIED
    finally:
        rules.set_perm("hub.publish_resource", kept)
