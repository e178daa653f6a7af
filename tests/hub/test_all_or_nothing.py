"""Every step of every lifecycle of this app: an error after any statement leaves nothing of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hub import lifecycle
from hub.lifecycle import adoptions, files, versions
from hub.models import Adoption, Resource
from scn_portal.files.checks import check
from scn_portal.files.storage import keep
from scn_portal.lifecycle import SYSTEM, Lifecycle
from scn_portal.sharing import Sharing
from tests.factories.files import pdf
from tests.factories.hub import a_content, a_file, a_resource
from tests.factories.publishing import ALL_MET, NOT_MET, a_begun, a_published, a_released, an_approved
from tests.faults import assert_all_or_nothing

pytestmark = pytest.mark.django_db
ACTS = {}
WHY = "It is not true any more."


def act(function):
    """Register a preparation: it makes what the step needs and returns the step itself, to be called."""
    ACTS[function.__name__] = function
    return function


def a_shown(cast, **more):
    return a_resource(cast.porto, **more)


def a_draft(cast):
    return a_begun(cast.ana, cast.porto)


def a_taken(cast):
    return versions.take(a_released(cast.ana, cast.porto), by=cast.mia)


@act
def start_resource(cast):
    return lambda: lifecycle.start(by=cast.ana, within=cast.porto, kind="good_practice", title="Mentors")


@act
def start_recorded_resource(cast):
    return lambda: lifecycle.start_recorded(by=cast.mia, within=cast.porto, kind="good_practice", title="Mentors")


@act
def start_network_resource(cast):
    return lambda: lifecycle.start_network(by=cast.mia, kind="toolkit", title="First hours")


@act
def publish_resource(cast):
    resource = a_published(cast.ana, cast.porto, cast.mia)
    version = versions.take(versions.release(versions.revise(by=cast.ana, within=resource), by=cast.ana), by=cast.mia)
    versions.approve(version, by=cast.mia, criteria=ALL_MET)
    return lambda: lifecycle.publish(resource, by=cast.mia)


@act
def fall_due_resource(cast):
    resource = a_shown(cast, review_due_on=timezone.now().date())
    return lambda: lifecycle.fall_due(resource, by=SYSTEM)


@act
def confirm_resource(cast):
    resource = a_shown(cast, status="review_due")
    return lambda: lifecycle.confirm(resource, by=cast.ana)


@act
def archive_resource(cast):
    resource = a_shown(cast, status="review_due", review_due_on=timezone.now().date() - timedelta(days=190))
    return lambda: lifecycle.archive(resource, by=SYSTEM)


@act
def withdraw_resource(cast):
    resource = a_shown(cast)
    return lambda: lifecycle.withdraw(resource, by=cast.ana, reason=WHY)


@act
def take_down_resource(cast):
    resource = a_shown(cast)
    return lambda: lifecycle.take_down(resource, by=cast.mia, reason=WHY)


@act
def restore_resource(cast):
    resource = lifecycle.take_down(a_published(cast.ana, cast.porto, cast.mia), by=cast.mia, reason=WHY)
    return lambda: lifecycle.restore(resource, by=cast.noa, reason=WHY)


@act
def claim_resource(cast):
    resource = a_shown(cast, origin="recorded")
    return lambda: lifecycle.claim(resource, by=cast.ana)


@act
def choose_sharing_resource(cast):
    resource = a_draft(cast).resource
    return lambda: lifecycle.choose_sharing(resource, by=cast.ana, sharing=Sharing.AMBER)


@act
def narrow_resource(cast):
    resource = a_shown(cast)
    return lambda: lifecycle.narrow(resource, by=cast.ana, sharing=Sharing.GREEN)


@act
def widen_resource(cast):
    resource = a_shown(cast, sharing=Sharing.AMBER)
    return lambda: lifecycle.widen(resource, by=cast.ana, sharing=Sharing.GREEN, reason=WHY)


@act
def allow_widening_resource(cast):
    resource = lifecycle.widen(a_shown(cast, sharing=Sharing.GREEN), by=cast.ana, sharing=Sharing.CLEAR, reason=WHY)
    return lambda: lifecycle.allow_widening(resource, by=cast.mia)


@act
def refuse_widening_resource(cast):
    resource = lifecycle.widen(a_shown(cast, sharing=Sharing.GREEN), by=cast.ana, sharing=Sharing.CLEAR, reason=WHY)
    return lambda: lifecycle.refuse_widening(resource, by=cast.mia, reason=WHY)


@act
def share_with_resource(cast):
    resource = lifecycle.share_with(a_shown(cast), by=cast.ana, named=[cast.malmo])
    return lambda: lifecycle.share_with(resource, by=cast.ana, co_owners=[cast.malmo])


@act
def revise_version(cast):
    resource = a_shown(cast)
    return lambda: versions.revise(by=cast.ana, within=resource)


@act
def save_section_version(cast):
    version = a_draft(cast)
    words = {"section": "story", "values": {"need": "Other words."}, "stricter": {"need": 2}}
    revision = version.revisions["story"]
    return lambda: versions.save_section(version, by=cast.ana, revision=revision, **words)


@act
def add_file_version(cast):
    version = a_draft(cast)
    kept = keep(check(SimpleUploadedFile("plan.pdf", pdf())), owner=version.resource, by=cast.ana)
    return lambda: files.add_file(version, by=cast.ana, file=kept, title="Plan")


@act
def describe_file_version(cast):
    resource = a_shown(cast)
    row = a_file(resource.current_version, by=cast.ana)
    version = versions.revise(by=cast.ana, within=resource)
    return lambda: files.describe_file(version, by=cast.ana, row=row, title="Plan", sharing=2)


@act
def move_file_version(cast):
    version = a_draft(cast)
    rows = [a_file(version, name, position=number) for number, name in enumerate(["one.pdf", "two.pdf"])]
    return lambda: files.move_file(version, by=cast.ana, row=rows[1])


@act
def remove_file_version(cast):
    version = a_draft(cast)
    row = a_file(version)
    return lambda: files.remove_file(version, by=cast.ana, row=row)


@act
def release_version(cast):
    version = a_draft(cast)
    return lambda: versions.release(version, by=cast.ana)


@act
def recall_version(cast):
    version = a_released(cast.ana, cast.porto)
    return lambda: versions.recall(version, by=cast.ana)


@act
def discard_version(cast):
    version = a_draft(cast)
    return lambda: versions.discard(version, by=cast.ana)


@act
def take_version(cast):
    version = a_released(cast.ana, cast.porto)
    return lambda: versions.take(version, by=cast.mia)


@act
def give_back_version(cast):
    version = a_taken(cast)
    return lambda: versions.give_back(version, by=cast.mia)


@act
def ask_changes_version(cast):
    version = a_taken(cast)
    return lambda: versions.ask_changes(version, by=cast.mia, criteria=NOT_MET)


@act
def approve_version(cast):
    version = a_taken(cast)
    return lambda: versions.approve(version, by=cast.mia, criteria=ALL_MET)


@act
def decline_version(cast):
    version = a_taken(cast)
    return lambda: versions.decline(version, by=cast.mia, reason="duplicate", text="See the other one.")


@act
def ask_second_look_version(cast):
    version = versions.decline(a_taken(cast), by=cast.mia, reason="duplicate", text="See the other one.")
    return lambda: versions.ask_second_look(version, by=cast.ana)


@act
def hand_over_version(cast):
    version = an_approved(cast.ana, cast.porto, cast.mia)
    return lambda: versions.hand_over(version, by=SYSTEM)


@act
def put_up_version(cast):
    version = an_approved(cast.ana, cast.porto, cast.mia)
    return lambda: versions.put_up(version, by=SYSTEM)


@act
def supersede_version(cast):
    version = a_shown(cast).current_version
    return lambda: versions.supersede(version, by=SYSTEM)


def a_claim(cast):
    practice = a_resource(cast.malmo, content=a_content(core=["One"]))
    mine = a_shown(cast)
    return {"by": cast.ana, "within": practice, "taker": cast.porto, "degree": "adapted", "result": mine}


@act
def claim_adoption(cast):
    said = a_claim(cast)
    return lambda: adoptions.claim(**said)


@act
def open_by_contract_adoption(cast):
    practice = a_resource(cast.malmo)
    return lambda: lifecycle.record_adoption(resource=practice, taker=cast.porto, context="A grant")


@act
def record_adoption(cast):
    said = {"source_name": "A town", "source_what": "A programme", "source_url": "https://town.example/news"}
    return lambda: adoptions.record(by=cast.mia, taker=cast.porto, degree="adapted", **said)


@act
def confirm_adoption(cast):
    adoption = adoptions.claim(**a_claim(cast))
    return lambda: adoptions.confirm(adoption, by=cast.linn)


@act
def dispute_adoption(cast):
    adoption = adoptions.claim(**a_claim(cast))
    return lambda: adoptions.dispute(adoption, by=cast.linn, reason=WHY)


@act
def withdraw_adoption(cast):
    adoption = adoptions.claim(**a_claim(cast))
    return lambda: adoptions.withdraw(adoption, by=cast.ana)


@act
def end_adoption(cast):
    adoption = adoptions.confirm(adoptions.claim(**a_claim(cast)), by=cast.linn)
    return lambda: adoptions.end(adoption, by=cast.ana, reason=WHY)


@act
def leave_unanswered_adoption(cast):
    adoption = adoptions.claim(**a_claim(cast))
    Adoption.objects.filter(pk=adoption.pk).update(claimed_at=timezone.now() - timedelta(days=61))
    return lambda: adoptions.leave_unanswered(adoption, by=SYSTEM)


@act
def settle_adoption(cast):
    adoption = adoptions.dispute(adoptions.claim(**a_claim(cast)), by=cast.linn, reason=WHY)
    return lambda: adoptions.settle(adoption, by=cast.mia, outcome="confirmed", reason=WHY)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cast(porto, malmo, ana, linn, mia, noa):
    class Cast:
        pass

    Cast.porto, Cast.malmo, Cast.ana, Cast.linn, Cast.mia, Cast.noa = porto, malmo, ana, linn, mia, noa
    return Cast


@pytest.mark.parametrize("name", ACTS)
def test_an_error_after_any_statement_leaves_nothing(name, cast):
    assert_all_or_nothing(ACTS[name](cast))


def test_every_step_of_the_app_is_here():
    lifecycles = [each for each in Lifecycle.registered if each.model._meta.app_label == "hub"]
    steps = [step for each in lifecycles for step in (*each.creations, *each.transitions)]
    assert {step.permission.removeprefix("hub.") for step in steps} == set(ACTS)
    assert Resource in {each.model for each in lifecycles}
