"""How an authority becomes a Strong City: each row of the table of join requests, and what an approval makes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cities import lifecycle
from cities.evidence import missing_evidence
from cities.models import City, CityDomain, Invitation, JoinRequest, Membership, Representative
from cities.status import city_status
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import VISITOR, TransitionRefused
from tests.factories.cities import a_city, a_person, a_term
from tests.factories.joining import (
    PAGE,
    a_draft,
    a_ready_draft,
    a_request_held_by,
    a_submitted_request,
    an_approvable_request,
    answers_for_new_city,
    confirm,
    the_holder_of,
    the_principles,
)

pytestmark = pytest.mark.django_db


def again(request):
    return JoinRequest.objects.get(pk=request.pk)


def refused_by(dev, **values):
    request = a_request_held_by(dev, **values)
    return lifecycle.refuse(request, by=dev, reason_code="not_proven", reason_text="No letter came.")


# Starting and handing in


def test_an_address_is_one_person_however_it_is_written():
    assert a_draft(" Noor+portal@NewTown.example").email == "noor@newtown.example"


def test_a_fourth_link_within_an_hour_is_not_sent():
    for _ in range(3):
        a_draft("noor@newtown.example")
    with pytest.raises(TransitionRefused, match="within an hour"):
        lifecycle.start(by=VISITOR, email="NOOR@newtown.example")


def test_no_number_of_requests_makes_an_account(dev):
    people = User.objects.count()
    a_draft()
    a_submitted_request()
    a_request_held_by(dev)
    refused_by(dev)
    assert User.objects.count() == people


def test_a_sender_sets_the_own_answers_and_nothing_else():
    request = a_draft()
    with pytest.raises(TypeError, match="taken_by_id"):
        lifecycle.fill_in(request, by=the_holder_of(request), taken_by_id=1)


def test_handing_in_needs_each_principle_in_the_words_of_today():
    request = a_ready_draft()
    holder = the_holder_of(request)
    text = the_principles()[1]
    type(text).objects.filter(pk=text.pk).update(status="replaced")
    with pytest.raises(TransitionRefused, match="Each principle"):
        lifecycle.submit(request, by=holder)
    with pytest.raises(TransitionRefused, match="has changed"):
        text.refresh_from_db()
        lifecycle.accept_principle(request, by=holder, text=text)


def test_handing_in_needs_the_code_of_the_own_address():
    request = a_ready_draft()
    JoinRequest.objects.filter(pk=request.pk).update(email_proven_at=None)
    with pytest.raises(TransitionRefused, match="Type in the code"):
        lifecycle.submit(request, by=the_holder_of(request))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "your name and your office"),
        ({"proposed_name": ""}, "which authority"),
        ({"proposed_country": None}, "the country"),
        ({"proposed_type": None}, "Only local authorities"),
        ({"role_wanted": "deputy"}, "lead contact or its political lead"),
        ({"proposed_lat": 95.0}, "not on the map"),
    ],
)
def test_a_draft_with_a_gap_is_not_handed_in_and_says_what_is_missing(answers, words):
    with pytest.raises(TransitionRefused, match=words):
        a_submitted_request(**answers)


@pytest.mark.parametrize(("list_name", "code"), [("authority_type", "association"), ("organisation_kind", "ngo")])
def test_an_association_or_an_ngo_gets_no_further_than_the_draft(list_name, code):
    with pytest.raises(TransitionRefused, match="Only local authorities"):
        a_submitted_request(proposed_type=a_term(list_name, code, code))
    assert set(JoinRequest.objects.values_list("status", flat=True)) == {"draft"}


def test_a_city_that_is_a_member_is_not_asked_for_again(porto, ana):
    with pytest.raises(TransitionRefused, match="already a member"):
        a_submitted_request(proposed_name="porto", proposed_country=porto.country, proposed_type=porto.type)


def test_a_second_request_of_one_person_for_one_authority_is_answered_in_words():
    first = a_submitted_request("noor@newtown.example", proposed_name="Newtown")
    with pytest.raises(TransitionRefused, match="already with us"):
        a_submitted_request("noor@newtown.example", proposed_name="NEWTOWN")
    lifecycle.withdraw(first, by=the_holder_of(first))
    assert a_submitted_request("noor@newtown.example", proposed_name="Newtown").status == "submitted"


# Checking


def test_one_registrar_holds_a_request_until_it_lies_idle_for_half_an_hour(dev, rita):
    request = a_request_held_by(dev)
    with pytest.raises(PermissionDenied):
        lifecycle.ask(request, by=rita, asked_for="A letter")
    with pytest.raises(PermissionDenied):
        lifecycle.take_over(request, by=rita)
    JoinRequest.objects.filter(pk=request.pk).update(saved_at=timezone.now() - timedelta(minutes=30))
    assert lifecycle.take_over(request, by=rita).taken_by == rita
    with pytest.raises(PermissionDenied):
        lifecycle.ask(request, by=dev, asked_for="A letter")


def test_asking_and_answering_go_back_and_forth(dev):
    request = a_request_held_by(dev)
    with pytest.raises(TransitionRefused, match="Say what is missing"):
        lifecycle.ask(request, by=dev, asked_for=" ")
    assert lifecycle.ask(request, by=dev, asked_for="A letter").status == "evidence_asked"
    holder = the_holder_of(request)
    lifecycle.add_evidence(request, by=holder, kind="letter", document_on=timezone.now().date())
    answered = lifecycle.answer(request, by=holder, answer="Attached")
    assert (answered.status, answered.taken_by) == ("checking", dev)


def test_a_sender_never_notes_a_call_or_adds_papers_while_they_are_checked(dev):
    request = a_draft()
    with pytest.raises(PermissionDenied):
        lifecycle.add_evidence(request, by=the_holder_of(request), kind="call_back", number="1")
    request = a_request_held_by(dev)
    with pytest.raises(PermissionDenied):
        lifecycle.add_evidence(request, by=the_holder_of(request), kind="letter")


@pytest.mark.parametrize(
    ("days_ago", "flags"), [(0, []), (183, []), (184, ["dated_long_ago"]), (-1, ["dated_in_future"])]
)
def test_the_date_of_a_letter_is_marked_for_the_registrar(days_ago, flags):
    request = a_draft()
    written_on = timezone.now().date() - timedelta(days=days_ago)
    lifecycle.add_evidence(request, by=the_holder_of(request), kind="letter", document_on=written_on)
    assert request.evidence.get().flags == flags


def test_the_address_is_noted_with_its_flags_when_the_request_is_handed_in():
    request = a_submitted_request("noor@gmail.com")
    assert [(each.kind, each.flags) for each in request.evidence.all()] == [("domain_mail", ["free_mail"])]
    assert request.flags == ["free_mail"]


def test_a_piece_of_evidence_is_checked_once_with_what_shows_it(dev, rita):
    request = a_request_held_by(dev)
    lifecycle.add_evidence(request, by=dev, kind="call_back", number="+351 22 000")
    call = request.evidence.get(kind="call_back")

    def check(**found):
        lifecycle.check_evidence(request, by=dev, evidence=call, **found)

    with pytest.raises(TransitionRefused, match="official site"):
        check(result="confirmed", spoken_with="The secretary")
    with pytest.raises(TransitionRefused, match="with whom you spoke"):
        check(result="confirmed", number_source_url=PAGE)
    with pytest.raises(TransitionRefused, match="why it is not accepted"):
        check(result="not_accepted")
    check(result="confirmed", number_source_url=PAGE, spoken_with="The secretary")
    with pytest.raises(TransitionRefused, match="already checked by Dev"):
        check(result="not_accepted", reason="No")


def test_a_shared_domain_is_confirmed_but_does_not_count(dev):
    request = a_request_held_by(dev)
    confirm(request, "letter", dev)
    address = request.evidence.get(kind="domain_mail")
    lifecycle.check_evidence(request, by=dev, evidence=address, result="confirmed", number_source_url=PAGE, shared=True)
    assert len(missing_evidence(again(request))) == 1
    with pytest.raises(TransitionRefused, match="Still missing: an address in the authority's own domain"):
        lifecycle.approve(request, by=dev)


# Approving


def test_an_approval_makes_one_of_each_and_tells_it_as_a_fact(dev):
    people = User.objects.count()
    request = an_approvable_request(dev, "noor@newtown.example", proposed_name="Newtown")
    assert User.objects.count() == people, "no account before the approval"
    request = lifecycle.approve(request, by=dev)
    city = City.objects.get(name="Newtown")
    person = User.objects.get(email="noor@newtown.example")
    assert (request.status, request.city, request.decided_by) == ("approved", city, dev)
    assert not person.has_usable_password()
    membership = Membership.objects.get(city=city)
    assert [each.by for each in membership.confirmations.all()] == [dev]
    role = Representative.objects.get(city=city)
    assert (role.user, role.role, role.office) == (person, "lead_contact", "Head of prevention")
    invitation = Invitation.objects.get(city=city)
    assert (invitation.status, invitation.representative, invitation.email) == ("open", role, person.email)
    entry = AuditEntry.objects.get(action="cities.approve_joinrequest")
    assert (entry.before, entry.after, entry.actor) == ("checking", "approved", dev.public_id)
    assert Fact.objects.get(name="cities.join_request_approved").entry == entry
    assert city_status(city) == "active"


def test_the_confirmed_address_gives_the_city_its_own_domain(dev):
    request = a_request_held_by(dev, "noor@newtown-council.example")
    confirm(request, "letter", dev)
    address = request.evidence.get(kind="domain_mail")
    lifecycle.check_evidence(request, by=dev, evidence=address, result="confirmed", number_source_url=PAGE)
    city = lifecycle.approve(request, by=dev).city
    domain = CityDomain.objects.get(city=city)
    assert (domain.domain, domain.kind, domain.source_url) == ("newtown-council.example", "own", PAGE)


def test_who_approves_a_second_time_reads_who_decided_and_when(dev, rita):
    request = an_approvable_request(dev)
    lifecycle.approve(request, by=dev)
    for registrar in (dev, rita):
        with pytest.raises(TransitionRefused, match="already decided by Dev at "):
            lifecycle.approve(request, by=registrar)


def test_a_never_member_on_record_becomes_the_member_and_no_second_city_is_made(dev):
    answers = answers_for_new_city(proposed_name="Harbour")
    on_record = a_city("Harbour", answers["proposed_country"], answers["proposed_type"])
    request = lifecycle.approve(an_approvable_request(dev, **answers), by=dev)
    assert request.city == on_record and City.objects.filter(folded="harbour").count() == 1


def test_cities_of_one_name_get_different_addresses(dev):
    first, second = (
        lifecycle.approve(an_approvable_request(dev, proposed_name="Victoria", proposed_division=division), by=dev).city
        for division in ("North", "South")
    )
    assert (first.slug, second.slug) == ("victoria", "victoria-pt")


def test_a_reserved_word_is_no_address_of_a_city(dev):
    city = lifecycle.approve(an_approvable_request(dev, proposed_name="New"), by=dev).city
    assert city.slug == "new-pt"


def test_a_name_in_arabic_keeps_its_own_address(dev):
    city = lifecycle.approve(an_approvable_request(dev, proposed_name="مدينة جديدة"), by=dev).city
    assert city.slug == "مدينة-جديدة"


def test_a_former_member_comes_back_by_a_new_membership(oldtown, dev):
    nothing = {"proposed_name": "", "proposed_country": None, "proposed_type": None}
    request = an_approvable_request(dev, city=oldtown, **nothing)
    lifecycle.approve(request, by=dev)
    assert [each.ended_on for each in oldtown.memberships.order_by("joined_on")] == [date(2020, 5, 1), None]
    assert city_status(City.objects.get(pk=oldtown.pk)) == "active"


def test_a_person_whose_account_is_closed_is_not_let_in_by_a_side_door(dev):
    a_person("Sam", email="sam@newtown.example", is_active=False)
    request = an_approvable_request(dev, "sam@newtown.example")
    with pytest.raises(TransitionRefused, match="account of this person is closed"):
        lifecycle.approve(request, by=dev)
    assert not Membership.objects.exists() and again(request).status == "checking"


# Refusing, looking again, merging, taking back


def test_a_refusal_needs_a_reason_from_the_list_and_a_sentence(dev):
    request = a_request_held_by(dev)
    for code, text in [("", "Because."), ("whim", "Because."), ("other", "  ")]:
        with pytest.raises(TransitionRefused, match="Choose a reason"):
            lifecycle.refuse(request, by=dev, reason_code=code, reason_text=text)


def test_a_second_look_is_asked_once_within_30_days_and_taken_once_by_another(dev, rita, ada, time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    request = refused_by(dev)
    holder = the_holder_of(request)
    with pytest.raises(TransitionRefused, match="Nobody asked"):
        lifecycle.look_again(request, by=rita)
    time_machine.shift(timedelta(days=30))
    lifecycle.ask_second_look(request, by=holder)
    with pytest.raises(TransitionRefused, match="already asked"):
        lifecycle.ask_second_look(request, by=holder)
    with pytest.raises(PermissionDenied):
        lifecycle.look_again(request, by=dev)
    looked = lifecycle.look_again(request, by=rita)
    assert (looked.status, looked.taken_by, looked.decided_by) == ("checking", rita, None)
    lifecycle.refuse(request, by=rita, reason_code="other", reason_text="Still not.")
    with pytest.raises(TransitionRefused, match="already taken"):
        lifecycle.look_again(request, by=ada)


def test_after_30_days_there_is_no_second_look(dev, time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    request = refused_by(dev)
    time_machine.shift(timedelta(days=30, seconds=1))
    with pytest.raises(TransitionRefused, match="within 30 days"):
        lifecycle.ask_second_look(request, by=the_holder_of(request))


def test_requests_are_joined_only_where_they_mean_one_city(dev):
    one, same, other = (a_submitted_request(proposed_name=name) for name in ("Twin", "TWIN", "Elsewhere"))
    with pytest.raises(TransitionRefused, match="not for the same city"):
        lifecycle.merge(one, by=dev, into=other)
    with pytest.raises(TransitionRefused, match="another request"):
        lifecycle.merge(one, by=dev, into=one)
    merged = lifecycle.merge(one, by=dev, into=same)
    assert (merged.status, merged.merged_into) == ("merged", same)
    with pytest.raises(TransitionRefused, match="another request"):
        lifecycle.merge(same, by=dev, into=one)


@pytest.mark.parametrize("prepare", [a_draft, a_ready_draft, a_submitted_request])
def test_an_open_request_is_taken_back_by_its_sender(prepare):
    request = prepare()
    assert lifecycle.withdraw(request, by=the_holder_of(request)).status == "withdrawn"
    with pytest.raises(TransitionRefused, match="taken back"):
        lifecycle.withdraw(request, by=the_holder_of(request))


def test_the_clock_ends_nothing_before_its_time(dev):
    from scn_portal.lifecycle import SYSTEM

    request = lifecycle.ask(a_request_held_by(dev), by=dev, asked_for="A letter")
    for row in (request, a_draft()):
        with pytest.raises(TransitionRefused, match="still time"):
            lifecycle.expire(row, by=SYSTEM)
