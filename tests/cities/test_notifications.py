"""What people are told: written with the change, rendered when it goes out, held back when it is no longer true."""

import re
from datetime import timedelta
from urllib.parse import urlparse

import pytest
from django.utils import timezone, translation

from cities import lifecycle, mail_codes, notifications
from cities.lifecycle import invitations, membership
from cities.models import ContactMessage, Invitation, JoinRequest
from cities.tasks import remind_and_expire
from scn_portal.codes import token_opens
from scn_portal.notifications import kinds
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from tests.cast import PASSWORD
from tests.factories.cities import a_person
from tests.factories.joining import (
    a_draft,
    a_ready_draft,
    a_request_held_by,
    a_submitted_request,
    an_approvable_request,
    an_invitation,
    the_holder_of,
)

pytestmark = pytest.mark.django_db
OURS = {
    "cities.join_link",
    "cities.join_already_member",
    "cities.join_code",
    "cities.join_received",
    "cities.evidence_asked",
    "cities.join_approved",
    "cities.join_refused",
    "cities.join_merged",
    "cities.invitation",
    "cities.role_ended",
    "cities.contact_received",
}
OF_SEATS = {"cities.seat_named", "cities.seat_ending"}  # test_governance_watch.py
IN_TEST_PEOPLE_MAIL = {
    f"cities.{name}"
    for name in ["handover_started", "handover_forced", "handover_done", "confirm_due", "on_hold"]
    + ["election_passed", "membership_ending"]
}


def text_of(row):
    return message_for(row).get_body(["plain"]).get_content()


def kinds_of(rows):
    return [row.kind for row in rows]


def link_in(text, page):
    """The code and the token of the one signed address in a mail."""
    (found,) = set(re.findall(rf"http\S+/{page}/\w+/open/[\w-]+/", text))
    _, _, code, _, token, _ = urlparse(found).path.split("/")
    return code, token


def test_starting_sends_the_link_to_the_address_and_to_nobody_else(delivered):
    (mail,) = delivered(lambda: a_draft("noor@newtown.example"))
    assert (mail.kind, mail.address, mail.person) == ("cities.join_link", "noor@newtown.example", None)
    request = JoinRequest.objects.get()
    code, token = link_in(text_of(mail), "join")
    assert code == request.code and token_opens(token, "cities.joinrequest", code, request.link_issue)
    assert token not in str(OutboxMail.objects.values_list()), "the outbox holds no secret"


def test_a_known_address_is_told_by_mail_alone_that_it_has_access(delivered, ana):
    (mail,) = delivered(lambda: a_draft("ANA@porto.example"))
    assert mail.kind == "cities.join_already_member"
    assert "/accounts/login/" in text_of(mail) and "already has access" in text_of(mail)


def test_a_link_is_held_back_once_the_request_was_sent_or_taken_back(delivered):
    (mail,) = delivered(lambda: a_draft())
    request = JoinRequest.objects.get()
    lifecycle.withdraw(request, by=the_holder_of(request))
    with pytest.raises(HeldBack):
        message_for(mail)


def test_the_code_goes_out_while_it_lives(delivered, time_machine):
    request = a_draft()
    (mail,) = delivered(lambda: lifecycle.ask_code(request, by=the_holder_of(request)))
    code = mail_codes.latest(mail_codes.for_request(request))
    assert mail_codes.digits_of(code) in text_of(mail)
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    with pytest.raises(HeldBack):
        message_for(mail)


def test_sending_is_acknowledged_with_the_number(delivered):
    request = a_ready_draft(proposed_name="Newtown")
    (mail,) = delivered(lambda: lifecycle.submit(request, by=the_holder_of(request)))
    assert mail.kind == "cities.join_received"
    assert request.code in text_of(mail) and "Newtown" in text_of(mail)


