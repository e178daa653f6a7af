"""Who may do what with copies and erasures, the registrar's desk, and that each step is whole or not at all."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import CityDomain
from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle, LinkHolder, may
from scn_portal.privacy import erasing, lifecycle, stored
from scn_portal.privacy.models import ErasureRequest, OwnCopy
from scn_portal.ui import queue
from tests.cast import staff
from tests.factories.cities import a_representative
from tests.factories.privacy import a_full_person
from tests.faults import assert_all_or_nothing
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CAST = ["visitor", "link", "pia", "ana", "bo", "eve", "dev", "tess", "mia", "ada"]
MAY = {  # of Pia, practitioner of Porto; Tess once acted for Porto
    "privacy.ask_copy_owncopy": "pia ana bo eve dev tess mia ada",
    "privacy.make_owncopy": "",
    "privacy.fetch_owncopy": "pia",
    "privacy.ask_erasurerequest": "pia ana bo eve dev tess mia ada",
    "privacy.withdraw_erasurerequest": "pia",
    "privacy.approve_erasurerequest": "dev ada",
    "privacy.refuse_erasurerequest": "dev ada",
    "privacy.carry_out_erasurerequest": "",
}


def principal(name, request):
    if name == "visitor":
        return VISITOR
    return LinkHolder("privacy.erasurerequest:x") if name == "link" else request.getfixturevalue(name)


@pytest.mark.parametrize(("permission", "who"), list(itertools.product(MAY, CAST)))
def test_each_may_what_the_table_says(permission, who, request, pia):
    row = OwnCopy(user=pia) if "owncopy" in permission else ErasureRequest(user=pia)
    assert may(principal(who, request), permission, row) == (who in MAY[permission].split())


def test_the_table_knows_every_step():
    own = [each for each in Lifecycle.registered if each.model._meta.app_label == "privacy"]
    assert {step.permission for each in own for step in (*each.transitions, *each.creations)} == set(MAY)


def page_of(request):
    return reverse("admin:privacy_erasurerequest_change", args=[request.code])


def test_a_registrar_sees_the_question_in_the_queue_and_approves_it(client, pia, dev):
    question = lifecycle.ask(by=pia)
    sign_in(client, dev)
    assert page_of(question) in client.get(reverse("admin:index")).content.decode()
    assert "Approve the erasure" in client.get(page_of(question)).content.decode()
    client.post(reverse("admin:privacy_erasurerequest_act", args=[question.code, "approve"]))
    question.refresh_from_db()
    assert (question.status, question.decided_by) == ("approved", dev)


def test_an_approval_asks_for_fresh_proof(client, pia, dev):
    question = lifecycle.ask(by=pia)
    sign_in(client, dev, ago=16 * 60)
    answer = client.post(reverse("admin:privacy_erasurerequest_act", args=[question.code, "approve"]))
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    question.refresh_from_db()
    assert question.status == "asked"


def test_a_registrar_with_a_tie_reads_why_a_colleague_must_do_it(client, pia, tess, ada):
    question = lifecycle.ask(by=pia)
    assert {each.barred for each in erasures_of(tess)} == {"Tied to a city of yours"}
    assert {each.barred for each in erasures_of(ada)} == {""}
    sign_in(client, tess)
    assert "Approve the erasure" not in client.get(page_of(question)).content.decode()


def test_an_address_in_a_domain_of_the_person_s_city_is_a_tie(pia, porto):
    clerk = staff("Clerk", "registrar")
    CityDomain.objects.create(city=porto, domain="network.example", kind="shared")
    assert {each.barred for each in erasures_of(clerk)} == set()
    lifecycle.ask(by=pia)
    assert {each.barred for each in erasures_of(clerk)} == {"Tied to a city of yours"}


def erasures_of(person):
    return next(each.items for each in queue.for_person(person) if each.source.key == "erasures")


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_with_one_question_and_with_three(porto, dev, number, django_assert_num_queries):
    for _ in range(number):
        lifecycle.ask(by=a_representative(porto, role="practitioner").user)
    source = next(each for each in queue.slots.queue if each.key == "erasures")
    with django_assert_num_queries(5):
        barred = source.barred_for(dev)
        rows = list(source.rows())
        assert [(source.title(row), barred(row), source.owner(row)) for row in rows]


def test_what_stands_in_the_way_hides_the_button_and_is_said(client, pia, porto, dev):
    question = lifecycle.ask(by=pia)
    a_representative(porto, pia, since=timezone.now())
    sign_in(client, dev)
    page = client.get(page_of(question)).content.decode()
    assert "You are the lead contact of" in page
    assert "Approve the erasure" not in page


# All or nothing


@pytest.mark.parametrize("kind", ["with little", pytest.param("with everything", marks=pytest.mark.nightly)])
def test_an_error_after_any_statement_of_an_erasure_leaves_everything(kind, rita, dev, request):
    person = a_full_person(rita) if kind == "with everything" else request.getfixturevalue("pia")
    person.representations.filter(role="lead_contact", until=None).update(until=timezone.now())
    question = lifecycle.approve(lifecycle.ask(by=person), by=dev)
    ErasureRequest.objects.filter(pk=question.pk).update(decided_at=timezone.now() - ErasureRequest.WAIT)
    assert assert_all_or_nothing(lambda: lifecycle.carry_out(question, by=SYSTEM)) > 30
    assert {line["number"] for line in erasing.listed()} == {person.public_id}


def test_an_error_after_any_statement_of_a_step_leaves_nothing(pia, bo, dev, tmp_path):
    def made():
        path = tmp_path / "copy.zip"
        path.write_bytes(b"PK")
        lifecycle.make(copy, by=SYSTEM, path=path)

    copy = lifecycle.ask_copy(by=pia)
    assert_all_or_nothing(made)
    assert_all_or_nothing(lambda: lifecycle.fetch(copy, by=pia))
    assert_all_or_nothing(lambda: lifecycle.ask_copy(by=bo))
    assert_all_or_nothing(lambda: lifecycle.ask(by=pia))
    question = ErasureRequest.objects.get()
    assert_all_or_nothing(lambda: lifecycle.approve(question, by=dev))
    assert_all_or_nothing(lambda: lifecycle.refuse(question, by=dev, reason="It was not you."))
    again = lifecycle.ask(by=pia)
    assert_all_or_nothing(lambda: lifecycle.withdraw(again, by=pia))
    assert stored.StoredFile.objects.count() == 1
