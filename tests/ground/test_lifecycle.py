"""The engine of lifecycles: lock, permission, state, change, audit entry and fact, all or nothing."""

import threading

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cities.models import ContactMessage, Membership
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.facts import FactSignal
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM, VISITOR, Lifecycle, LinkHolder, TransitionRefused, may
from tests.factories.cities import a_city, a_membership, a_person
from tests.faults import assert_all_or_nothing

Status = ContactMessage.Status
PERMISSIONS = ("cities.write_contactmessage", "cities.pick_contactmessage", "cities.note_contactmessage")


@pytest.fixture
def messages():
    """A lifecycle of two steps, made for these tests and gone after them."""
    lifecycle = Lifecycle(ContactMessage)
    for name in PERMISSIONS:
        rules.add_perm(name, rules.is_staff)

    @lifecycle.creation()
    def write(*, by, key="k1"):
        return ContactMessage.objects.create(form_key=key, name="A visitor", email="a@b.example", text="Hello")

    @lifecycle.transition(Status.NEW, to=Status.TAKEN, by_system=True)
    def pick(message, *, by, after=None):
        message.handled_by = by if by is not SYSTEM else None
        if after:
            after()

    @lifecycle.transition()
    def note(message, *, by, text):
        message.text = text

    lifecycle.write, lifecycle.pick, lifecycle.note = write, pick, note
    yield lifecycle
    Lifecycle.registered.remove(lifecycle)
    for name in PERMISSIONS:
        rules.remove_perm(name)


@pytest.fixture
def clerk(db):
    return a_person("Clerk", is_staff=True)


def test_a_transition_leaves_one_audit_entry_and_one_fact_that_points_to_it(messages, clerk):
    message = messages.pick(messages.write(by=clerk), by=clerk)
    entry = AuditEntry.objects.get(action="cities.pick_contactmessage")
    assert (entry.actor, entry.actor_kind, entry.before, entry.after) == (clerk.public_id, "person", "new", "taken")
    assert entry.changed == ["handled_by_id", "status"], "names of fields, never values"
    assert Fact.objects.get(name="cities.pick_contactmessage").entry == entry
    assert (message.status, message.handled_by) == ("taken", clerk)


def test_permission_is_asked_before_the_state_so_that_a_refusal_tells_nothing(messages, clerk):
    stranger, message = a_person(), messages.write(by=clerk)
    refusals = []
    for _ in range(2):
        with pytest.raises(PermissionDenied) as refused:
            messages.pick(message, by=stranger)
        refusals.append(str(refused.value))
        ContactMessage.objects.update(status=Status.TAKEN)
    assert refusals[0] == refusals[1]
    with pytest.raises(TransitionRefused, match="being answered"):
        messages.pick(message, by=clerk)


