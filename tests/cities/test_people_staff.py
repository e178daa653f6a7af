"""Memberships, roles, handovers, elections and domains as registrars keep them."""

from datetime import timedelta

import pgtrigger
import pytest
from django.urls import reverse

from cities.models import CityDomain, Election, Handover, Membership, Representative
from cities.status import next_change, status_on, today
from tests.factories import files
from tests.factories.cities import a_member
from tests.factories.people import a_decision, a_handover, a_suspension
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NEXT = {"role": "lead_contact", "email": "next@porto.example", "name": "Nela", "office": "Safety", "language": "en"}


@pytest.fixture
def desk(client, dev):
    sign_in(client, dev)
    return client


def own(city):
    return Membership.objects.get(city=city)


def post(desk, model, row, verb, **answers):
    key = getattr(row, "code", row.pk)
    address = reverse(f"admin:cities_{model}_act", args=[key, verb])
    return desk.post(address, {f"{verb}-{name}": value for name, value in answers.items()})


def confirmed_ago(city, days):
    with pgtrigger.ignore("cities.Confirmation:confirmation_insert_only"):
        own(city).confirmations.update(on=today() - timedelta(days=days))


def text(answer):
    return answer.content.decode()


def test_the_list_says_status_and_what_changes_next(desk, porto, malmo, ana, linn):
    confirmed_ago(porto, 340)
    page = text(desk.get(reverse("admin:cities_membership_changelist")))
    assert "Porto" in page and "Malmö" in page and "member, confirmation due" in page
    soon = text(desk.get(reverse("admin:cities_membership_changelist"), {"changes": "soon"}))
    assert "Porto" in soon and "Malmö" not in soon
    silent = text(desk.get(reverse("admin:cities_membership_changelist"), {"status": "no_contact"}))
    assert "Porto" not in silent


def test_the_next_change_is_the_first_day_on_which_the_status_differs(porto, ana):
    row = own(porto)
    assert next_change(row, today(), timedelta(days=60)) is None
    confirmed_ago(porto, 340)
    day, status = next_change(own(porto), today(), timedelta(days=60))
    assert status == "confirm_due" and status_on(own(porto), day) == "confirm_due"
    assert status_on(own(porto), day - timedelta(days=1)) == "active"
    Membership.objects.update(notice_on=today() - timedelta(days=20))
    assert next_change(own(porto), today(), timedelta(days=60)) == (today() + timedelta(days=10), "ended")


def test_the_list_costs_the_same_with_one_member_and_with_twelve(desk, porto, ana, django_assert_max_num_queries):
    address = reverse("admin:cities_membership_changelist")
    for _ in range(11):
        a_member()
    desk.get(address)
    with django_assert_max_num_queries(16):
        desk.get(address)


def test_a_registrar_confirms_suspends_lifts_notes_notice_and_ends(desk, porto, ana):
    post(desk, "membership", own(porto), "confirm", items=["contacts"], note="Called the office on 3 May.")
    assert own(porto).confirmations.filter(basis="registrar").exists()
    decision = a_decision()
    post(desk, "membership", own(porto), "suspend", decision=decision.pk, reason="Demonstration")
    assert status_on(own(porto)) == "suspended"
    post(desk, "membership", own(porto), "lift", decision=decision.pk)
    assert own(porto).suspensions.get().lifted_by == decision
    post(desk, "membership", own(porto), "give_notice", reason="Decision 12 of 3 May")
    assert own(porto).notice_on == today()
    post(desk, "membership", own(porto), "take_back_notice")
    assert own(porto).notice_on is None
    post(desk, "membership", own(porto), "end", reason="Decision 13 of 4 May")
    assert own(porto).ended_on == today()


def test_what_is_missing_is_said_in_the_form(desk, porto, ana):
    answer = post(desk, "membership", own(porto), "suspend", decision="", reason="")
    assert answer.status_code == 422
    assert not own(porto).suspensions.exists()


def test_only_decisions_that_carry_a_suspension_can_be_chosen(desk, porto, ana):
    a_decision(title="Fits")
    a_decision("other", title="Other kind")
    a_decision(status="proposed", title="Not yet")
    page = text(desk.get(reverse("admin:cities_membership_change", args=[own(porto).pk])))
    assert "Fits" in page and "Other kind" not in page and "Not yet" not in page


