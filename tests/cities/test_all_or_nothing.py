"""Every step of every lifecycle of this app: an error after any statement leaves nothing of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

import tests.cities.acts_people  # noqa: F401 -- registers the acts of this group
import tests.cities.acts_profile  # noqa: F401 -- registers the acts of this group
import tests.cities.acts_register  # noqa: F401
import tests.cities.acts_site  # noqa: F401
from cities import lifecycle
from cities.lifecycle import invitations, membership, site
from cities.models import JoinRequest
from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle
from tests.cities.acts import ACTS, act
from tests.cities.test_governance_rules import GOVERNED
from tests.factories.cities import a_term
from tests.factories.joining import (
    a_draft,
    a_ready_draft,
    a_request_held_by,
    a_request_uninvited,
    a_submitted_request,
    an_approvable_request,
    an_invitation,
    the_holder_of,
    the_principles,
)
from tests.faults import assert_all_or_nothing

pytestmark = pytest.mark.django_db


def moved(request, **values):
    JoinRequest.objects.filter(pk=request.pk).update(**values)
    return JoinRequest.objects.get(pk=request.pk)


@act
def start_joinrequest(cast):
    return lambda: lifecycle.start(by=VISITOR, email="new@town.example")


@act
def fill_in_joinrequest(cast):
    request = a_draft()
    return lambda: lifecycle.fill_in(request, by=the_holder_of(request), name="Noor")


@act
def accept_principle_joinrequest(cast):
    request, text = a_draft(), the_principles()[0]
    return lambda: lifecycle.accept_principle(request, by=the_holder_of(request), text=text)


@act
def ask_code_joinrequest(cast):
    request = a_draft()
    return lambda: lifecycle.ask_code(request, by=the_holder_of(request))


@act
def prove_joinrequest(cast):
    request = moved(a_ready_draft(), email_proven_at=None)
    return lambda: lifecycle.prove(request, by=the_holder_of(request))


@act
def submit_joinrequest(cast):
    request = a_ready_draft()
    return lambda: lifecycle.submit(request, by=the_holder_of(request))


@act
def open_for_invitation_joinrequest(cast):
    invitation = an_invitation(cast.porto, "political_lead")
    return lambda: lifecycle.open_for_invitation(by=SYSTEM, invitation=invitation)


@act
def note_invitation_joinrequest(cast):
    request = a_request_uninvited(cast.porto)
    invitation = an_invitation(cast.porto, "deputy", email=request.email)
    return lambda: lifecycle.note_invitation(request, by=SYSTEM, invitation=invitation)


@act
def answer_joinrequest(cast):
    request = lifecycle.ask(a_request_held_by(cast.dev), by=cast.dev, asked_for="A letter")
    return lambda: lifecycle.answer(request, by=the_holder_of(request), answer="Here it is")


@act
def withdraw_joinrequest(cast):
    request = to_check(cast)
    return lambda: lifecycle.withdraw(request, by=the_holder_of(request))


def to_check(cast):
    """A request that an invitation to Porto's political lead has become."""
    invitation = an_invitation(cast.porto, "political_lead")
    lifecycle.send_to_check(invitation, by=the_holder_of(invitation))
    return JoinRequest.objects.get(invitation=invitation)


def refused(cast):
    request = a_request_held_by(cast.dev)
    return lifecycle.refuse(request, by=cast.dev, reason_code="not_proven", reason_text="No letter came.")


@act
def ask_second_look_joinrequest(cast):
    request = refused(cast)
    return lambda: lifecycle.ask_second_look(request, by=the_holder_of(request))


@act
def look_again_joinrequest(cast):
    request = refused(cast)
    lifecycle.ask_second_look(request, by=the_holder_of(request))
    return lambda: lifecycle.look_again(request, by=cast.rita)


@act
def take_joinrequest(cast):
    request = a_submitted_request()
    return lambda: lifecycle.take(request, by=cast.dev)


