"""What is kept of people at events, for how long, and that nothing of it is found afterwards."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.core.exceptions import PermissionDenied
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import answering, needs
from events.lifecycle import delegations, invitations, questions, registrations
from events.lifecycle import needs as reading
from events.models import AccessNeed, Answer, Certificate, Invitation, Registration, Seat
from scn_portal.accounts import sealing
from scn_portal.accounts.models import PSEUDONYM
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import VISITOR, LinkHolder, TransitionRefused
from scn_portal.privacy import belongings, erasing, retention
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event
from tests.privacy.test_erasure import where
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
GUEST, ADDRESS = "Xanthippe Quorl", "xanthippe@quorl.example"
ANSWER, NEED = "The group about brackwater", "No yarrowseed please"


@pytest.fixture
def event(porto, ana):
    return an_event(host=porto)


@pytest.fixture
def pool(event):
    return a_pool(event.stops.get(), 2)


@pytest.fixture
def guest(event, pool):
    question = event.questions.create(label="Which group?", purpose="groups", keep_days=60)
    given = {"name": GUEST, "email": ADDRESS, "needs": {"dietary": NEED}, "answers": {question: ANSWER}}
    registration = registrations.register_guest(by=VISITOR, within=event, pools=[pool], **given)
    return registrations.verify(registration, by=LinkHolder(f"events.registration:{registration.code}"))


def after(event, **span):
    instant = event.ends_at + timedelta(**span)
    return time_machine.travel(instant, tick=False)


def taken_away():
    return {name: number for name, number in retention.run().items() if number and name.startswith("events.")}


def everything_found():
    return {words for words in (GUEST, ADDRESS, ANSWER, NEED) if where(words)}


# Needs


def test_needs_are_sealed_and_the_key_is_not_in_the_database(guest):
    need = AccessNeed.objects.get()
    assert where("yarrowseed") == set()
    assert needs.unsealed(need) == {"dietary": NEED}
    with pytest.raises(InvalidToken):
        sealing.unseal(need.dietary)  # the key of another purpose


def test_nothing_written_is_nothing_kept(guest):
    needs.keep(guest, {"dietary": "  "})
    assert not AccessNeed.objects.exists()


def test_hosts_see_how_many_and_nobody_is_counted_without_a_seat(event, guest, pool):
    stop = event.stops.get()
    assert needs.counts(stop) == {"dietary": 1, "access": 0, "interpretation": 0, "other": 0}
    registrations.end(guest, by=LinkHolder(f"events.registration:{guest.code}"))
    assert needs.counts(stop) == {"dietary": 0, "access": 0, "interpretation": 0, "other": 0}


def test_the_numbers_cost_one_query(event, guest, django_assert_num_queries):
    stop = event.stops.get()
    with django_assert_num_queries(1):
        needs.counts(stop)


def test_reading_them_needs_the_right_and_a_reason_and_is_in_the_trail(guest, mia, pia, bo):
    need = AccessNeed.objects.get()
    with pytest.raises(PermissionDenied):
        reading.read(need, by=bo, reason="catering")
    with pytest.raises(TransitionRefused):
        reading.read(need, by=mia, reason="curiosity")
    assert not AuditEntry.objects.filter(action="events.read_accessneed").exists()
    assert reading.read(need, by=pia, reason="catering") == {"dietary": NEED}
    entry = AuditEntry.objects.get(action="events.read_accessneed")
    assert (entry.actor, entry.after) == (pia.public_id, "catering")


def test_the_day_on_which_needs_go_moves_with_the_last_stop(event, guest):
    stop = event.stops.get()
    assert AccessNeed.objects.get().purge_on == stop.ends_on + timedelta(days=30)
    type(stop).objects.filter(pk=stop.pk).update(ends_on=stop.ends_on + timedelta(days=20))
    assert needs.move_purge(event) == 1
    assert AccessNeed.objects.get().purge_on == stop.ends_on + timedelta(days=50)


def test_others_never_write_over_what_the_person_said(event, porto, ana, mia, pool):
    delegation = a_delegation(event, porto, pool, 1, status="accepted")
    own = a_registration(event, city=porto, email="d@porto.example")
    needs.keep(own, {"access": "A ramp"})
    named = {"name": "D", "email": "D@porto.example", "needs": {"access": "None"}}
    delegations.name_delegate(by=ana, within=delegation, pools=[pool], **named)
    assert needs.unsealed(AccessNeed.objects.get()) == {"access": "A ramp"}


# Retention


def test_each_thing_goes_on_its_day_and_is_found_nowhere_after_it(event, guest):
    Certificate.objects.create(
        registration=guest, event=event, name=GUEST, initials="XQ", issued_on=event.ends_on, sha256="0" * 64
    )
    with after(event, days=29):
        assert taken_away() == {}
        assert everything_found() == {GUEST, ADDRESS, ANSWER}
    with after(event, days=30):
        assert taken_away() == {"events.needs": 1}
        assert not AccessNeed.objects.exists()
    with after(event, days=60):
        assert taken_away() == {}
    with after(event, days=61):
        assert taken_away() == {"events.answers": 1}
        assert not Answer.objects.exists()
        assert everything_found() == {GUEST, ADDRESS}
    with after(event, days=729):
        assert "events.people" not in taken_away()
    with after(event, days=732):
        assert taken_away()["events.people"] == 1
        retention.run()
        assert taken_away() == {}
    assert everything_found() == set()
    kept, paper = Registration.objects.get(), Certificate.objects.get()
    assert (kept.name, kept.sector, kept.seats.get().status) == (PSEUDONYM, "municipal", "confirmed")
    assert (paper.initials, paper.sha256, paper.name) == ("XQ", "0" * 64, "")


def test_an_invitation_that_was_not_taken_up_goes_after_half_a_year(event, mia):
    a_pool(event.stops.get(), 2, "guest")
    given = {"expires_at": timezone.now() + timedelta(days=9), "by": mia, "within": event}
    for name in ("taken", "left"):
        invitations.draft(name=name, email=f"{name}@quorl.example", **given)
    invitations.record_acceptance(Invitation.objects.get(name="taken"), by=mia)
    with after(event, days=180):
        assert taken_away() == {}
    with after(event, days=186):
        assert taken_away() == {"events.invitations": 1}
        assert where("left@quorl") == set()
    assert Invitation.objects.get().name == "taken"


def test_a_person_with_an_account_is_nameless_too(event, pool, porto, pia):
    registrations.register(by=pia, within=event, pools=[pool], city=porto)
    with after(event, days=732):
        assert taken_away()["events.people"] == 1
    kept = Registration.objects.get()
    assert (kept.name, kept.user, kept.registered_by, kept.city) == (PSEUDONYM, None, None, porto)


# Erasure


def test_erasing_a_person_gives_the_seat_to_who_waits(event, pool, porto, malmo, linn, pia):
    a_seat(a_registration(event), pool)
    own = registrations.register(by=pia, within=event, pools=[pool], city=porto, needs={"dietary": NEED})
    waiting = registrations.register(by=linn, within=event, pools=[pool], city=malmo)
    erasing.erase(belongings.whom(pia))
    own.refresh_from_db()
    assert (own.status, own.name, own.seats.get().status) == ("ended", PSEUDONYM, "cancelled")
    assert waiting.seats.get().status == "confirmed"
    assert not AccessNeed.objects.exists()
    assert "registration" not in str(where("pia@porto.example"))


def test_erasing_declines_an_offer_and_takes_back_a_request(event, porto, pia):
    offered, asked = a_pool(event.stops.get(), 1, offer_hours=9), a_pool(event.stops.get(), 1, "guest")
    first, second = (
        a_registration(event, user=pia),
        a_registration(event, email="PIA@porto.example", status="unverified"),
    )
    a_seat(first, offered, "offered")
    other = an_event()
    third = a_registration(other, user=pia)
    a_seat(third, a_pool(other.stops.get(), needs_approval=True), "requested")
    erasing.erase(belongings.whom(pia))
    assert set(Seat.objects.values_list("status", flat=True)) == {"declined", "withdrawn"}
    assert set(Registration.objects.values_list("status", flat=True)) == {"ended"}
    assert asked.seats.count() == 0
    assert Registration.objects.get(pk=second.pk).name == PSEUDONYM


def test_what_is_over_stays_as_it_was(porto, ana, pia):
    event = an_event(status="archived", host=porto)
    person = a_registration(event, user=pia, city=porto)
    a_seat(person, a_pool(event.stops.get()), "attended")
    erasing.erase(belongings.whom(pia))
    person.refresh_from_db()
    assert (person.status, person.seats.get().status, person.name) == ("active", "attended", PSEUDONYM)


def test_erasing_who_named_delegates_leaves_the_delegates(event, pool, porto, ana, dora):
    delegation = a_delegation(event, porto, pool, 1, status="accepted")
    named = delegations.name_delegate(by=dora, within=delegation, pools=[pool], name="Rui")
    erasing.erase(belongings.whom(dora))
    named.refresh_from_db()
    assert (named.name, named.status) == ("Rui", "active")
    assert named.registered_by == dora


# Questions


def test_an_officer_asks_reads_the_answers_and_asks_no_longer(client, event, pool, mia, ana, porto):
    sign_in(client, mia)
    given = {"label": "Which group?", "purpose": "planning", "kind": "choice", "choices": "A\nB", "reader": "staff"}
    posted = {f"ask_question-{name}": value for name, value in (given | {"keep_days": "9"}).items()}
    assert client.post(f"/admin/events/event/{event.code}/act/ask_question/", posted).status_code == 302
    question = event.questions.get()
    assert (question.choices, question.keep_days, question.position) == (["A", "B"], 9, 1)
    registrations.register(by=ana, within=event, pools=[pool], city=porto, answers={question: "B"})
    assert "Ana: B" in client.get(f"/admin/events/question/{question.pk}/change/").content.decode()
    assert client.post(f"/admin/events/question/{question.pk}/act/close/").status_code == 302
    assert not answering.open_questions(event).exists()


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("text", {"value": ""}, "Please answer"),
        ("text", {"value": "x" * 401}, "400"),
        ("choice", {"value": "C"}, "Choose one"),
        ("tick", {"value": "maybe"}, "Choose one"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(event, pool, ana, porto, kind, given, words):
    question = event.questions.create(label="Which?", purpose="groups", kind=kind, choices=["A", "B"], required=True)
    with pytest.raises(TransitionRefused, match=words):
        registrations.register(by=ana, within=event, pools=[pool], city=porto, answers={question: given["value"]})
    assert not Registration.objects.exists()


def test_a_question_with_an_answer_is_closed_never_changed(event, guest):
    question = event.questions.get()
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        type(question).objects.filter(pk=question.pk).update(label="Another?")
    type(question).objects.filter(pk=question.pk).update(closed_at=timezone.now())


def test_an_event_asks_ten_things_at_most(event, mia):
    for number in range(10):
        questions.ask(by=mia, within=event, label=f"Number {number}?", purpose="groups")
    with pytest.raises(TransitionRefused, match="at most ten"):
        questions.ask(by=mia, within=event, label="And?", purpose="groups")


def answers_read_by(client, person, event):
    answer = sign_in(client, person).get(f"/events/{event.slug}/desk/answers/")
    client.logout()
    return [word for word in ("for staff", "for hosts") if word in answer.content.decode()] if answer.content else None


def test_hosts_read_what_was_asked_for_them_and_officers_all(client, event, pool, ana, mia, bo, malmo, linn):
    asked = {reader: event.questions.create(label=f"Q{n}", purpose="p", reader=reader, position=n)
             for n, reader in enumerate(("staff", "host"), 1)}  # fmt: skip
    given = {asked["staff"]: "for staff", asked["host"]: "for hosts"}
    registrations.register(by=bo, within=event, pools=[pool], city=malmo, answers=given)
    assert answers_read_by(client, ana, event) == ["for hosts"]
    assert answers_read_by(client, mia, event) == ["for staff", "for hosts"]
    assert sign_in(client, linn).get(f"/events/{event.slug}/desk/answers/").status_code == 404


def test_a_page_of_answers_costs_the_same_for_one_and_for_thirty(client, event, mia):
    question = event.questions.create(label="Which group?", purpose="p", kind="choice", choices=["A", "B"])
    pool, browser = a_pool(event.stops.get(), 40, "guest"), sign_in(client, mia)

    def look(number):
        for _each in range(number):
            person = a_registration(event)
            a_seat(person, pool)
            person.answers.create(question=question, value="A")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/events/{event.slug}/desk/answers/").status_code == 200
        return len(asked)

    look(0)
    assert look(1) == look(29)
