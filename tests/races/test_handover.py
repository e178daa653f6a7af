"""Handovers, invitations and endings of one role at the same moment: one holder at any instant, and no gap."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet

from cities.lifecycle import handovers, invitations, membership
from cities.models import Handover, Representative
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.cast import member, staff
from tests.factories.cities import a_country, a_person, a_representative
from tests.factories.joining import an_invitation, the_holder_of
from tests.factories.people import a_handover, a_letter
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20
REFUSALS = (TransitionRefused, PermissionDenied, Representative.DoesNotExist, Handover.DoesNotExist)


@pytest.fixture
def harbour(transactional_db):
    city = member("Harbour", a_country(), "harbour.example")
    a_representative(city, a_person(email="first@harbour.example"))
    return city


def accept(handover):
    return handovers.accept(handover, by=the_holder_of(handover)).status


def holders(city):
    return list(Representative.objects.filter(city=city, role="lead_contact").order_by("since"))


def assert_one_at_a_time(city):
    """Never two leads in one instant, and no gap in a handover that reads "done"."""
    held = holders(city)
    assert all(one.until and one.until <= other.since for one, other in zip(held, held[1:], strict=False)), held
    for handover in Handover.objects.filter(status="done").select_related("outgoing", "incoming"):
        if handover.outgoing_id:
            assert handover.outgoing.until == handover.incoming.since


def test_one_handover_accepted_by_twenty_at_once_is_done_once_and_the_others_read_so(harbour):
    handover = a_handover(harbour, email="next@harbour.example")
    answers = at_once(CROWD, lambda _: accept(handover))
    assert answers == {"done": 1, "TransitionRefused: This is already “done”.": CROWD - 1}
    assert len(holders(harbour)) == 2
    assert_one_at_a_time(harbour)


def test_two_leads_who_hand_over_one_role_at_once_begin_one_handover(harbour):
    first = harbour.representatives.get().user
    mayor = a_representative(harbour, a_person(), "political_lead").user
    more = {"within": harbour, "role": "lead_contact", "name": "Next", "office": "Head"}

    def begin(position):
        who = (first, mayor)[position % 2]
        return handovers.start(by=who, email=f"next{position}@harbour.example", **more).status

    answers = at_once(10, begin)
    assert answers == {"open": 1, "TransitionRefused: A handover of this role is under way already.": 9}


def deeds(harbour, dev, chance):
    """What twenty people do to one role, in an order that `chance` has drawn."""
    current = a_handover(harbour, email="next@harbour.example")
    invited = [an_invitation(harbour, "lead_contact", email=f"invited{n}@harbour.example") for n in range(2)]
    letter = [a_letter() for _ in range(3)]

    def start():
        more = {"name": "Later", "office": "Head", "letter": letter.pop()}
        return handovers.start(by=dev, within=harbour, role="lead_contact", email="later@harbour.example", **more)

    def end():
        return membership.end_role(harbour.representatives.get(role="lead_contact", until=None), by=dev)

    def expire():
        return handovers.expire(current, by=SYSTEM)

    def invite():
        return invitations.invite(by=dev, within=harbour, role="lead_contact", email="x@harbour.example", name="X")

    def take_up():
        return invitations.accept(chosen := chance.choice(invited), by=the_holder_of(chosen))

    todo = [lambda: accept(current)] * 6 + [take_up] * 5 + [end] * 3 + [start] * 3 + [expire] + [invite] * 2
    chance.shuffle(todo)
    return todo


def mix(harbour, dev, seed):
    todo = deeds(harbour, dev, random.Random(seed))

    def act(position):
        try:
            todo[position]()
        except REFUSALS:
            return "refused"
        return "carried out"

    return at_once(CROWD, act)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_twenty_people_do_to_one_role_at_once_nobody_shares_it_and_no_gap_reads_done(harbour, seed):
    answers = mix(harbour, staff("Dev", "registrar"), seed)
    assert set(answers) <= {"refused", "carried out"}, answers
    assert answers["carried out"] >= 2
    assert_one_at_a_time(harbour)


def both_take_over(harbour):
    """A handover and an invitation to the same role are accepted while the role is laid down."""
    current = a_handover(harbour, email="next@harbour.example")
    invitation = an_invitation(harbour, "lead_contact", email="invited@harbour.example")
    dev, role = staff("Dev", "registrar"), harbour.representatives.get()

    def act(position):
        if position == 0:
            return bool(membership.end_role(role, by=dev).until)
        if position % 2:
            return accept(current)
        return invitations.accept(invitation, by=the_holder_of(invitation)).status

    return at_once(CROWD, act)


ORDERLY = ("TransitionRefused: ", "True", "done", "accepted")


def test_an_ending_a_handover_and_an_invitation_at_once_give_every_answer_in_words(harbour):
    answers = both_take_over(harbour)
    assert all(str(words).startswith(ORDERLY) for words in answers), answers
    assert_one_at_a_time(harbour)
    assert harbour.representatives.filter(role="lead_contact", until=None).count() == 1


def test_without_the_locks_the_same_race_runs_into_the_guards_of_the_database(harbour, monkeypatch):
    """The control: without locks somebody meets a constraint or a trigger, which still hold one holder and no gap."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    handover = a_handover(harbour, email="next@harbour.example")
    answers = at_once(CROWD, lambda _: accept(handover))
    assert answers != {"done": 1, "TransitionRefused: This is already “done”.": CROWD - 1}
    assert_one_at_a_time(harbour)


@pytest.fixture
def _unguarded(harbour, django_db_blocker):
    """The table without its constraint of one lead at a time, for as long as the test runs."""
    constraint = next(each for each in Representative._meta.constraints if "one_lead" in each.name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Representative, constraint)
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cities_representative CASCADE")
    with connection.schema_editor() as editor:
        editor.add_constraint(Representative, constraint)


def test_without_locks_and_constraint_two_lead_at_once(harbour, monkeypatch, _unguarded):
    """The control of the control: what this test looks for is found where nothing guards the role."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(invitations, "LEAD_ROLES", frozenset())
    pair = [an_invitation(harbour, "lead_contact", email=f"n{n}@harbour.example") for n in range(4)]
    at_once(4, lambda position: invitations.accept(pair[position], by=the_holder_of(pair[position])).status)
    with pytest.raises(AssertionError):
        assert_one_at_a_time(harbour)
