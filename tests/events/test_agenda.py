"""The programme: what is shown, what stands in its way, and two people who write it at once."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.agenda import _in_two_places, days_of, obstacles, warnings
from events.lifecycle import meetings, sessions, stops
from events.models import Contributor, Part, Session
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.events import a_contributor, a_pool, a_room, a_session, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def event(porto):
    return an_event("Cities that listen", host=porto, starts_on=date(2027, 1, 18))


@pytest.fixture
def stop(event):
    return event.stops.get()


def typed(stop, **more):
    plan = {"title": "Round table", "kind": "panel", "day": stop.starts_on.isoformat(), "begins": "10:00"}
    return plan | {"ends": "11:00", "room": "", "abstract": "", "language": "en", "recording": "no"} | more


def test_readers_see_what_was_released_and_nothing_planned(client, event, stop):
    a_session(stop, "Opening")
    a_session(stop, "Not settled yet", status="planned")
    page = client.get(reverse("events:agenda", args=[event.slug])).content.decode()
    assert "Opening" in page and "Not settled yet" not in page


def test_a_planned_session_has_no_page_and_a_cancelled_one_says_so(client, event, stop):
    planned, off = a_session(stop, status="planned"), a_session(stop, "Walk", status="cancelled")
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert "does not take place" in client.get(off.get_absolute_url()).content.decode()


def test_the_programme_of_a_members_event_is_a_wrong_address_to_others(client, porto, ana):
    event = an_event("Hidden among members", sharing=Sharing.GREEN)
    session = a_session(event.stops.get(), "Quiet word")
    for url in (reverse("events:agenda", args=[event.slug]), session.get_absolute_url()):
        assert client.get(url).status_code == 404
    sign_in(client, ana)
    assert "Quiet word" in client.get(session.get_absolute_url()).content.decode()


def test_days_are_those_of_the_place(stop):
    stop.zone = "Pacific/Auckland"
    stop.save()
    late = a_session(stop, starts_at=stop.starts_at + 4 * HOUR)  # 13:00 UTC is past midnight there
    [day] = days_of([Session.objects.select_related("stop").get(pk=late.pk)])
    assert day.day == stop.starts_on + timedelta(days=1)


@pytest.mark.parametrize(("zone", "hours"), [("America/Chicago", "09:00"), ("Europe/Copenhagen", "15:00")])
def test_the_hours_on_every_page_are_those_of_the_place(client, event, stop, zone, hours):
    stop.zone = zone
    stop.save()
    begins = datetime.combine(stop.starts_on, time(15 if zone == "America/Chicago" else 14), UTC)  # winter time
    session = a_session(stop, starts_at=begins, minutes=30)
    for address in (event.get_absolute_url(), reverse("events:agenda", args=[event.slug]), session.get_absolute_url()):
        shown = re.sub(r"<[^>]+>", "", client.get(address).content.decode())
        assert f"{hours}–{hours[:3]}30" in shown, address


def test_a_person_in_two_places_blocks_the_programme_and_all_of_it(event, stop, mia):
    amina = a_contributor(event)
    one, other = a_session(stop, "One", status="planned"), a_session(stop, "Other", status="planned")
    for session in (one, other):
        session.parts.create(contributor=amina, role="speaker")
    with pytest.raises(TransitionRefused, match="Amina Diallo is in “One” and in “Other”"):
        sessions.release_all(event, by=mia)
    assert set(event.sessions.values_list("status", flat=True)) == {"planned"}
    Part.objects.filter(session=other).update(status="declined")
    assert len(sessions.release_all(event, by=mia)) == 2


def test_a_session_outside_its_stop_is_not_shown(stop, mia):
    early = a_session(stop, "Too early", status="planned", starts_at=stop.starts_at - timedelta(days=2))
    with pytest.raises(TransitionRefused, match="“Too early” is not on a day of this stop"):
        sessions.release(early, by=mia)


def test_who_is_named_for_a_shown_session_may_not_be_elsewhere_then(event, stop, mia):
    amina = a_contributor(event)
    a_session(stop, "One").parts.create(contributor=amina, role="chair")
    other = a_session(stop, "Other")
    with pytest.raises(TransitionRefused, match="at the same time"):
        sessions.name(by=mia, within=other, contributor=amina, role="speaker")
    assert not other.parts.exists()


def test_a_moved_session_keeps_the_rules_and_raises_its_number_once(event, stop, mia):
    session = a_session(stop, "One")
    moved = sessions.revise(session, by=mia, starts_at=session.starts_at + HOUR, ends_at=session.ends_at + HOUR)
    assert moved.calendar_sequence == 1
    assert sessions.revise(moved, by=mia, abstract="More words").calendar_sequence == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(calendar_sequence=0)


def test_sessions_move_with_their_stop_and_keep_their_hours(event, stop, mia):
    room = a_room()
    type(stop).objects.filter(pk=stop.pk).update(venue=room.venue, zone="Europe/Lisbon", ends_on=date(2027, 1, 19))
    stop.refresh_from_db()
    a_session(stop, room=room, starts_at=datetime(2027, 1, 18, 10, tzinfo=UTC))
    a_session(stop, room=room, starts_at=datetime(2027, 1, 19, 10, tzinfo=UTC))
    a_session(stop, status="planned", starts_at=datetime(2027, 1, 18, 15, tzinfo=UTC))
    stops.change(stop, by=mia, starts_on=date(2027, 1, 19), ends_on=date(2027, 1, 20))
    stops.change(stop, by=mia, starts_on=date(2027, 4, 20), ends_on=date(2027, 4, 21))  # summer time in Lisbon
    told = [(each.starts_at, each.calendar_sequence, each.room) for each in Session.objects.order_by("pk")]
    assert told == [
        (datetime(2027, 4, 20, 9, tzinfo=UTC), 2, room),
        (datetime(2027, 4, 21, 9, tzinfo=UTC), 2, room),
        (datetime(2027, 4, 20, 14, tzinfo=UTC), 0, None),
    ]
    assert obstacles(list(sessions._whole(Session.objects.all()))) == []


def test_a_session_leaves_the_room_of_a_venue_to_which_nobody_goes(stop, mia):
    room, other = a_room(), a_room()
    type(stop).objects.filter(pk=stop.pk).update(venue=room.venue)
    stop.refresh_from_db()
    session = a_session(stop, room=room)
    stops.change(stop, by=mia, venue=other.venue)
    session.refresh_from_db()
    assert (session.room, session.calendar_sequence) == (None, 1)


def test_sessions_of_a_postponed_event_come_back_with_its_new_time(event, stop, mia):
    session = a_session(stop, starts_at=stop.starts_at + HOUR)
    meetings.postpone(event, by=mia, reason="Snow.")
    when = {"starts_on": date(2027, 5, 18), "start_time": time(9), "end_time": time(17)}
    meetings.reschedule(event, by=mia, times=[(stop, when)])
    session.refresh_from_db()
    assert (session.starts_at, session.calendar_sequence) == (datetime(2027, 5, 18, 10, tzinfo=UTC), 1)


def test_two_sessions_never_share_a_room_at_one_time(stop, mia):
    room = a_room()
    a_session(stop, room=room)
    plan = {"title": "Second", "room": room, "starts_at": stop.starts_at, "ends_at": stop.ends_at}
    with pytest.raises(TransitionRefused, match="Another session is in this room at that time"):
        sessions.plan(by=mia, within=stop, **plan)
    with pytest.raises(DatabaseError), transaction.atomic():
        a_session(stop, room=room)
    a_session(stop, room=room, status="cancelled")


def test_nothing_is_recorded_under_the_chatham_house_rule(stop, mia):
    plan = {"title": "Quiet", "starts_at": stop.starts_at, "ends_at": stop.ends_at, "recording": "public"}
    with pytest.raises(TransitionRefused, match="Chatham House"):
        sessions.plan(by=mia, within=stop, chatham_house=True, **plan)
    stop.event.chatham_house = True
    stop.event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        a_session(stop, recording="members")


def test_small_rooms_missing_interpretation_and_empty_panels_are_said(event, stop):
    event.interpretation = True
    event.save()
    a_pool(stop, capacity=120)
    session = a_session(stop, room=a_room(seats=40))
    said = " ".join(warnings([Session.objects.select_related("stop", "room", "event").get(pk=session.pk)]))
    assert "40 seats for 120 people" in said and "interpretation" in said and "Nobody is named" in said


def test_a_stop_without_that_right_is_not_written_by_its_host(stop, porto, ana):
    stop.hosts.update(may_run_logistics=False)
    with pytest.raises(PermissionDenied):
        sessions.plan(by=ana, within=stop, title="Ours", starts_at=stop.starts_at, ends_at=stop.ends_at)


def test_an_officer_plans_names_and_shows_a_session_in_the_browser(client, event, stop, mia):
    sign_in(client, mia)
    answer = client.post(reverse("events:session_create", args=[event.slug, stop.code]), typed(stop))
    assert answer.status_code == 302
    session = Session.objects.get()
    assert (session.starts_at.hour, session.status) == (10, "planned")
    person = {"name": "Amina Diallo", "office": "Mayor", "role": "chair"}
    client.post(reverse("events:part_create", args=[event.slug, session.code]), person)
    assert Contributor.objects.get().office == "Mayor"
    client.post(reverse("events:agenda_release", args=[event.slug]))
    page = client.get(reverse("events:agenda", args=[event.slug])).content.decode()
    assert "Round table" in page and "Amina Diallo" in page


@pytest.mark.parametrize(("languages", "first"), [([], "en"), (["fr", "en"], "fr")])
def test_a_new_session_is_in_the_language_of_its_event(client, event, stop, mia, languages, first):
    type(event).objects.filter(pk=event.pk).update(languages=languages)
    page = sign_in(client, mia).get(reverse("events:session_create", args=[event.slug, stop.code]))
    assert page.context["form"]["language"].value() == first


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"begins": "11:00", "ends": "10:00"}, "The end must come after the beginning."),
        ({"day": "2031-01-01"}, "Select a valid choice"),
        ({"title": ""}, "Fill in “Title”."),
        ({"chatham_house": "on", "recording": "public"}, "Nothing is recorded under the Chatham House Rule."),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_what_was_typed_stays(client, event, stop, mia, wrong, words):
    sign_in(client, mia)
    url = reverse("events:session_create", args=[event.slug, stop.code])
    answer = client.post(url, typed(stop, abstract="Kept words") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Kept words" in page
    assert not Session.objects.exists()


def test_an_hour_that_the_clocks_skip_is_refused_with_the_next_one(client, mia):
    event = an_event(starts_on=date(2027, 3, 28))
    stop = event.stops.get()
    stop.zone = "Europe/Berlin"
    stop.save()
    sign_in(client, mia)
    url = reverse("events:session_create", args=[event.slug, stop.code])
    answer = client.post(url, typed(stop, begins="02:30", ends="04:00"))
    assert answer.status_code == 422 and "03:00" in answer.content.decode()


def test_who_saves_second_is_told_and_overwrites_nothing(client, event, stop, mia):
    session = a_session(stop, room=None)
    sign_in(client, mia)
    url = reverse("events:session_edit", args=[event.slug, session.code])
    seen = client.get(url).context["form"]["seen"].value()
    sessions.revise(session, by=mia, title="What the colleague wrote")
    answer = client.post(url, typed(stop, seen=seen, title="Mine"))
    assert answer.status_code == 422 and "Somebody saved a newer version" in answer.content.decode()
    assert Session.objects.get().title == "What the colleague wrote"


def test_the_desk_is_a_wrong_address_to_who_does_not_write(client, event, ana, linn):
    url = reverse("events:desk_agenda", args=[event.slug])
    sign_in(client, linn)
    assert client.get(url).status_code == 404
    sign_in(client, ana)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("number", [3, 30])
def test_the_programme_takes_as_many_queries_for_many_sessions(client, event, stop, number, django_assert_num_queries):
    for each in range(number):
        session = a_session(
            stop, f"Session {each}", starts_at=stop.starts_at + each * timedelta(minutes=10), minutes=10
        )
        session.parts.create(contributor=a_contributor(event, f"Person {each}"), role="speaker")
    with django_assert_num_queries(7):
        client.get(reverse("events:agenda", args=[event.slug]))


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 3)), min_size=1, max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPANS)
def test_a_person_in_two_places_is_found_exactly_when_there_is_one(spans):
    """Against the plain question for each pair."""

    people = [Contributor(pk=each, name=f"Person {each}") for each in range(4)]
    found = []
    for number, (start, length, who) in enumerate(spans):
        session = Session(pk=number + 1, title=f"S{number}", starts_at=start, ends_at=start + length)
        session._prefetched_objects_cache = {"parts": [Part(contributor=people[who], status="confirmed")]}
        found.append((session, start, start + length, who))
    clash = any(
        one[3] == other[3] and one[1] < other[2] and other[1] < one[2]
        for position, one in enumerate(found)
        for other in found[position + 1 :]
    )
    assert bool(list(_in_two_places([each[0] for each in found]))) == clash


def test_obstacles_of_no_sessions_are_none():
    assert obstacles([]) == []