def test_what_is_missing_is_asked_again_each_time_and_only_while_it_is_owed(delivered, dev):
    request = a_request_held_by(dev)
    (first,) = delivered(lambda: lifecycle.ask(request, by=dev, asked_for="A letter of the mayor <b>please</b>"))
    assert "A letter of the mayor <b>please</b>" in text_of(first)
    assert "&lt;b&gt;please" in message_for(first).get_body(["html"]).get_content()
    lifecycle.answer(request, by=the_holder_of(request))
    with pytest.raises(HeldBack):
        message_for(first)
    (second,) = delivered(lambda: lifecycle.ask(request, by=dev, asked_for="A newer letter"))
    assert "A newer letter" in text_of(second)


def test_an_approval_brings_the_person_one_mail_with_the_way_in(delivered, dev):
    request = an_approvable_request(dev, proposed_name="Newtown")
    (mail,) = delivered(lambda: lifecycle.approve(request, by=dev))
    invitation = Invitation.objects.get()
    assert (mail.kind, mail.person) == ("cities.join_approved", invitation.representative.user)
    code, token = link_in(text_of(mail), "invitations")
    assert token_opens(token, "cities.invitation", code, invitation.link_issue)
    assert "is now a Strong City" in text_of(mail)


def test_who_can_sign_in_already_gets_no_second_password_link(delivered, dev):
    a_person("Noor", email="noor@newtown.example", password=PASSWORD)
    request = an_approvable_request(dev, "noor@newtown.example")
    (mail,) = delivered(lambda: lifecycle.approve(request, by=dev))
    assert "/accounts/login/" in text_of(mail) and "/invitations/" not in text_of(mail)
    assert Invitation.objects.get().status == "accepted"


def test_a_refusal_gives_reason_what_to_do_instead_and_the_second_look(delivered, dev):
    request = a_request_held_by(dev)
    words = {"reason_code": "not_proven", "reason_text": "The letter names another person."}
    (mail,) = delivered(lambda: lifecycle.refuse(request, by=dev, **words))
    text = text_of(mail)
    assert "The letter names another person." in text and "second look" in text and "send a new request" in text


def test_the_sender_of_a_joined_request_is_told(delivered, dev):
    into = a_submitted_request(proposed_name="Twin")
    request = a_submitted_request(proposed_name="Twin")
    (mail,) = delivered(lambda: lifecycle.merge(request, by=dev, into=into))
    assert mail.address == request.email and request.code in text_of(mail)


def test_an_invitation_names_who_invites_and_dies_with_its_link(delivered, porto, ana):
    words = {"role": "practitioner", "email": "new@porto.example", "name": "New"}
    (mail,) = delivered(lambda: invitations.invite(by=ana, within=porto, **words))
    assert "Ana" in text_of(mail) and "Porto" in text_of(mail)
    invitation = Invitation.objects.get()
    (second,) = delivered(lambda: invitations.renew(invitation, by=ana))
    assert link_in(text_of(mail), "invitations") == link_in(text_of(second), "invitations"), "rendered when sent"
    delivered(lambda: invitations.recall(invitation, by=ana))
    for row in (mail, second):
        with pytest.raises(HeldBack):
            message_for(row)


def test_who_loses_a_role_is_told(delivered, porto, ana, dora):
    role = porto.representatives.get(user=dora)
    (mail,) = delivered(lambda: membership.end_role(role, by=ana))
    assert (mail.kind, mail.person) == ("cities.role_ended", dora)
    assert "deputy contact" in text_of(mail)


def test_the_copy_of_a_message_carries_no_live_link():
    message = ContactMessage.objects.create(
        form_key="k1", name="A", email="victim@town.example", text="Win at https://evil.example/x or a@evil.example"
    )
    notifications.contact_received(message)
    text = text_of(OutboxMail.objects.get())
    assert "evil.example" not in text and "https[:]//evil[.]example/x" in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_mail_renders_whole_in_both_directions(language, delivered, dev, porto, ana, dora):
    """No empty value, no tag in plain text, one button, the language said."""
    rows = delivered(lambda: _everything(dev, porto, ana, dora))
    OutboxMail.objects.update(language=language)
    type(dev).objects.update(language=language)
    assert set(kinds_of(rows)) == OURS
    for row in OutboxMail.objects.select_related("person"):
        with translation.override("en"):
            try:
                message = message_for(row)
            except HeldBack:
                continue
        text = message.get_body(["plain"]).get_content()
        page = message.get_body(["html"]).get_content()
        assert message["Subject"] and "{{" not in text + page and "None" not in text
        assert "<p" not in text and page.count('class="button"') <= 1
        assert f'lang="{language}"' in page and ('dir="rtl"' in page) == (language == "ar")


