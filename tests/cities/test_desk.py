"""The registrar's desk in the admin: the queue, the evidence, the decision."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cities.models import JoinRequest, Membership, Representative
from scn_portal.audit.timeline import timeline
from tests.factories.joining import a_request_held_by, a_submitted_request, an_approvable_request
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page_of(request):
    return reverse("admin:cities_joinrequest_change", args=[request.code])


def act(request, verb):
    return reverse("admin:cities_joinrequest_act", args=[request.code, verb])


def test_the_admin_opens_on_what_waits_with_age_and_next_step(client, dev):
    request = a_submitted_request(proposed_name="Newtown")
    JoinRequest.objects.filter(pk=request.pk).update(submitted_at=request.submitted_at - timedelta(days=9))
    page = sign_in(client, dev).get(reverse("admin:index")).content.decode()
    assert "Newtown, Portugal" in page and "9 days" in page and 'data-tone="warn"' in page and "Take it" in page


def test_a_moderator_sees_no_join_request(client, mia):
    request = a_submitted_request(proposed_name="Newtown")
    sign_in(client, mia)
    assert "Newtown" not in client.get(reverse("admin:index")).content.decode()
    assert client.get(page_of(request)).status_code == 403
    assert client.post(act(request, "take")).status_code == 403
    request.refresh_from_db()
    assert request.status == "submitted"


def test_the_queue_costs_the_same_with_one_request_and_with_three(client, dev, django_assert_num_queries):
    a_submitted_request()
    sign_in(client, dev)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(reverse("admin:index"))
    a_submitted_request()
    a_submitted_request()
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(reverse("admin:index"))


QUEUE_QUERIES = 7


def test_from_the_queue_to_approved(client, dev, rita, django_capture_on_commit_callbacks):
    request = a_submitted_request(proposed_name="Newtown", name="Noor")
    sign_in(client, dev)
    assert client.post(act(request, "take")).status_code == 302
    assert "Not enough yet" in client.get(page_of(request)).content.decode()
    assert client.post(act(request, "approve")).status_code in (403, 409)
    assert not Membership.objects.exists()

    from cities.lifecycle import add_evidence

    add_evidence(JoinRequest.objects.get(pk=request.pk), by=dev, kind="letter")
    letter = request.evidence.get(kind="letter")
    found = {"check_evidence-evidence": letter.code, "check_evidence-result": "confirmed"}
    assert client.post(act(request, "check_evidence"), found).status_code == 302
    call = {
        "record_call-number": "+351 1",
        "record_call-number_source_url": "https://newtown.example/contact",
        "record_call-spoken_with": "The mayor's office",
        "record_call-result": "confirmed",
    }
    assert client.post(act(request, "record_call"), call).status_code == 302
    page = client.get(page_of(request)).content.decode()
    assert "enough for a decision" in page and "Approve this request" in page
    assert client.post(act(request, "approve")).status_code == 302
    request.refresh_from_db()
    assert request.status == "approved" and request.decided_by == dev
    assert Representative.objects.get().user.name == "Noor"


def test_an_old_sign_in_must_be_proved_again_before_an_approval(client, dev):
    request = an_approvable_request(dev)
    sign_in(client, dev, ago=16 * 60)
    answer = client.post(act(request, "approve"))
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    request.refresh_from_db()
    assert request.status == "checking"


def test_a_registrar_who_does_not_hold_the_request_gets_no_button_and_no_effect(client, dev, rita):
    request = an_approvable_request(dev)
    sign_in(client, rita)
    assert "Approve this request" not in client.get(page_of(request)).content.decode()
    assert client.post(act(request, "approve")).status_code == 403
    assert not Membership.objects.exists()


def test_refusing_without_words_comes_back_with_the_error_and_what_was_chosen(client, dev):
    request = a_request_held_by(dev)
    sign_in(client, dev)
    answer = client.post(act(request, "refuse"), {"refuse-reason_code": "not_authority", "refuse-reason_text": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is a problem" in page and 'value="not_authority" selected' in page
    request.refresh_from_db()
    assert request.status == "checking"


def test_confirming_an_address_asks_for_the_official_page(client, dev):
    request = a_request_held_by(dev)
    mail = request.evidence.get(kind="domain_mail")
    sign_in(client, dev)
    found = {"check_evidence-evidence": mail.code, "check_evidence-result": "confirmed"}
    assert client.post(act(request, "check_evidence"), found).status_code == 422
    found["check_evidence-number_source_url"] = "https://newtown.example/contact"
    assert client.post(act(request, "check_evidence"), found).status_code == 302
    mail.refresh_from_db()
    assert mail.result == "confirmed" and mail.checked_by == dev


def test_a_request_that_was_decided_meanwhile_says_by_whom(client, dev):
    request = an_approvable_request(dev)
    sign_in(client, dev)
    client.post(act(request, "approve"))
    answer = client.post(act(request, "approve"))
    assert answer.status_code == 409 and "Dev" in answer.content.decode()
    assert Membership.objects.count() == 1


def test_duplicates_stand_side_by_side_and_can_be_joined(client, dev):
    first = a_request_held_by(dev, proposed_name="Newtown")
    second = a_request_held_by(dev, proposed_name="Newtown")
    sign_in(client, dev)
    assert second.code in client.get(page_of(first)).content.decode()
    assert client.post(act(first, "merge"), {"merge-into": second.pk}).status_code == 302
    first.refresh_from_db()
    assert first.status == "merged" and first.merged_into == second


def test_drafts_are_nobodys_business_but_the_writers(client, dev):
    from tests.factories.joining import a_draft

    assert sign_in(client, dev).get(page_of(a_draft())).status_code == 404


def test_a_wrong_address_on_the_desk_is_not_found(client, dev):
    sign_in(client, dev)
    assert client.get(reverse("admin:cities_joinrequest_change", args=["nothere"])).status_code == 404


def test_no_two_landmarks_of_the_desk_have_the_same_name(client, dev):
    first = a_request_held_by(dev, proposed_name="Newtown")
    a_request_held_by(dev, proposed_name="Newtown")
    sign_in(client, dev)
    for address in (reverse("admin:index"), page_of(first)):
        page = client.get(address).content.decode()
        names = re.findall(r'<(?:section|nav|aside|div [^>]*role="region")[^>]*aria-labelledby="([^"]+)"', page)
        assert names and len(names) == len(set(names)), (address, names)


def test_the_history_names_a_state_only_where_it_changed(dev):
    request = a_request_held_by(dev)
    states = [line.after for line in timeline(request) if line.after]
    assert len(states) == len(set(states)) == 3 and len(timeline(request)) > 5
