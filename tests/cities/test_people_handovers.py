"""A lead role passes from one person to another: who may begin it, what it takes, and what holds in the instant."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError
from django.utils import timezone

from cities import lifecycle
from cities.lifecycle import checking, handovers, leaving, membership
from cities.models import Handover, Invitation, JoinRequest, Representative
from cities.rules import leads, reads_green
from cities.status import city_status
from scn_portal.accounts.models import User
from scn_portal.lifecycle import SYSTEM, LinkHolder, TransitionRefused
from tests.factories.joining import confirm, the_holder_of
from tests.factories.people import a_forced_handover, a_handover, a_letter

pytestmark = pytest.mark.django_db
NEXT = {"email": "next@porto.example", "name": "Nela Next", "office": "Head of safety"}


def begin(by, city, role="lead_contact", **more):
    return handovers.start(by=by, within=city, role=role, **(NEXT | more))


def lead_of(city, role="lead_contact"):
    return city.representatives.get(role=role, until=None)


def test_the_holder_hands_over_and_the_next_one_begins_in_the_same_instant(porto, ana):
    handover = begin(ana, porto)
    assert (handover.way, handover.outgoing.user) == ("holder", ana)
    done = handovers.accept(handover, by=the_holder_of(handover), name="Nela", password="quiet harbour lamp")
    assert done.status == "done"
    assert done.outgoing.until == done.incoming.since
    assert lead_of(porto).user.email == "next@porto.example"
    assert lead_of(porto).user.check_password("quiet harbour lamp")
    assert not reads_green(ana) and not leads(ana, porto)
    assert done.outgoing.office == "Head of prevention"


def test_the_political_lead_hands_over_for_the_lead_contact_and_not_the_other_way_round(porto, ana, paulo):
    assert begin(paulo, porto).way == "political_lead"
    with pytest.raises(PermissionDenied):
        begin(ana, porto, "political_lead")


def test_a_deputy_a_practitioner_and_a_tied_registrar_begin_no_handover(porto, ana, dora, pia, tess, eve):
    for person in (dora, pia, tess, eve):
        with pytest.raises(PermissionDenied):
            begin(person, porto, letter=a_letter())


def test_a_lead_who_is_also_a_registrar_forces_nothing_in_the_own_city(porto, ana, paulo, dev):
    ana.groups.set(dev.groups.all())
    ana.is_staff = True
    ana.save()
    with pytest.raises(PermissionDenied):
        begin(ana, porto, "political_lead", letter=a_letter())


def test_a_registrar_needs_a_letter_and_leaves_a_week_to_object(porto, ana, dev):
    with pytest.raises(TransitionRefused, match="letter"):
        begin(dev, porto)
    handover = a_forced_handover(porto, dev)
    assert handover.letter.owner_key == str(handover.pk)
    assert timedelta(days=6) < handover.objection_until - timezone.now() <= timedelta(days=7)
    with pytest.raises(TransitionRefused, match="may still object"):
        handovers.accept(handover, by=the_holder_of(handover))
    Handover.objects.update(objection_until=timezone.now())
    assert handovers.accept(handover, by=the_holder_of(handover)).status == "done"


def test_nobody_takes_over_after_an_objection(porto, ana, pia, dev):
    handover = a_forced_handover(porto, dev, is_over=True)
    assert handovers.object_to(handover, by=pia, objection="Ana is still here.").objection
    with pytest.raises(TransitionRefused, match="objected to"):
        handovers.accept(handover, by=the_holder_of(handover))
    assert lead_of(porto).user == ana


def test_an_objection_comes_by_link_too_says_why_and_only_where_the_handover_was_forced(porto, ana, dev, bo):
    handover = a_forced_handover(porto, dev)
    told = LinkHolder(f"cities.handovernotice:{handover.code}")
    for stranger in (bo, the_holder_of(handover)):
        with pytest.raises(PermissionDenied):
            handovers.object_to(handover, by=stranger, objection="No.")
    with pytest.raises(TransitionRefused, match="Say why"):
        handovers.object_to(handover, by=told, objection=" ")
    assert handovers.object_to(handover, by=told, objection="No.").status == "objected"
    with pytest.raises(TransitionRefused, match="speak with them"):
        handovers.object_to(begin(ana, porto), by=ana, objection="No.")


def test_the_link_that_lets_object_accepts_nothing(porto, ana, dev):
    handover = a_forced_handover(porto, dev, is_over=True)
    with pytest.raises(PermissionDenied):
        handovers.accept(handover, by=LinkHolder(f"cities.handovernotice:{handover.code}"))


def test_one_handover_of_a_role_at_a_time_to_somebody_who_does_not_hold_it(porto, ana, paulo):
    with pytest.raises(TransitionRefused, match="already holds"):
        begin(ana, porto, email="ANA@porto.example")
    begin(ana, porto)
    with pytest.raises(TransitionRefused, match="under way"):
        begin(paulo, porto, email="other@porto.example")
    assert begin(paulo, porto, "political_lead").status == "open"


def test_other_roles_are_not_handed_over(porto, ana, dev):
    with pytest.raises(TransitionRefused, match="Only the roles"):
        begin(dev, porto, "deputy", letter=a_letter())


def test_an_address_is_not_written_to_again_and_again(porto, ana):
    for _ in range(3):
        handovers.cancel(begin(ana, porto), by=ana)
    with pytest.raises(TransitionRefused, match="several times"):
        begin(ana, porto)


def test_a_signed_in_colleague_accepts_with_the_address_only(porto, ana, dora, pia):
    handover = begin(ana, porto, email="DORA@porto.example")
    with pytest.raises(PermissionDenied):
        handovers.accept(handover, by=pia)
    assert handovers.accept(handover, by=dora).incoming.user == dora


def test_who_has_a_password_signs_in_first(porto, ana, dora):
    handover = begin(ana, porto, email=dora.email)
    with pytest.raises(TransitionRefused, match="sign in"):
        handovers.accept(handover, by=the_holder_of(handover), password="another quiet lamp")


def a_checked(handover, dev, *kinds):
    """The request that the handover becomes, with its evidence confirmed."""
    checking.send_to_check(handover, by=the_holder_of(handover))
    request = lifecycle.take(JoinRequest.objects.get(handover=handover), by=dev)
    for kind in kinds:
        confirm(request, kind, dev)
    return JoinRequest.objects.get(pk=request.pk)


def test_an_address_elsewhere_is_checked_first_and_the_role_passes_with_the_approval(porto, ana, dev):
    handover = begin(ana, porto, email="next@elsewhere.example")
    with pytest.raises(TransitionRefused, match="registrar checks"):
        handovers.accept(handover, by=the_holder_of(handover))
    request = a_checked(handover, dev, "call_back")
    assert lead_of(porto).user == ana
    assert not User.objects.filter(email="next@elsewhere.example").exists()
    lifecycle.approve(request, by=dev)
    handover.refresh_from_db()
    assert (handover.status, handover.outgoing.until) == ("done", handover.incoming.since)
    invitation = Invitation.objects.get(representative=handover.incoming)
    assert invitation.status == "open"  # the link with which the person comes in


def test_a_political_lead_is_checked_by_document_and_call_and_the_letter_of_a_registrar_counts(porto, ana, paulo, dev):
    handover = a_forced_handover(porto, dev, "political_lead", is_over=True)
    request = a_checked(handover, dev, "call_back")
    assert request.role_wanted == "political_lead"
    with pytest.raises(TransitionRefused, match="Still missing"):
        lifecycle.approve(request, by=dev)
    letter = request.evidence.get(kind="letter")
    assert letter.file == handover.letter
    lifecycle.check_evidence(request, by=dev, evidence=letter, result="confirmed")
    lifecycle.approve(request, by=dev)
    assert lead_of(porto, "political_lead").user.email == "next@porto.example"


def test_a_request_that_is_refused_ends_the_handover(porto, ana, dev):
    handover = begin(ana, porto, email="next@elsewhere.example")
    lifecycle.refuse(a_checked(handover, dev), by=dev, reason_code="not_proven", reason_text="Nobody knew them.")
    handover.refresh_from_db()
    assert handover.status == "refused"
    assert lead_of(porto).user == ana


def test_where_the_role_was_laid_down_meanwhile_the_handover_claims_no_seamless_passage(porto, ana, dev):
    handover = begin(ana, porto)
    membership.end_role(lead_of(porto), by=dev)
    assert city_status(porto) == "active"  # somebody is asked to be its contact
    done = handovers.accept(handover, by=the_holder_of(handover))
    assert done.outgoing is None
    assert lead_of(porto) == done.incoming


def test_nobody_takes_over_from_somebody_whom_the_handover_did_not_mean(porto, ana, dev, dora):
    handover = begin(ana, porto)
    membership.end_role(lead_of(porto), by=dev)
    Representative.objects.create(
        user=dora, city=porto, role="lead_contact", office="Deputy", since=timezone.now() + timedelta(microseconds=5)
    )
    with pytest.raises(TransitionRefused, match="Somebody else"):
        handovers.accept(handover, by=the_holder_of(handover))


def test_a_handover_ends_after_thirty_days_and_a_new_link_ends_the_old_one(porto, ana):
    handover = begin(ana, porto)
    renewed = handovers.renew(handover, by=ana)
    assert renewed.link_issue == 2
    Handover.objects.update(expires_at=timezone.now())
    with pytest.raises(TransitionRefused, match="has ended"):
        handovers.renew(handover, by=ana)
    with pytest.raises(TransitionRefused, match="has ended"):
        handovers.accept(handover, by=the_holder_of(handover))
    assert handovers.expire(handover, by=SYSTEM).status == "expired"
    assert begin(ana, porto).status == "open"


def test_a_handover_is_not_expired_before_its_day(porto, ana):
    with pytest.raises(TransitionRefused, match="still time"):
        handovers.expire(begin(ana, porto), by=SYSTEM)


def test_nothing_passes_in_a_city_that_is_suspended_or_left(porto, ana, dev):
    handover = begin(ana, porto)
    own = porto.memberships.get()
    leaving.end(own, by=dev, reason="Decision 4 of 1 May")
    with pytest.raises(TransitionRefused):
        handovers.accept(handover, by=the_holder_of(handover))
    handover.refresh_from_db()
    assert handover.status == "cancelled"


@pytest.mark.parametrize("gap", [timedelta(microseconds=1), timedelta(days=1)])
def test_the_database_refuses_a_handover_with_a_gap_that_reads_done(porto, ana, dora, gap):
    old = lead_of(porto)
    handover = a_handover(porto)
    old.until = timezone.now()
    old.save()
    new = Representative.objects.create(
        user=dora, city=porto, role="lead_contact", office="Head", since=old.until + gap
    )
    with pytest.raises(InternalError, match="in the instant"):
        Handover.objects.filter(pk=handover.pk).update(status="done", incoming=new)


def test_the_database_refuses_done_with_a_role_of_another_city(porto, malmo, ana, linn):
    handover = a_handover(porto, outgoing=None, by=ana)
    other = malmo.representatives.get(user=linn)
    with pytest.raises(InternalError, match="in the instant"):
        Handover.objects.filter(pk=handover.pk).update(status="done", incoming=other)
