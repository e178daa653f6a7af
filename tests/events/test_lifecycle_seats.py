"""Seats: who gets one, who waits, who moves up, and what is refused in which words."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from events.lifecycle import pools, seats
from events.models import Pool, Seat
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM, LinkHolder, TransitionRefused
from tests.factories.events import a_delegation, a_pool, a_registration, a_stop, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return an_event()


@pytest.fixture
def stop(event):
    return event.stops.get()


def taken(pool, *registrations, by):
    return [seats.take(by=by, within=each, pools=[pool])[0] for each in registrations]


def guests(event, number):
    return [a_registration(event) for _ in range(number)]


def numbers(pool):
    pool.refresh_from_db()
    return {name: getattr(pool, name) for name in ("taken", "offered", "reserved", "waiting", "queue_seq")}


def states(*given):
    return [Seat.objects.get(pk=each.pk).status for each in given]


def facts_about(seat):
    return list(Fact.objects.filter(subject_kind="events.seat", subject_key=seat.pk).values_list("name", flat=True))


def test_who_comes_first_has_a_seat_and_the_next_waits(event, stop, mia):
    pool = a_pool(stop, 1)
    first, second = taken(pool, *guests(event, 2), by=mia)
    assert states(first, second) == ["confirmed", "waitlisted"]
    assert numbers(pool) == {"taken": 1, "offered": 0, "reserved": 0, "waiting": 1, "queue_seq": 2}
    assert (facts_about(first), facts_about(second)) == (["events.seat_confirmed"], ["events.seat_waitlisted"])


def test_a_seat_given_up_goes_to_members_first_then_in_the_order_of_coming(event, stop, mia, linn, malmo):
    pool = a_pool(stop, 1)
    first, guest = taken(pool, *guests(event, 2), by=mia)
    member = taken(pool, a_registration(event, user=linn, city=malmo), by=linn)[0]
    assert (guest.band, member.band) == (1, 0)
    seats.cancel(first, by=mia, reason="Ill.")
    assert states(first, guest, member) == ["cancelled", "waitlisted", "confirmed"]
    assert numbers(pool)["waiting"] == 1
    assert facts_about(member) == ["events.seat_waitlisted", "events.seat_confirmed"]
    moved = AuditEntry.objects.get(action="events.settle_seat")
    assert (moved.subject_key, moved.before, moved.after) == (str(member.pk), "waitlisted", "confirmed")


def test_an_offer_is_accepted_once_and_passes_on_when_it_is_declined(event, stop, mia):
    pool = a_pool(stop, 1, offer_hours=48)
    first, second, third = taken(pool, *guests(event, 3), by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    assert states(second, third) == ["offered", "waitlisted"]
    holder = LinkHolder(f"events.registration:{second.registration.code}")
    seats.decline(second, by=holder)
    assert states(second, third) == ["declined", "offered"]
    assert numbers(pool) == {"taken": 0, "offered": 1, "reserved": 0, "waiting": 0, "queue_seq": 3}
    seats.accept(third, by=LinkHolder(f"events.registration:{third.registration.code}"))
    assert numbers(pool)["taken"] == 1


def test_a_late_answer_to_an_offer_is_refused_and_the_clock_passes_it_on(event, stop, mia):
    pool = a_pool(stop, 1, offer_hours=48)
    first, second = taken(pool, *guests(event, 2), by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    with pytest.raises(TransitionRefused, match="still stands"):
        seats.expire(second, by=SYSTEM)
    Seat.objects.filter(pk=second.pk).update(offer_expires_at=timezone.now())
    with pytest.raises(TransitionRefused, match="has ended"):
        seats.accept(second, by=mia)
    seats.expire(second, by=SYSTEM)
    assert states(second) == ["expired"]
    assert numbers(pool)["offered"] == 0


def test_an_offer_ends_when_registration_closes_at_the_latest(event, stop, mia):
    event.closes_at = timezone.now() + timedelta(hours=5)
    event.save()
    first, second = taken(a_pool(stop, 1, offer_hours=48), *guests(event, 2), by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    assert Seat.objects.get(pk=second.pk).offer_expires_at == event.closes_at


def test_nobody_moves_up_once_names_are_final_even_if_the_clock_is_late(event, stop, mia):
    pool = a_pool(stop, 1)
    first, second = taken(pool, *guests(event, 2), by=mia)
    Pool.objects.update(cut_off_at=timezone.now())
    seats.cancel(first, by=mia, reason="Ill.")
    assert states(second) == ["waitlisted"]
    assert Pool.objects.get().promote == "manual"
    seats.confirm_head(second, by=mia)
    assert states(second) == ["confirmed"]


def test_the_head_of_the_queue_alone_is_given_a_free_seat_by_hand(event, stop, mia):
    pool = a_pool(stop, 1)
    first, second, third = taken(pool, *guests(event, 3), by=mia)
    with pytest.raises(TransitionRefused, match="by itself"):
        seats.confirm_head(second, by=mia)
    pools.halt(pool, by=mia)
    with pytest.raises(TransitionRefused, match="No seat is free"):
        seats.confirm_head(second, by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    with pytest.raises(TransitionRefused, match="first in the queue"):
        seats.confirm_head(third, by=mia)


def test_more_seats_go_to_those_who_wait_and_fewer_than_in_use_are_refused_with_the_number(event, stop, mia):
    pool = a_pool(stop, 2)
    everybody = taken(pool, *guests(event, 4), by=mia)
    pools.change_capacity(pool, by=mia, capacity=3)
    assert states(*everybody) == ["confirmed"] * 3 + ["waitlisted"]
    with pytest.raises(TransitionRefused, match="3 seats are in use; lowest possible is 3"):
        pools.change_capacity(pool, by=mia, capacity=2)


def test_who_asked_waits_for_approval_and_then_stands_where_the_number_says(event, stop, mia):
    pool = a_pool(stop, 1, needs_approval=True)
    first, second, third = taken(pool, *guests(event, 3), by=mia)
    assert numbers(pool) == {"taken": 0, "offered": 0, "reserved": 0, "waiting": 0, "queue_seq": 3}
    assert facts_about(first) == ["events.seat_requested"]
    for each in (third, second, first):
        seats.approve(each, by=mia)
    assert states(first, second, third) == ["waitlisted", "waitlisted", "confirmed"]
    assert "events.seat_confirmed" in facts_about(third)
    assert facts_about(first) == ["events.seat_requested", "events.seat_waitlisted"]
    seats.cancel(third, by=mia, reason="Ill.")
    assert states(first, second) == ["confirmed", "waitlisted"]


def test_a_full_pool_without_waiting_list_says_so(event, stop, mia):
    pool = a_pool(stop, 1, keeps_waiting_list=False)
    taken(pool, *guests(event, 1), by=mia)
    with pytest.raises(seats.StopsFull, match="no waiting list") as refused:
        taken(pool, *guests(event, 1), by=mia)
    assert refused.value.full == [pool]
    assert numbers(pool)["queue_seq"] == 1


def test_all_stops_or_none_names_the_full_one_and_takes_nothing(event, stop, mia):
    later = a_stop(event, starts_on=stop.starts_on + timedelta(days=3), place="Harbour hall")
    small, large = a_pool(later, 1), a_pool(stop, 5)
    taken(small, *guests(event, 1), by=mia)
    guest = a_registration(event)
    with pytest.raises(seats.StopsFull, match="Harbour hall") as refused:
        seats.take(by=mia, within=guest, pools=[small, large])
    assert refused.value.full == [small]
    assert numbers(large)["taken"] == guest.seats.count() == 0
    each = seats.take(by=mia, within=guest, pools=[small, large], together=False)
    assert {seat.pool: seat.status for seat in each} == {small: "waitlisted", large: "confirmed"}


def test_a_second_click_gets_the_same_seat(event, stop, mia):
    guest, pool = a_registration(event), a_pool(stop)
    once = taken(pool, guest, by=mia)
    assert taken(pool, guest, by=mia) == once
    assert numbers(pool)["queue_seq"] == 1


def test_who_gave_up_a_place_comes_back_at_the_tail_with_a_calendar_entry_of_its_own(event, stop, mia):
    pool = a_pool(stop, 1)
    guest = a_registration(event)
    first, _second = taken(pool, guest, a_registration(event), by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    again = taken(pool, guest, by=mia)[0]
    assert (again.status, again.queue_no) == ("waitlisted", 3)
    assert again.calendar_uid
    assert first.calendar_uid is None


def test_a_delegate_gets_a_held_seat_and_gives_it_back_to_the_city(event, stop, mia, ana, porto):
    pool = a_pool(stop, 2)
    delegation = a_delegation(event, porto, pool, 1, status="accepted")
    name = a_registration(event, city=porto, delegation=delegation)
    seat = seats.claim(by=ana, within=name, pool=pool)
    assert numbers(pool)["taken"] == 1
    other = a_registration(event, city=porto, delegation=delegation)
    with pytest.raises(TransitionRefused, match="All seats of this delegation have a name"):
        seats.claim(by=ana, within=other, pool=pool)
    seats.cancel(seat, by=ana)
    assert numbers(pool) == {"taken": 0, "offered": 0, "reserved": 1, "waiting": 0, "queue_seq": 1}
    assert delegation.allotments.get().claimed == 0


def test_after_the_day_of_release_a_delegates_seat_goes_to_the_queue(event, stop, mia, ana, porto):
    pool = a_pool(stop, 2)
    delegation = a_delegation(event, porto, pool, 2, status="accepted")
    seat = seats.claim(by=ana, within=a_registration(event, city=porto, delegation=delegation), pool=pool)
    first, second = taken(pool, *guests(event, 2), by=mia)
    seats.release(delegation)
    assert states(first, second) == ["confirmed", "waitlisted"]
    delegation.released_at = timezone.now()
    delegation.save()
    seats.cancel(seat, by=ana)
    assert states(second) == ["confirmed"]
    assert delegation.allotments.get().seats == 0


def test_a_city_passes_a_seat_on_and_nobody_else_moves(event, stop, mia, ana, porto, malmo):
    pool = a_pool(stop, 1)
    delegation = a_delegation(event, porto, pool, 1, status="accepted")
    seat = seats.claim(by=ana, within=a_registration(event, city=porto, delegation=delegation), pool=pool)
    waits = taken(pool, *guests(event, 1), by=mia)[0]
    following = a_registration(event, city=porto, delegation=delegation)
    with pytest.raises(TransitionRefused, match="within one city"):
        seats.replace(seat, by=ana, registration=a_registration(event, city=malmo))
    seats.replace(seat, by=ana, registration=following)
    assert states(seat, following.seats.get(), waits) == ["replaced", "confirmed", "waitlisted"]
    assert numbers(pool) == {"taken": 1, "offered": 0, "reserved": 0, "waiting": 1, "queue_seq": 3}


def test_seats_for_a_city_are_refused_while_people_wait_for_them(event, stop, mia, porto):
    pool = a_pool(stop, 1)
    taken(pool, *guests(event, 2), by=mia)
    with pytest.raises(TransitionRefused, match="People wait for these seats"):
        seats.reserve(a_delegation(event, porto), pool, 1)
    assert not pool.allotments.exists()


def test_postponing_puts_offers_back_and_new_times_let_the_queue_move(event, stop, mia):
    pool = a_pool(stop, 1, offer_hours=48)
    first, second, third = taken(pool, *guests(event, 3), by=mia)
    seats.cancel(first, by=mia, reason="Ill.")
    seats.hold(event)
    assert states(second, third) == ["waitlisted", "waitlisted"]
    assert numbers(pool) == {"taken": 0, "offered": 0, "reserved": 0, "waiting": 2, "queue_seq": 3}
    seats.resume(event)
    assert states(second, third) == ["offered", "waitlisted"]


def test_cancelling_an_event_ends_every_seat_in_as_many_statements_for_one_as_for_thirty(
    event, stop, mia, django_assert_num_queries
):
    pool = a_pool(stop, 30)
    taken(pool, *guests(event, 1), by=mia)
    with django_assert_num_queries(6):
        seats.empty(event, by=mia, reason="Storm.")
    taken(pool, *guests(event, 30), by=mia)
    with django_assert_num_queries(6):
        seats.empty(event, by=mia, reason="Storm.")
    assert set(Seat.objects.values_list("status", "ended_reason")) == {("event_cancelled", "Storm.")}
    assert numbers(pool) == {"taken": 0, "offered": 0, "reserved": 0, "waiting": 0, "queue_seq": 31}


def test_after_the_last_day_who_was_checked_in_attended_and_others_did_not_come(event, stop, mia):
    pool = a_pool(stop, 2)
    first, second = taken(pool, *guests(event, 2), by=mia)
    stop.check_ins.create(registration=first.registration, day=stop.starts_on, result="ok", scanned_at=timezone.now())
    seats.conclude(stop)
    assert states(first, second) == ["attended", "no_show"]
    assert "events.seat_attended" in facts_about(first)


WINDOWS = {
    "closed": ({"status": "closed"}, "not open"),
    "over": ({"closes_at": -1}, "not open"),
    "early": ({"members_from": 1, "guests_from": 2}, "opens on"),
    "members first": ({"guests_from": 1}, "Others can register from"),
    "by invitation": ({"guests_from": None}, "come by invitation"),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_guest_outside_the_window_reads_what_is_possible(name, event, stop):
    given, words = WINDOWS[name]
    for field, value in given.items():
        later = timezone.now() + timedelta(days=value) if isinstance(value, int) else value
        setattr(event, field, later)
    event.save()
    guest = a_registration(event)
    with pytest.raises(TransitionRefused, match=words):
        taken(a_pool(stop), guest, by=LinkHolder(f"events.registration:{guest.code}"))


def test_nobody_takes_a_seat_for_a_stranger(event, stop, eve):
    with pytest.raises(PermissionDenied):
        taken(a_pool(stop), a_registration(event), by=eve)


def test_a_stop_of_another_event_or_one_that_has_begun_or_is_called_off_takes_nobody(event, stop, mia):
    guest, pool = a_registration(event), a_pool(stop)
    with pytest.raises(TransitionRefused, match="one of another event"):
        taken(a_pool(an_event().stops.get()), guest, by=mia)
    stop.starts_at = timezone.now()
    stop.save()
    with pytest.raises(TransitionRefused, match="has begun already"):
        taken(pool, guest, by=mia)
    stop.status = "cancelled"
    stop.save()
    with pytest.raises(TransitionRefused, match="does not take place"):
        taken(pool, guest, by=mia)


def test_a_coordinator_of_another_city_names_nobody(event, stop, linn, porto):
    pool = a_pool(stop)
    delegation = a_delegation(event, porto, pool, 1, status="accepted")
    with pytest.raises(PermissionDenied):
        seats.claim(by=linn, within=a_registration(event, city=porto, delegation=delegation), pool=pool)


SEATS_BY_KIND = {
    "speakers come by invitation": ("speaker", "given by invitation"),
    "a pool for delegates beside one for guests": ("delegate", "others for guests"),
}


@pytest.mark.parametrize("name", SEATS_BY_KIND)
def test_a_kind_of_seat_is_for_those_for_whom_it_is(name, event, stop):
    category, words = SEATS_BY_KIND[name]
    a_pool(stop, category="guest")
    guest = a_registration(event)
    with pytest.raises(TransitionRefused, match=words):
        taken(a_pool(stop, category=category), guest, by=LinkHolder(f"events.registration:{guest.code}"))


def test_a_registration_that_has_ended_takes_no_seat(event, stop, mia):
    with pytest.raises(TransitionRefused, match="not active"):
        taken(a_pool(stop), a_registration(event, status="ended"), by=mia)


def test_staff_correct_who_was_there_within_two_weeks(event, stop, mia):
    pool = a_pool(stop)
    [seat] = taken(pool, *guests(event, 1), by=mia)
    with pytest.raises(TransitionRefused, match="has not begun"):
        seats.mark_absent(seat, by=mia)
    for days, words in ((1, None), (20, "within 14 days")):
        day = timezone.now() - timedelta(days=days)
        stop.starts_on = stop.ends_on = day.date()
        stop.starts_at, stop.ends_at = day, day + timedelta(hours=1)
        stop.save()
        if words:
            with pytest.raises(TransitionRefused, match=words):
                seats.mark_attended(seat, by=mia)
        else:
            seats.mark_absent(seat, by=mia)
    assert states(seat) == ["no_show"]