@act
def take_over_joinrequest(cast):
    request = moved(a_request_held_by(cast.dev), saved_at=timezone.now() - timedelta(minutes=31))
    return lambda: lifecycle.take_over(request, by=cast.rita)


@act
def ask_joinrequest(cast):
    request = a_request_held_by(cast.dev)
    return lambda: lifecycle.ask(request, by=cast.dev, asked_for="A letter")


@act
def approve_joinrequest(cast):
    request = an_approvable_request(cast.dev)
    return lambda: lifecycle.approve(request, by=cast.dev)


@act
def refuse_joinrequest(cast):
    request = lifecycle.take(to_check(cast), by=cast.dev)
    return lambda: lifecycle.refuse(request, by=cast.dev, reason_code="other", reason_text="Not now.")


@act
def merge_joinrequest(cast):
    into = a_submitted_request(proposed_name="Twin")
    request = a_submitted_request(proposed_name="Twin")
    return lambda: lifecycle.merge(request, by=cast.dev, into=into)


@act
def add_evidence_joinrequest(cast):
    request = a_draft()
    return lambda: lifecycle.add_evidence(request, by=the_holder_of(request), kind="letter")


@act
def remove_evidence_joinrequest(cast):
    request = a_draft()
    lifecycle.add_evidence(request, by=the_holder_of(request), kind="letter")
    evidence = request.evidence.get()
    return lambda: lifecycle.remove_evidence(request, by=the_holder_of(request), evidence=evidence)


@act
def check_evidence_joinrequest(cast):
    request = a_request_held_by(cast.dev)
    lifecycle.add_evidence(request, by=cast.dev, kind="letter")
    evidence = request.evidence.get(kind="letter")
    return lambda: lifecycle.check_evidence(request, by=cast.dev, evidence=evidence, result="confirmed")


@act
def record_call_joinrequest(cast):
    request = a_request_held_by(cast.dev)
    found = {"number": "+351 1", "number_source_url": "https://newtown.example/", "spoken_with": "The mayor's office"}
    return lambda: lifecycle.record_call(request, by=cast.dev, result="confirmed", **found)


@act
def write_profile(cast):
    own = lifecycle.profile.profile_of(cast.porto)
    texts = {"summary": "We listen.", "background": "", "approach": ""}
    return lambda: lifecycle.profile.write(own, by=cast.ana, language="en", seen=0, **texts)


@act
def choose_themes_profile(cast):
    own, theme = lifecycle.profile.profile_of(cast.porto), a_term("theme", "youth", "Young people")
    return lambda: lifecycle.profile.choose_themes(own, by=cast.ana, themes=[theme])


@act
def set_contact_profile(cast):
    own = lifecycle.profile.profile_of(cast.porto)
    return lambda: lifecycle.profile.set_contact(own, by=cast.ana, mailbox="team@porto.example")


@act
def expire_joinrequest(cast):
    request = moved(a_draft(), saved_at=timezone.now() - timedelta(days=31))
    return lambda: lifecycle.expire(request, by=SYSTEM)


@act
def invite_invitation(cast):
    return lambda: invitations.invite(
        by=cast.ana, within=cast.porto, role="practitioner", email="new@porto.example", name="New"
    )


@act
def accept_invitation(cast):
    invitation = an_invitation(cast.porto, email="new@porto.example")
    return lambda: invitations.accept(invitation, by=the_holder_of(invitation), password="quiet harbour lamp")


@act
def send_to_check_invitation(cast):
    invitation = an_invitation(cast.porto, "political_lead")
    return lambda: lifecycle.send_to_check(invitation, by=the_holder_of(invitation))


def approved_invitation(cast):
    request = lifecycle.approve(an_approvable_request(cast.dev), by=cast.dev)
    return request.invitation


def let_in(invitation, cast):
    """A role that an approval would have begun, for an invitation that waits for it."""
    return invitations._begin_role(invitation, cast.eve)