def test_the_page_of_a_suspended_city_offers_lifting_and_not_suspending(desk, porto, ana):
    a_suspension(own(porto))
    page = text(desk.get(reverse("admin:cities_membership_change", args=[own(porto).pk])))
    assert "Lift the suspension" in page and "/act/suspend/" not in page


def test_a_tied_registrar_sees_and_does_nothing(client, porto, ana, tess):
    sign_in(client, tess)
    page = text(client.get(reverse("admin:cities_membership_change", args=[own(porto).pk])))
    assert "/act/" not in page
    assert post(client, "membership", own(porto), "end", reason="Mine").status_code == 403


def test_a_registrar_ends_a_role_and_finds_who_never_came(desk, porto, ana, dora):
    Representative.objects.get(user=ana).user.save()
    type(ana).objects.filter(pk=ana.pk).update(last_login="2026-01-01T00:00:00Z")
    page = text(desk.get(reverse("admin:cities_representative_changelist"), {"came": "never"}))
    assert "Dora" in page and ">Ana<" not in page
    post(desk, "representative", Representative.objects.get(user=dora), "end_role")
    assert Representative.objects.get(user=dora).until


def test_a_registrar_starts_a_handover_with_a_letter_and_takes_it_back(desk, porto, ana):
    address = reverse("admin:cities_handover_make", args=["start"])
    assert "Letter of the authority" in text(desk.get(address))
    assert desk.post(address, NEXT | {"within": porto.pk}).status_code == 422
    desk.post(address, NEXT | {"within": porto.pk, "letter": files.a_letter()})
    handover = Handover.objects.get()
    assert (handover.way, handover.letter.name) == ("forced", "letter.pdf")
    page = text(desk.get(reverse("admin:cities_handover_change", args=[handover.code])))
    assert "letter.pdf" in page and "Nela" in page
    assert desk.get(reverse("files:file_detail", args=[handover.letter.code])).status_code == 200
    post(desk, "handover", handover, "cancel")
    assert Handover.objects.get().status == "cancelled"


def test_the_letter_is_read_by_registrars_only(client, desk, porto, ana, mia, bo):
    desk.post(
        reverse("admin:cities_handover_make", args=["start"]),
        NEXT | {"within": porto.pk, "letter": files.a_letter()},
    )
    address = reverse("files:file_detail", args=[Handover.objects.get().letter.code])
    for person in (mia, bo, ana):
        client.logout()
        sign_in(client, person)
        assert client.get(address).status_code == 404


def test_elections_are_recorded_and_taken_back(desk, porto, ana):
    address = reverse("admin:cities_election_make", args=["record"])
    desk.post(address, {"within": porto.pk, "on": today() - timedelta(days=100)})
    election = Election.objects.get()
    assert desk.post(address, {"within": porto.pk, "on": election.on}).status_code == 409
    assert "Porto" in text(desk.get(reverse("admin:cities_election_changelist")))
    assert desk.get(reverse("admin:cities_election_change", args=[election.pk])).status_code == 200
    post(desk, "election", election, "remove")
    assert Election.objects.get().removed_at


def test_domains_that_are_due_stand_in_a_list_and_are_checked_again(desk, porto, malmo, ana):
    CityDomain.objects.filter(city=porto).update(recheck_on=today())
    page = text(desk.get(reverse("admin:cities_citydomain_changelist"), {"check": "due"}))
    assert "porto.example" in page and "malmo.example" not in page
    domain = CityDomain.objects.get(city=porto)
    assert desk.get(reverse("admin:cities_citydomain_change", args=[domain.pk])).status_code == 200
    post(desk, "citydomain", domain, "check_again", source_url="https://www.porto.example/contact")
    assert CityDomain.objects.get(city=porto).recheck_on > today()


def test_the_page_of_a_handover_of_the_holder_names_both(desk, porto, ana):
    page = text(desk.get(reverse("admin:cities_handover_change", args=[a_handover(porto).code])))
    assert "Ana" in page and "Nela Next" in page