def test_the_row_is_read_anew_under_the_lock_and_a_stale_copy_decides_nothing(messages, clerk):
    message = messages.write(by=clerk)
    stale = ContactMessage.objects.get(pk=message.pk)
    messages.pick(message, by=clerk)
    assert stale.status == "new"
    with pytest.raises(TransitionRefused):
        messages.pick(stale, by=clerk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        messages.note(message, by=clerk, text="Later")
    assert [each["sql"] for each in queries if "cities_contactmessage" in each["sql"]][0].endswith(
        'FOR UPDATE OF "cities_contactmessage"'
    )


@pytest.mark.django_db(transaction=True)
def test_a_second_transition_waits_until_the_first_has_committed(messages):
    clerk = a_person(is_staff=True)
    message = messages.write(by=clerk)
    inside, go_on, answers = threading.Event(), threading.Event(), []

    def hold():
        inside.set()
        go_on.wait(10)

    def in_thread(**details):
        try:
            answers.append(messages.pick(message, by=clerk, **details).status)
        except TransitionRefused:
            answers.append("refused")
        finally:
            connection.close()

    first = threading.Thread(target=in_thread, kwargs={"after": hold})
    second = threading.Thread(target=in_thread)
    first.start()
    assert inside.wait(10)
    second.start()
    second.join(0.3)
    assert second.is_alive() and not answers
    go_on.set()
    first.join(10)
    second.join(10)
    assert sorted(answers) == ["refused", "taken"]


def test_an_error_after_any_statement_leaves_nothing(messages, clerk):
    message = messages.write(by=clerk)
    assert assert_all_or_nothing(lambda: messages.pick(message, by=clerk)) >= 4


def test_the_tool_for_faults_notices_what_is_left_behind(messages, clerk):
    """The control: an act that keeps a part of its work is found."""
    message = messages.write(by=clerk)

    def leaky():
        ContactMessage.objects.filter(pk=message.pk).update(name="Somebody else")
        raise IntegrityError

    def swallowing():
        with pytest.raises(IntegrityError):
            leaky()
        try:
            messages.pick(message, by=clerk)
        except Exception:  # noqa: BLE001
            return

    with pytest.raises(AssertionError):
        assert_all_or_nothing(swallowing)


def test_the_clock_may_only_what_is_declared_for_it(messages, clerk):
    message = messages.write(by=clerk)
    with pytest.raises(PermissionDenied):
        messages.note(message, by=SYSTEM, text="x")
    messages.pick(message, by=SYSTEM)
    assert AuditEntry.objects.get(action="cities.pick_contactmessage").actor_kind == "system"


def test_a_predicate_that_raises_means_no(messages, clerk, caplog):
    @rules.predicate
    def breaks(user, subject):
        raise RuntimeError("the rule is broken")

    rules.set_perm("cities.pick_contactmessage", breaks)
    message = messages.write(by=clerk)
    with pytest.raises(PermissionDenied):
        messages.pick(message, by=clerk)
    assert "a permission could not be decided" in caplog.text


def test_a_closed_account_a_visitor_and_a_link_to_another_row_may_nothing(messages, clerk):
    message = messages.write(by=clerk)
    clerk.is_active = False
    for principal in (clerk, VISITOR, LinkHolder("cities.contactmessage:other")):
        assert not may(principal, "cities.pick_contactmessage", message)
        assert messages.open_to(principal, message) == []


def test_what_a_constraint_refuses_is_answered_in_the_words_of_the_constraint(db):
    memberships = Lifecycle(Membership)
    rules.add_perm("cities.double_membership", rules.always_allow)

    @memberships.creation()
    def double(*, by, city):
        return a_membership(city)

    try:
        city = a_city()
        double(by=VISITOR, city=city)
        with pytest.raises((TransitionRefused, IntegrityError)) as refused:
            double(by=VISITOR, city=city)
    finally:
        Lifecycle.registered.remove(memberships)
        rules.remove_perm("cities.double_membership")
    assert refused.type is TransitionRefused and str(refused.value) == "This authority is already a member."
    assert Membership.objects.count() == 1


def test_a_constraint_without_words_stays_an_error(messages, clerk):
    messages.write(by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        messages.write(by=clerk)


def test_the_fact_reaches_its_receivers_only_after_the_commit(messages, clerk, django_capture_on_commit_callbacks):
    heard = []
    signal = FactSignal("cities.pick_contactmessage")

    def hear(subject, fact, **_):
        heard.append((subject.pk, fact.name))

    signal.connect(hear)
    try:
        message = messages.write(by=clerk)
        with django_capture_on_commit_callbacks(execute=True):
            messages.pick(message, by=clerk)
            assert heard == []
        assert heard == [(message.pk, "cities.pick_contactmessage")]
    finally:
        del FactSignal.registered["cities.pick_contactmessage"]


def test_the_diagram_names_every_step(messages):
    assert messages.as_mermaid().splitlines() == ["stateDiagram-v2", "  [*] --> new: write", "  new --> taken: pick"]