@act
def refuse_invitation(cast):
    invitation = approved_invitation(cast)
    return lambda: invitations.refuse(invitation, by=the_holder_of(invitation))


@act
def recall_invitation(cast):
    invitation = approved_invitation(cast)
    return lambda: invitations.recall(invitation, by=cast.dev)


@act
def renew_invitation(cast):
    invitation = an_invitation(cast.porto)
    return lambda: invitations.renew(invitation, by=cast.ana)


@act
def expire_invitation(cast):
    invitation = an_invitation(cast.porto, expires_at=timezone.now())
    return lambda: invitations.expire(invitation, by=SYSTEM)


@act
def admit_invitation(cast):
    invitation = to_check(cast).invitation
    role = let_in(invitation, cast)
    return lambda: invitations.admit(invitation, by=SYSTEM, representative=role)


@act
def admit_signed_in_invitation(cast):
    invitation = to_check(cast).invitation
    role = let_in(invitation, cast)
    return lambda: invitations.admit_signed_in(invitation, by=SYSTEM, representative=role)


@act
def turn_down_invitation(cast):
    invitation = to_check(cast).invitation
    return lambda: invitations.turn_down(invitation, by=SYSTEM)


@act
def confirm_membership(cast):
    return lambda: membership.confirm(cast.porto.memberships.get(), by=cast.ana, items=["contacts"])


@act
def end_role_representative(cast):
    role = cast.porto.representatives.get(user=cast.dora)
    return lambda: membership.end_role(role, by=cast.ana)


def a_text(cast, **more):
    return site.write(by=cast.mia, key="mission", language="en", title="One", body="First.", **more)


def a_message():
    return site.send(by=VISITOR, email="lea@town.example", form_key="k", name="Lea", topic="other", text="Hello")


@act
def write_sitetext(cast):
    return lambda: a_text(cast)


@act
def revise_sitetext(cast):
    text = a_text(cast)
    return lambda: site.revise(text, by=cast.mia, title="Two", body="Second.")


@act
def publish_sitetext(cast):
    site.publish(a_text(cast), by=cast.mia)
    text = a_text(cast)
    return lambda: site.publish(text, by=cast.mia)


@act
def replace_sitetext(cast):
    text = site.publish(a_text(cast), by=cast.mia)
    return lambda: site.replace(text, by=SYSTEM)


@act
def retire_sitetext(cast):
    text = site.publish(a_text(cast), by=cast.mia)
    return lambda: site.retire(text, by=cast.mia)


@act
def check_translation_sitetext(cast):
    text = a_text(cast, needs_check=True)
    return lambda: site.check_translation(text, by=cast.mia)


@act
def send_contactmessage(cast):
    return a_message


@act
def take_contactmessage(cast):
    message = a_message()
    return lambda: site.take(message, by=cast.dev)


@act
def close_contactmessage(cast):
    message = a_message()
    return lambda: site.close(message, by=cast.dev)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cast(porto, ana, dora, dev, rita, eve, mia):
    class Cast:
        pass

    Cast.mia = mia
    Cast.porto, Cast.ana, Cast.dora, Cast.dev, Cast.rita, Cast.eve = porto, ana, dora, dev, rita, eve
    return Cast


@pytest.mark.parametrize("name", ACTS)
def test_an_error_after_any_statement_leaves_nothing(name, cast):
    assert_all_or_nothing(ACTS[name](cast))


def test_every_step_of_the_app_is_here():
    """Those of the bodies stand in test_governance_rules.py."""
    ours = [each for each in Lifecycle.registered if each.model._meta.app_label == "cities"]
    lifecycles = [each for each in ours if each.model._meta.model_name not in GOVERNED]
    steps = [step for each in lifecycles for step in (*each.creations, *each.transitions)]
    assert {step.permission.removeprefix("cities.") for step in steps} == set(ACTS)
