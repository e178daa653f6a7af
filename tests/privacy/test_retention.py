"""Nothing is kept longer than said: dry run, run, nothing overdue, and run again without a change."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from cities import lifecycle
from cities.lifecycle import invitations, joining, site
from cities.models import ContactMessage, Evidence, Handover, Invitation, JoinRequest, MailCode
from cities.tasks import remind_and_expire
from scn_portal.files.checks import PAPERS, check
from scn_portal.files.models import StoredFile
from scn_portal.files.storage import keep
from scn_portal.lifecycle import VISITOR
from scn_portal.notifications.models import OutboxMail
from scn_portal.privacy import retention
from scn_portal.ui.models import Draft, Submission
from tests.cast import PASSWORD
from tests.factories.cities import a_representative
from tests.factories.files import a_letter
from tests.factories.joining import (
    a_draft,
    a_request_held_by,
    a_submitted_request,
    an_approvable_request,
    an_invitation,
    confirm,
    the_holder_of,
)

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=3 * 366)


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def overdue():
    return {name: number for name, number in retention.run(dry_run=True).items() if number}


def taken_away():
    return {name: number for name, number in retention.run().items() if number}


def approved_with_letter(registrar):
    request = an_approvable_request(registrar)
    lifecycle.add_evidence(request, by=registrar, kind="letter")
    letter = keep(check(a_letter(), PAPERS), owner=request, by=the_holder_of(request))
    Evidence.objects.filter(request=request, kind="letter", checked_at=None).update(file=letter)
    proof = request.evidence.get(file=letter)
    lifecycle.check_evidence(request, by=registrar, evidence=proof, result="confirmed")
    return joining.approve(request, by=registrar)


def refused(registrar):
    request = a_request_held_by(registrar)
    return joining.refuse(request, by=registrar, reason_code="not_proven", reason_text="We could not reach you.")


def a_closed_message(by):
    message = site.send(by=VISITOR, form_key="k", name="Jo", email="jo@x.example", text="Hello", topic="press")
    return site.close(site.take(message, by=by), by=by)


def a_handover(city, **more):
    given = {"role": "political_lead", "name": "Nobody Came", "office": "Mayor", "way": "holder", "status": "expired"}
    given |= {"expires_at": timezone.now(), "started_by": a_representative(city, role="deputy").user} | more
    return Handover.objects.create(city=city, email="nobody@porto.example", **given)


def test_everything_over_its_period_goes_and_a_second_run_changes_nothing(porto, rita, mia):
    a_draft()
    refused(rita)
    approved_with_letter(rita)
    a_closed_message(mia)
    invitations.recall(an_invitation(porto), by=rita)
    a_handover(porto)
    Draft.objects.create(owner="person:x", form="f")
    Submission.objects.create(key="x")
    OutboxMail.objects.create(key="old", kind="cities.join_link", address="x@y.example", state="dead")
    assert overdue() == {}
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        counted = overdue()
        assert set(counted) == {
            "cities.codes",
            "cities.handovers",
            "cities.invitations",
            "cities.letters",
            "cities.messages",
            "cities.refused_requests",
            "cities.unsent_requests",
            "ground.drafts",
            "ground.mail",
            "ground.submissions",
        }
        assert taken_away() == counted
        assert overdue() == {}
        assert taken_away() == {}


def test_the_command_counts_first_and_takes_away_when_told(capsys):
    Draft.objects.create(owner="person:x", form="f")
    with later(days=181):
        call_command("retention", "--dry-run")
        assert "      1  Drafts of forms  (ground.drafts, drafts)" in capsys.readouterr().out
        assert Draft.objects.exists()
        call_command("retention")
        assert not Draft.objects.exists()


def test_a_request_that_was_never_sent_goes_when_its_link_ends():
    request = a_draft()
    with later(days=30, minutes=-1):
        assert overdue() == {}
    with later(days=30, minutes=1):
        assert taken_away()["cities.unsent_requests"] == 1
    assert not JoinRequest.objects.filter(pk=request.pk).exists()


def test_an_unsent_request_that_was_ended_first_goes_in_the_same_night():
    a_draft()
    with later(days=31):
        remind_and_expire()
        assert taken_away()["cities.unsent_requests"] == 1


def test_a_refused_request_stays_six_months_and_leaves_with_its_papers_codes_and_mail(rita, mailbox):
    request = refused(rita)
    file = keep(check(a_letter(), PAPERS), owner=request, by=the_holder_of(request))
    mailbox.collect()
    with later(days=180):
        assert "cities.refused_requests" not in overdue()
    with later(days=185):
        assert taken_away()["cities.refused_requests"] == 1
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not OutboxMail.objects.filter(subject_kind="cities.joinrequest", subject_key=str(request.pk)).exists()
    assert not MailCode.objects.filter(purpose__endswith=request.code).exists()


def test_an_open_request_is_never_taken_away(rita):
    requests = {a_submitted_request().pk, a_request_held_by(rita).pk}
    with time_machine.travel(timezone.now() + YEARS, tick=False):
        retention.run()
    assert set(JoinRequest.objects.values_list("pk", flat=True)) == requests


def test_the_letter_goes_after_24_months_and_the_fact_of_the_check_stays(rita, django_capture_on_commit_callbacks):
    request = approved_with_letter(rita)
    proof = request.evidence.exclude(file=None).get()
    content = proof.file.content
    facts = ("kind", "result", "checked_by", "checked_at", "document_on", "number")
    before = list(request.evidence.values_list(*facts))
    with later(days=729):
        assert "cities.letters" not in overdue()
    with later(days=732), django_capture_on_commit_callbacks(execute=True):
        assert taken_away()["cities.letters"] == 1
    assert list(request.evidence.values_list(*facts)) == before
    assert not content.storage.exists(content.name)
    assert not StoredFile.objects.filter(pk=proof.file_id).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"result": "not_accepted"},
        {"number": "17"},
        {"document_on": "2020-01-01"},
        {"checked_at": None},
        {"address": "other@newtown.example"},
        {"spoken_with": "Somebody else"},
    ],
)
def test_what_was_found_in_a_check_cannot_be_changed(rita, change):
    request = an_approvable_request(rita)
    confirm(request, "call_back", rita)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        request.evidence.filter(kind="call_back").update(**change)


def test_a_checked_paper_cannot_be_put_in_the_place_of_none(rita):
    request = approved_with_letter(rita)
    other = keep(check(a_letter("other.pdf"), PAPERS), owner=request, by=the_holder_of(request))
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        request.evidence.exclude(file=None).update(file=other)


def test_a_message_goes_a_year_after_it_was_closed_and_an_open_one_stays(mia):
    with later(days=-300):
        site.send(by=VISITOR, form_key="open", name="Jo", email="jo@x.example", text="Hello", topic="press")
        late = site.send(by=VISITOR, form_key="late", name="Jo", email="jo@y.example", text="Hello", topic="press")
    site.close(site.take(late, by=mia), by=mia)
    with later(days=300):
        assert "cities.messages" not in overdue()
    with later(days=367):
        assert taken_away()["cities.messages"] == 1
    assert ContactMessage.objects.get().form_key == "open"


def test_who_did_not_come_is_named_no_longer_but_the_status_of_that_day_stays(porto, rita):
    invitation = an_invitation(porto, role="lead_contact", by=rita)
    invitations.recall(invitation, by=rita)
    handover = a_handover(porto)
    with later(days=190):
        taken_away()
    invitation.refresh_from_db()
    handover.refresh_from_db()
    assert [invitation.name, handover.name] == ["–", "–"]
    assert all(each.email.endswith("@erased.invalid") for each in (invitation, handover))
    assert Invitation.objects.get().status == "recalled"


def test_the_letter_of_a_forced_handover_goes_too_and_the_record_says_that_there_was_one(porto, rita):
    letter = keep(check(a_letter(), PAPERS), owner=rita, by=rita)
    role = a_representative(porto, role="political_lead", since=timezone.now())
    done = {"status": "done", "way": "forced", "incoming": role, "objection_until": timezone.now()}
    handover = a_handover(porto, letter=letter, **done)
    with later(days=732):
        assert taken_away()["cities.handover_letters"] == 1
    handover.refresh_from_db()
    assert (handover.letter, bool(handover.letter_erased_at), handover.status) == (None, True, "done")
    assert not StoredFile.objects.filter(pk=letter.pk).exists()


def test_the_database_still_asks_for_a_letter_where_none_was(porto):
    role = a_representative(porto, role="political_lead", since=timezone.now())
    done = {"status": "done", "way": "forced", "incoming": role, "objection_until": timezone.now()}
    with pytest.raises(IntegrityError, match="handover_forced_by_letter"), transaction.atomic():
        a_handover(porto, **done)


def test_a_login_that_has_ended_leaves_no_address_behind(client, bo):
    client.post("/accounts/login/", {"login": bo.email, "password": PASSWORD})
    UserSession.objects.create(user=bo, ip="192.0.2.7", session_key="gone" * 8, user_agent="Firefox")
    assert taken_away() == {"ground.logins": 1}
    assert UserSession.objects.filter(user=bo).exists()
    with later(days=15):
        assert set(taken_away()) == {"ground.logins", "ground.sessions"}
    assert not UserSession.objects.exists()
