"""Many approvals of one request at once make one member, and everybody else is told who decided."""

import re
from collections import Counter

import pytest
from django.db.models import QuerySet

from cities import lifecycle
from cities.models import City, Confirmation, Invitation, JoinRequest, Membership, Representative
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.notifications.models import OutboxMail
from tests.cast import staff
from tests.factories.cities import a_city
from tests.factories.joining import an_approvable_request
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
POLITE = re.compile(r"TransitionRefused: This request was already decided by Dev at .+\.")
ONE_OF_EACH = {
    "city": 1,
    "membership": 1,
    "confirmation": 1,
    "user": 1,
    "representative": 1,
    "invitation": 1,
    "mail": 1,
    "audit entry": 1,
    "fact": 1,
}


def made(email="noor@newtown.example"):
    approval = "cities.approve_joinrequest"
    return {
        "city": City.objects.filter(name="Newtown").count(),
        "membership": Membership.objects.count(),
        "confirmation": Confirmation.objects.count(),
        "user": User.objects.filter(email=email).count(),
        "representative": Representative.objects.count(),
        "invitation": Invitation.objects.count(),
        "mail": OutboxMail.objects.filter(kind="cities.join_approved").count(),
        "audit entry": AuditEntry.objects.filter(action=approval).count(),
        "fact": Fact.objects.filter(name="cities.join_request_approved").count(),
    }


def race(number, registrar=None):
    dev = registrar or staff("Dev", "registrar")
    request = an_approvable_request(dev, "noor@newtown.example", proposed_name="Newtown")
    return at_once(number, lambda _: lifecycle.approve(request, by=dev).status)


def sorted_out(answers):
    """How many succeeded, how many were told politely, and how many heard anything else."""
    kinds = Counter()
    for words, number in answers.items():
        kinds["approved" if words == "approved" else "polite" if POLITE.fullmatch(words) else "other"] += number
    return dict(kinds)


@pytest.mark.parametrize("number", [50, 64])
def test_parallel_approvals_make_one_of_each_and_the_others_read_who_decided(number):
    assert sorted_out(race(number)) == {"approved": 1, "polite": number - 1}
    assert made() == ONE_OF_EACH


def test_without_the_row_lock_the_same_race_goes_wrong(monkeypatch):
    """The control: constraints still let only one through, but the others are no longer told who decided."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    heard = sorted_out(race(24))
    assert heard != {"approved": 1, "polite": 23} or made() != ONE_OF_EACH


def test_approval_and_refusal_at_once_end_in_one_decision():
    dev = staff("Dev", "registrar")
    request = an_approvable_request(dev, "noor@newtown.example", proposed_name="Newtown")

    def decide(position):
        if position % 2:
            return lifecycle.approve(request, by=dev).status
        return lifecycle.refuse(request, by=dev, reason_code="other", reason_text="Not now.").status

    answers = at_once(20, decide)
    status = JoinRequest.objects.get(pk=request.pk).status
    assert answers[status] == 1
    assert sum(number for words, number in answers.items() if POLITE.fullmatch(words)) == 19
    kinds = OutboxMail.objects.filter(kind__in=["cities.join_approved", "cities.join_refused"])
    assert [each.kind for each in kinds] == [f"cities.join_{status}"]


def test_two_requests_for_one_city_approved_at_once_make_one_membership():
    dev = staff("Dev", "registrar")
    first = an_approvable_request(dev, "one@newtown.example", proposed_name="Newtown")
    second = an_approvable_request(dev, "two@newtown.example", proposed_name="NEWTOWN")
    answers = at_once(8, lambda position: lifecycle.approve((first, second)[position % 2], by=dev).status)
    assert answers["approved"] == 1
    assert answers["TransitionRefused: This authority is already a member."] == 4
    assert City.objects.filter(folded="newtown").count() == Membership.objects.count() == 1
    assert Representative.objects.count() == 1


def test_a_request_by_name_and_one_for_the_city_on_record_make_one_membership():
    dev = staff("Dev", "registrar")
    by_name = an_approvable_request(dev, "one@newtown.example", proposed_name="Newtown")
    on_record = a_city("Newtown", by_name.proposed_country, by_name.proposed_type)
    nothing = {"proposed_name": "", "proposed_country": None, "proposed_type": None}
    by_record = an_approvable_request(dev, "two@newtown.example", city=on_record, **nothing)
    answers = at_once(8, lambda position: lifecycle.approve((by_name, by_record)[position % 2], by=dev).status)
    assert answers["approved"] == 1
    assert Membership.objects.get().city == on_record


def test_one_person_approved_for_two_cities_at_once_is_one_account():
    dev = staff("Dev", "registrar")
    requests = [an_approvable_request(dev, "noor@newtown.example", proposed_name=name) for name in ("Here", "There")]
    assert at_once(2, lambda position: lifecycle.approve(requests[position], by=dev).status) == {"approved": 2}
    person = User.objects.get(email="noor@newtown.example")
    assert Representative.objects.filter(user=person).count() == 2


def test_a_request_sent_many_times_at_once_is_one_request():
    from tests.factories.joining import a_ready_draft, the_holder_of

    draft = a_ready_draft("noor@newtown.example")
    answers = at_once(12, lambda _: lifecycle.submit(draft, by=the_holder_of(draft)).status)
    assert answers["submitted"] == 1
    assert OutboxMail.objects.filter(kind="cities.join_received").count() == 1


def test_two_drafts_of_one_person_for_one_authority_become_one_request():
    from tests.factories.joining import a_ready_draft, the_holder_of

    drafts = [a_ready_draft("noor@newtown.example", proposed_name="Newtown") for _ in range(2)]
    answers = at_once(2, lambda position: lifecycle.submit(drafts[position], by=the_holder_of(drafts[position])).status)
    assert answers["submitted"] == 1
    assert any("already with us" in words for words in answers)
