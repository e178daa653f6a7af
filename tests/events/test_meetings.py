"""The life of an event: what each step asks first, and what it leaves behind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import lifecycle
from events.lifecycle.gaps import before_announcing
from events.models import Event, EventSlug, Host, Seat
from events.tasks.meetings import move_meetings_on
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.sharing import Sharing
from tests.events.acts_meetings import NINE_TO_FIVE, last_week
from tests.factories.events import a_delegation, a_pool, a_privacy_notice, a_registration, a_seat, an_event

pytestmark = pytest.mark.django_db


def refused(step, *args, **details):
    with pytest.raises(TransitionRefused) as refusal:
        step(*args, **details)
    return str(refusal.value)


# Writing


@pytest.mark.parametrize(
    ("kind", "sharing", "attendance", "chatham_house"),
    [
        ("global_summit", Sharing.CLEAR, "hybrid", False),
        ("steering_committee", Sharing.AMBER, "in_person", False),
        ("mayoral_forum", Sharing.GREEN, "in_person", True),
        ("webinar", Sharing.CLEAR, "online", False),
        ("seminar", Sharing.GREEN, "in_person", False),
    ],
)
def test_a_kind_brings_what_it_preselects(mia, kind, sharing, attendance, chatham_house):
    event = lifecycle.write(by=mia, kind=kind, title="A meeting")
    assert (event.sharing, event.attendance, event.chatham_house) == (sharing, attendance, chatham_house)
    assert event.status == "draft"


def test_two_events_of_one_title_get_two_addresses(mia):
    slugs = [lifecycle.write(by=mia, kind="other", title="Calendar").slug for _ in range(2)]
    assert slugs == ["calendar-2", "calendar-3"]  # the word alone is an address of the portal


def test_a_title_in_another_script_gets_the_name_of_its_kind_as_address(mia):
    assert lifecycle.write(by=mia, kind="seminar", title="ملتقى").slug == "seminar"


def test_a_webinar_in_a_hall_is_refused(mia):
    words = refused(lifecycle.write, by=mia, kind="webinar", title="Online", attendance="in_person")
    assert words == "A webinar takes place online."


def test_the_old_address_leads_on_and_no_other_event_gets_it(mia):
    event, other = an_event(slug="spring"), an_event(slug="autumn")
    lifecycle.rename(event, by=mia, slug="spring-meeting")
    assert EventSlug.objects.get().slug == "spring"
    for taken in ("spring", "spring-meeting"):
        assert refused(lifecycle.rename, other, by=mia, slug=taken) == "Another event stands or stood at this address."
    lifecycle.rename(event, by=mia, slug="spring")
    assert Event.objects.get(pk=event.pk).slug == "spring"


@pytest.mark.parametrize("slug", ["calendar", "Not an address", "", "desk"])
def test_what_is_no_address_is_refused(mia, slug):
    assert "small letters" in refused(lifecycle.rename, an_event(), by=mia, slug=slug)


# Announcing


def test_an_empty_draft_says_all_that_it_lacks(mia):
    event = lifecycle.write(by=mia, kind="tour", title="A tour", sharing=Sharing.AMBER)
    event.texts.all().delete()
    assert before_announcing(event) == [
        "The text in its original language is missing.",
        "The mailbox for questions is missing.",
        "It is for named cities, and none is named.",
        "It needs 2 stops at least.",
    ]


def test_an_event_is_announced_when_nothing_is_missing(mia, porto):
    event = an_event(status="draft", host=porto)
    event = lifecycle.announce(event, by=mia)
    assert (event.status, bool(event.published_at)) == ("announced", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"contact": ""}, "The mailbox for questions is missing."),
        ({"sharing": Sharing.AMBER}, "It is for named cities, and none is named."),
        ({"kind": "tour"}, "It needs 2 stops at least."),
    ],
)
def test_announcing_is_refused_with_what_is_missing(mia, porto, change, words):
    event = an_event(status="draft", host=porto, **change)
    assert refused(lifecycle.announce, event, by=mia) == words


def test_a_stop_without_host_or_day_keeps_the_event_a_draft(mia):
    event = an_event(status="draft")
    nothing = dict.fromkeys(("start_time", "end_time", "starts_at", "ends_at"))
    event.stops.update(precision="month", **nothing)
    words = "Stop 1 (Town hall) has no day yet. Stop 1 (Town hall) has no host yet."
    assert refused(lifecycle.announce, event, by=mia) == words


def test_what_is_announced_stays_whole(mia, porto):
    event = an_event(status="announced", host=porto)
    assert refused(lifecycle.revise, event, by=mia, contact="") == "The mailbox for questions is missing."


def test_the_chatham_house_rule_does_not_come_over_a_recorded_session(mia, porto):
    from tests.factories.events import a_session

    event = an_event(host=porto)
    a_session(event.stops.get(), recording="members")
    assert "recorded" in refused(lifecycle.revise, event, by=mia, chatham_house=True)


# Opening and closing


def test_registration_opens_with_seats_and_a_privacy_notice_only(mia):
    event = an_event(status="announced")
    words = refused(lifecycle.open_registration, event, by=mia)
    assert words == "No stop has seats yet. The privacy notice of the portal is not published."
    a_pool(event.stops.get())
    a_privacy_notice()
    assert lifecycle.open_registration(event, by=mia).status == "open"


def test_the_clock_opens_and_closes_at_its_minute_and_not_before():
    now = timezone.now()
    a_privacy_notice()
    early = an_event(status="announced", members_from=now + timedelta(minutes=1), guests_from=None)
    due = an_event(status="announced", members_from=now - timedelta(minutes=1), guests_from=None)
    for event in (early, due):
        a_pool(event.stops.get())
    ending = an_event(closes_at=now - timedelta(minutes=1))
    going_on = an_event(closes_at=now + timedelta(minutes=1))
    move_meetings_on()
    states = dict(Event.objects.values_list("pk", "status"))
    assert [states[each.pk] for each in (early, due, ending, going_on)] == ["announced", "open", "closed", "open"]
    for event, step in ((early, lifecycle.open_registration), (going_on, lifecycle.close_registration)):
        assert refused(step, event, by=SYSTEM)


def test_closing_lets_the_queue_move_by_hand_and_reopening_by_itself(mia):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=1)
    a_seat(a_registration(event), pool)
    lifecycle.close_registration(event, by=mia)
    pool.refresh_from_db()
    assert pool.promote == "manual"
    lifecycle.reopen(event, by=mia)
    pool.refresh_from_db()
    assert pool.promote == "auto"


def test_reopening_after_the_last_day_needs_a_later_one_or_none(mia):
    event = an_event(status="closed", closes_at=timezone.now() - timedelta(hours=1))
    past = timezone.now() - timedelta(minutes=5)
    assert "in the future" in refused(lifecycle.reopen, event, by=mia, closes_at=past)
    assert lifecycle.reopen(event, by=mia).closes_at is None


# Postponed, set anew, cancelled


def test_a_postponed_event_keeps_its_seats_and_takes_its_offers_back(mia):
    event = an_event()
    pool = a_pool(event.stops.get(), capacity=2)
    kept, offered = a_seat(a_registration(event), pool), a_seat(a_registration(event), pool, "offered")
    lifecycle.postpone(event, by=mia, reason="The hall is not ready.")
    states = [Seat.objects.get(pk=each.pk).status for each in (kept, offered)]
    assert states == ["confirmed", "waitlisted"]
    assert event.stops.get().calendar_sequence == 1


def test_new_times_are_new_entries_and_the_queue_moves_again(mia):
    event = an_event()
    stop, pool = event.stops.get(), a_pool(event.stops.get(), capacity=1)
    waiting = a_seat(a_registration(event), pool, "offered")
    postponed = lifecycle.postpone(event, by=mia, reason="Later.")
    day = stop.starts_on + timedelta(days=40)
    event = lifecycle.reschedule(postponed, by=mia, times=[(stop, NINE_TO_FIVE | {"starts_on": day})])
    moved = event.stops.get()
    assert (event.status, event.reason, event.starts_on) == ("announced", "", day)
    assert (moved.calendar_uid != stop.calendar_uid, moved.calendar_sequence) == (True, 0)
    assert Seat.objects.get(pk=waiting.pk).status == "confirmed"


def test_every_stop_gets_its_new_time_at_once(mia):
    event = an_event(status="postponed", stops=2)
    first = event.stops.first()
    times = [(first, NINE_TO_FIVE | {"starts_on": first.starts_on})]
    assert (
        refused(lifecycle.reschedule, event, by=mia, times=times) == "Give new times for every stop that takes place."
    )


def test_cancelling_needs_the_title_typed_again_and_a_reason(mia):
    event = an_event("Meeting of the bridges")
    assert "exactly as it stands" in refused(lifecycle.cancel, event, by=mia, reason="Rain.", name="Meeting")
    assert refused(lifecycle.cancel, event, by=mia, reason=" ", name="Meeting of the bridges") == "Give the reason."


def test_cancelling_empties_every_pool_and_ends_every_seat(mia, porto):
    event = an_event("Bridges", stops=2)
    pools = [a_pool(each, capacity=4) for each in event.stops.all()]
    for pool in pools:
        a_seat(a_registration(event), pool)
    a_delegation(event, porto, pools[0])
    event = lifecycle.cancel(event, by=mia, reason="Rain.", name="Bridges")
    numbers = event.stops.values_list("pools__taken", "pools__reserved", "pools__waiting", "status", "reason")
    assert set(numbers) == {(0, 0, 0, "cancelled", "Rain.")}
    assert set(Seat.objects.values_list("status", flat=True)) == {"event_cancelled"}


def test_cancelling_takes_as_many_statements_for_one_seat_as_for_thirty(mia):
    counted = []
    for number in (1, 1, 30):  # the first asks for the groups of the person
        event = an_event("Bridges")
        pool = a_pool(event.stops.get(), capacity=40)
        for _ in range(number):
            a_seat(a_registration(event), pool)
        with CaptureQueriesContext(connection) as statements:
            lifecycle.cancel(event, by=mia, reason="Rain.", name="Bridges")
        counted.append(len(statements))
    assert counted[1] == counted[2]


# The end


def test_the_clock_ends_an_event_after_its_last_stop():
    over, going_on = an_event(starts_on=last_week()), an_event()
    pool = a_pool(over.stops.get())
    seat = a_seat(a_registration(over), pool)
    move_meetings_on()
    assert [Event.objects.get(pk=each.pk).status for each in (over, going_on)] == ["ended", "open"]
    assert Seat.objects.get(pk=seat.pk).status == "no_show"
    assert refused(lifecycle.end, going_on, by=SYSTEM) == "The last stop is not over yet."


def test_an_event_of_days_ends_when_its_last_day_is_over_where_it_takes_place():
    from events.lifecycle.gaps import is_over
    from events.models import Stop

    stop = Stop(precision="day", starts_on=last_week(), ends_on=last_week(), zone="Pacific/Honolulu")
    midnight_in_utc = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=6)
    assert not is_over(stop, midnight_in_utc + timedelta(hours=9))
    assert is_over(stop, midnight_in_utc + timedelta(hours=10))


def test_an_event_goes_to_the_archive_with_a_report_or_a_reason(mia):
    event = an_event(status="ended", starts_on=last_week())
    assert "say why there is none" in refused(lifecycle.archive, event, by=mia)
    assert lifecycle.archive(event, by=mia, reason="Nothing to report.").status == "archived"


def test_a_past_meeting_is_written_down_with_a_month_and_its_host(mia, porto):
    stop = {"starts_on": last_week(), "precision": "month", "city": porto, "hosts": [{"city": porto}]}
    event = lifecycle.record(by=mia, kind="other", title="A past meeting", stops=[stop], sharing=Sharing.CLEAR)
    assert (event.status, event.starts_on, event.starts_at) == ("archived", last_week(), None)
    assert list(Host.objects.values_list("city", "role")) == [(porto.pk, "lead")]
    assert not Event.objects.filter(stops__pools__isnull=False).exists()


@pytest.mark.parametrize("status", ["cancelled", "ended", "archived"])
def test_what_is_over_is_not_cancelled_nor_postponed(mia, status):
    event = an_event(status=status, reason="It rained." if status == "cancelled" else "")
    for step, details in ((lifecycle.cancel, {"name": event.title}), (lifecycle.postpone, {})):
        assert refused(step, event, by=mia, reason="Rain.", **details).startswith("This is already")
    assert Event.objects.filter(pk=event.pk, published_at=F("published_at"), status=status).exists()
