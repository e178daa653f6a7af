"""People who come to an event, at the same moment: one registration for an address, one answer to an invitation."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from events.lifecycle import delegations, invitations, registrations
from events.models import Allotment, Pool, Registration, Seat
from scn_portal.accounts.models import User
from scn_portal.lifecycle import LinkHolder
from tests.cast import member, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.events import a_delegation, a_pool, a_registration, an_event
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harbour(transactional_db):
    city = member("Harbour", a_country(), "harbour.example")
    a_representative(city)
    return city


@pytest.fixture
def pool(harbour):
    return a_pool(an_event().stops.get(), 5)


def holder(row):
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


def numbers(pool):
    pool.refresh_from_db()
    return pool.taken, pool.waiting, pool.queue_seq


def clicks(pool, harbour, key=""):
    person = User.objects.get(representations__city=harbour)
    given = {"by": person, "within": pool.stop.event, "pools": [pool], "city": harbour}
    return at_once(16, lambda n: registrations.register(**given, key=key or f"{n:032}").code)


def test_a_double_click_is_one_registration_and_one_seat(pool, harbour):
    answers = clicks(pool, harbour, key="k" * 32)
    assert list(answers.values()) == [16]
    assert (Registration.objects.count(), Seat.objects.count(), numbers(pool)) == (1, 1, (1, 0, 1))


def test_sixteen_windows_are_one_registration_and_one_seat(pool, harbour):
    answers = clicks(pool, harbour)
    assert list(answers.values()) == [16]
    assert (Registration.objects.count(), Seat.objects.count(), numbers(pool)) == (1, 1, (1, 0, 1))


def test_without_the_second_look_the_same_race_answers_with_errors(pool, harbour, monkeypatch):
    """The control: the database alone keeps it to one, and the others get no seat shown."""
    monkeypatch.setattr(registrations, "_found", lambda new: None)
    answers = clicks(pool, harbour)
    assert Registration.objects.count() == 1
    assert max(answers.values()) == 15 and "TransitionRefused: Please open the form again." in answers


def test_two_links_of_one_address_opened_at_once_take_one_number(pool):
    event = pool.stop.event
    rows = [
        a_registration(event, email=email, status="unverified", wanted=[pool.pk])
        for email in ("guest@x.example", "GUEST@x.example")
    ]
    answers = at_once(2, lambda n: registrations.verify(rows[n], by=holder(rows[n])).status)
    assert answers == {"active": 1, "TransitionRefused: Somebody with this address is registered already.": 1}
    assert numbers(pool) == (1, 0, 1)


def test_an_invitation_answered_many_times_at_once_is_one_registration(pool):
    given = {"name": "Gus", "email": "g@x.example", "address_key": "g@x.example", "category": "delegate"}
    until = timezone.now() + timedelta(days=2)
    invitation = pool.stop.event.invitations.create(**given, status="sent", expires_at=until)
    answers = at_once(16, lambda _: invitations.accept(invitation, by=holder(invitation)).status)
    assert answers == {"accepted": 1, "TransitionRefused: This is already “accepted”.": 15}
    assert (Registration.objects.count(), numbers(pool)) == (1, (1, 0, 1))


def test_names_given_while_the_held_seats_are_released_leave_no_seat_in_between(pool, harbour):
    """In each round one name races the release: either the name has the seat, or the queue."""
    person = User.objects.get(representations__city=harbour)
    for number in range(6):
        delegation = a_delegation(an_event(), harbour, status="accepted")
        own = a_pool(delegation.event.stops.get(), 1, reserved=1)
        delegation.allotments.create(pool=own, seats=1)
        officer = staff(f"Officer{number}", "moderator")

        def act(n, delegation=delegation, own=own, officer=officer):
            if n:
                return delegations.release(delegation, by=officer).status
            named = delegations.name_delegate(by=person, within=delegation, pools=[own], name="Pia")
            return named.seats.get().status

        at_once(2, act)
        own.refresh_from_db()
        allotment = Allotment.objects.get(delegation=delegation)
        assert own.reserved == allotment.seats - allotment.claimed == 0
        assert own.taken == Seat.objects.filter(pool=own, status="confirmed").count() == allotment.claimed


def test_yes_and_no_at_once_ends_in_one_of_both(pool, harbour):
    person = User.objects.get(representations__city=harbour)
    delegation = a_delegation(pool.stop.event, harbour, pool, 2)

    def answer(n):
        step = (delegations.accept, delegations.decline)[n % 2]
        return step(delegation, by=person).status

    answers = at_once(8, answer)
    delegation.refresh_from_db()
    assert answers.get(delegation.status) == 1
    assert sum(answers.values()) == 8
    held = Pool.objects.get(pk=pool.pk).reserved
    assert held == (2 if delegation.status == "accepted" else 0)


def test_the_database_refuses_a_second_active_registration_of_an_address(pool):
    event = pool.stop.event
    a_registration(event, email="one@x.example")
    with pytest.raises(IntegrityError, match="registration_one_per_address"):
        a_registration(event, email="one@x.example")