def _everything(dev, porto, ana, dora):
    a_draft(ana.email)
    waiting = a_draft()
    lifecycle.ask_code(waiting, by=the_holder_of(waiting))
    request = a_ready_draft()
    lifecycle.submit(request, by=the_holder_of(request))
    lifecycle.take(request, by=dev)
    lifecycle.ask(request, by=dev, asked_for="A letter")
    lifecycle.refuse(a_request_held_by(dev), by=dev, reason_code="other", reason_text="Not now.")
    lifecycle.approve(an_approvable_request(dev), by=dev)
    into = a_submitted_request(proposed_name="Twin")
    lifecycle.merge(a_submitted_request(proposed_name="Twin"), by=dev, into=into)
    invitations.invite(by=ana, within=porto, role="practitioner", email="new@porto.example", name="New")
    membership.end_role(porto.representatives.get(user=dora), by=ana)
    message = ContactMessage.objects.create(form_key="k1", name="A", email="a@town.example", text="Hello")
    notifications.contact_received(message)


def test_every_kind_of_the_app_has_its_three_templates_and_a_test():
    declared = {name for name in kinds.registered if name.startswith("cities.")}
    assert declared == OURS | IN_TEST_PEOPLE_MAIL | OF_SEATS


# The clock


def passed(time_machine, days):
    time_machine.shift(timedelta(days=days))
    before = set(OutboxMail.objects.values_list("pk", flat=True))
    remind_and_expire()
    remind_and_expire()
    return [row.kind for row in OutboxMail.objects.exclude(pk__in=before)]


def test_owed_evidence_is_reminded_on_days_14_and_45_and_ends_on_day_60(time_machine, delivered, dev):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    request = a_request_held_by(dev)
    delivered(lambda: lifecycle.ask(request, by=dev, asked_for="A letter"))
    assert passed(time_machine, 13) == []
    assert passed(time_machine, 1) == ["cities.evidence_asked"]
    assert passed(time_machine, 30) == []
    assert passed(time_machine, 1) == ["cities.evidence_asked"]
    assert passed(time_machine, 14) == []
    assert JoinRequest.objects.get(pk=request.pk).status == "evidence_asked"
    passed(time_machine, 2)
    assert JoinRequest.objects.get(pk=request.pk).status == "expired"


def test_an_invitation_is_reminded_on_day_20_and_ends_on_day_30(time_machine, porto, ana):
    time_machine.move_to(timezone.now(), tick=False)
    invitation = an_invitation(porto, by=ana)
    assert passed(time_machine, 19) == []
    assert passed(time_machine, 1) == ["cities.invitation"]
    assert passed(time_machine, 9) == []
    passed(time_machine, 1)
    assert Invitation.objects.get(pk=invitation.pk).status == "expired"


def test_a_draft_ends_30_days_after_it_was_last_saved(time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    request = a_draft()
    time_machine.shift(timedelta(days=20))
    lifecycle.fill_in(request, by=the_holder_of(request), name="Noor")
    passed(time_machine, 29)
    assert JoinRequest.objects.get().status == "draft"
    passed(time_machine, 2)
    assert JoinRequest.objects.get().status == "expired"


def test_a_clock_that_stood_still_for_weeks_reminds_once(time_machine, delivered, dev):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    request = a_request_held_by(dev)
    delivered(lambda: lifecycle.ask(request, by=dev, asked_for="A letter"))
    assert passed(time_machine, 50) == ["cities.evidence_asked"]
