"""The pages of votes: the room answers, the wall shows, the desk runs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.lifecycle import polls
from events.models import Ballot, Poll
from scn_portal.accounts.links import SESSION_KEY
from scn_portal.jobs import running
from tests.factories.events import a_poll, a_session, an_event
from tests.factories.voting import a_sealed_poll, a_seated, a_vote
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return an_event("Workshop")


def page(name, poll, *more):
    return reverse(f"events:{name}", args=[poll.event.slug, poll.code, *more])


def live(event):
    return reverse("events:live", args=[event.slug])


def published(event, mia, **more):
    return polls.publish(a_sealed_poll(event, {1: 7, 2: 5}, **more), by=mia)


def as_guest(client, registration):
    """This browser has opened the mailed link of the seat."""
    session = client.session
    session[SESSION_KEY] = {f"events.registration:{registration.code}": registration.link_issue}
    session.save()
    client.cookies["__Host-session"] = session.session_key
    return client


# The room


def test_a_person_with_a_seat_answers_and_sees_that_it_was_counted(client, event, bo):
    a_seated(event, user=bo)
    poll = a_poll(event, status="open", secrecy="secret")
    sign_in(client, bo)
    shown = client.get(live(event)).content.decode()
    assert "Shall we meet again?" in shown and "Send my answer" in shown
    answer = client.post(page("poll_vote", poll), {f"{poll.code}-choices": "2"}, follow=True)
    assert "Your answer is counted." in answer.content.decode()
    assert "Change my answer" in answer.content.decode()
    assert Ballot.objects.get().choices == [2]


def test_a_guest_answers_with_the_link_of_the_seat(client, event):
    poll = a_poll(event, status="open")
    as_guest(client, a_seated(event))
    client.post(page("poll_vote", poll), {f"{poll.code}-choices": "1"})
    assert Ballot.objects.get().choices == [1]
    assert "Send my answer" not in client.get(live(event)).content.decode()


def test_a_seat_at_another_event_opens_nothing(client, event):
    poll = a_poll(event, status="open")
    as_guest(client, a_seated(an_event()))
    assert client.get(live(event)).status_code == 404
    assert client.post(page("poll_vote", poll), {f"{poll.code}-choices": "1"}).status_code == 404
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("given", [{}, {"choices": "3"}, {"choices": ["1", "2"]}, {"choices": "yes"}])
def test_an_answer_that_does_not_fit_is_said_and_not_stored(client, event, bo, given):
    a_seated(event, user=bo)
    poll = a_poll(event, status="open", kind="multiple", max_choices=1)
    sign_in(client, bo)
    answer = client.post(page("poll_vote", poll), {f"{poll.code}-{name}": value for name, value in given.items()})
    assert answer.status_code == 422 and "problems" in answer.content.decode()
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("status", ["closed", "sealed"])
def test_a_vote_after_the_close_answers_409(client, event, bo, status):
    a_seated(event, user=bo)
    poll = a_sealed_poll(event, {1: 2, 2: 1})
    Poll.objects.filter(pk=poll.pk).update(status=status)
    sign_in(client, bo)
    assert client.post(page("poll_vote", poll), {f"{poll.code}-choices": "1"}).status_code == 409


def test_a_second_anonymous_vote_answers_409(client, event, bo):
    a_seated(event, user=bo)
    poll = a_poll(event, status="open")
    sign_in(client, bo)
    client.post(page("poll_vote", poll), {f"{poll.code}-choices": "1"})
    assert client.post(page("poll_vote", poll), {f"{poll.code}-choices": "2"}).status_code == 409
    assert Ballot.objects.get().choices == [1]


def test_whoever_is_not_asked_gets_403(client, event, bo):
    a_seated(event, user=bo)
    poll = a_poll(event, status="open", audience="checked_in")
    sign_in(client, bo)
    assert client.post(page("poll_vote", poll), {f"{poll.code}-choices": "1"}).status_code == 403


def test_with_nothing_open_the_next_session_is_named(client, event, bo):
    a_seated(event, user=bo)
    a_session(event.stops.get(), "Closing words")
    sign_in(client, bo)
    shown = client.get(live(event)).content.decode()
    assert "Nothing is asked just now" in shown and "Next: Closing words" in shown


def test_the_page_of_the_room_costs_the_same_with_30_results(client, event, bo):
    a_seated(event, user=bo)
    sign_in(client, bo)
    numbers = []
    for many in (1, 29):
        for _ in range(many):
            poll = a_poll(event, status="open")
            Poll.objects.filter(pk=poll.pk).update(status="closed")
            polls.seal(poll, by=polls.SYSTEM)
        client.get(live(event))
        with CaptureQueriesContext(connection) as seen:
            client.get(live(event))
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] <= 25


# The wall


def test_the_wall_shows_the_way_and_only_the_number_of_answers(client, event, mia):
    poll = a_poll(event, status="open", options=("Yes", "No"))
    for _ in range(3):
        a_vote(poll, a_seated(event), 1)
    sign_in(client, mia)
    shown = client.get(page("screen", poll)).content.decode()
    assert live(event).strip("/") in shown and "<b>3</b> answers" in shown and "qr.svg" in shown
    assert "Yes" not in shown
    picture = client.get(page("screen_qr", poll))
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content


def test_the_wall_shows_the_chart_once_it_was_counted(client, event, mia):
    poll = a_sealed_poll(event, {1: 7, 2: 5})
    sign_in(client, mia)
    shown = client.get(page("screen", poll)).content.decode()
    assert "7 (58%)" in shown and "5 (42%)" in shown and "hx-trigger" not in shown


@pytest.mark.parametrize("more", [{"show": "never"}, {"votes": {1: 5, 2: 4}}])
def test_the_wall_keeps_what_is_not_for_the_room(client, event, mia, more):
    poll = a_sealed_poll(event, more.pop("votes", {1: 7, 2: 5}), **more)
    sign_in(client, mia)
    shown = client.get(page("screen", poll)).content.decode()
    assert "not shown here" in shown and "%" not in shown.partition('id="screen"')[2].partition("</main>")[0]


# The desk


def test_a_question_goes_from_writing_to_its_published_chart(client, event, mia):
    sign_in(client, mia)
    given = {"question_en": "Come again?", "options_en": "Yes\nNo\nPerhaps", "kind": "single", "max_choices": "1"}
    given |= {"secrecy": "secret", "unit": "participant", "breakdown": "sector", "k": "5"}
    given |= {"audience": "seat_holders", "show": "after_close"}
    answer = client.post(reverse("events:poll_create", args=[event.slug]), given)
    poll = Poll.objects.get()
    assert answer.url == page("desk_poll", poll)
    assert [str(each) for each in poll.options.all()] == ["Yes", "No", "Perhaps"]
    voters = [a_seated(event, sector="municipal" if at % 3 else "press") for at in range(12)]
    shown = client.get(page("desk_poll", poll)).content.decode()
    assert "joined into “Other”" in shown and "12 votes can be cast" in shown
    client.post(page("poll_preview", poll))
    client.post(page("poll_open", poll))
    for voter in voters:
        a_vote(poll, voter, 1)
    client.post(page("poll_close", poll))
    running.run()
    client.post(page("poll_publish", poll))
    poll.refresh_from_db()
    assert poll.status == "published"
    shown = client.get(page("desk_poll", poll)).content.decode()
    assert "12 (100%)" in shown and poll.result.sha256 in shown


@pytest.mark.parametrize(
    "wrong", [{"k": "4"}, {"options_en": "Only"}, {"question_en": ""}, {"secrecy": "named"}, {"kind": "other"}]
)
def test_a_question_that_cannot_be_is_refused_with_words(client, event, mia, wrong):
    sign_in(client, mia)
    given = {"question_en": "Come again?", "options_en": "Yes\nNo", "kind": "single", "max_choices": "1", "k": "5"}
    given |= {"secrecy": "secret", "unit": "participant", "breakdown": "sector", "show": "never"}
    answer = client.post(reverse("events:poll_create", args=[event.slug]), given | {"audience": "seat_holders"} | wrong)
    assert answer.status_code == 422 and not Poll.objects.exists()


def test_an_opened_question_is_not_changed(client, event, mia):
    sign_in(client, mia)
    assert client.get(page("poll_change", a_poll(event, status="open"))).status_code == 409


def test_a_moderator_runs_the_question_of_the_own_session_only(client, event, linn):
    from tests.factories.events import a_contributor

    session = a_session(event.stops.get())
    session.parts.create(contributor=a_contributor(event, user=linn), role="moderator")
    own, other = a_poll(event, session=session), a_poll(event, question={"en": "Another?"})
    sign_in(client, linn)
    listed = client.get(reverse("events:desk_polls", args=[event.slug])).content.decode()
    assert "Shall we meet again?" in listed and "Another?" not in listed and "Write a question" not in listed
    assert client.get(page("desk_poll", own)).status_code == client.get(page("screen", own)).status_code == 200
    assert client.get(page("desk_poll", other)).status_code == client.get(page("screen", other)).status_code == 404


# The same numbers everywhere


def test_chart_table_and_csv_carry_the_numbers_of_the_hash(client, event, mia):
    poll = published(event, mia)
    rows = client.get(page("poll_csv", poll)).content.decode().splitlines()
    numbers = [re.split(",", row) for row in rows if poll.result.sha256 in row]
    assert [int(each[2]) for each in numbers] == poll.result.totals == [7, 5]
    sign_in(client, mia)
    shown = client.get(page("desk_poll", poll)).content.decode()
    assert [int(each) for each in re.findall(r"<td>(\d+) \(", shown)] == poll.result.totals


def test_a_result_that_is_not_published_has_no_csv(client, event, mia):
    poll = a_sealed_poll(event, {1: 7, 2: 5})
    assert client.get(page("poll_csv", poll)).status_code == 404
    polls.withdraw(polls.publish(poll, by=mia), by=mia, reason="Put wrongly.")
    assert client.get(page("poll_csv", poll)).status_code == 404


def test_a_result_that_is_kept_for_the_report_has_no_csv_of_its_own(client, event, mia):
    poll = published(event, mia, show="never")
    assert client.get(page("poll_csv", poll)).status_code == 404


def test_the_desk_shows_nothing_of_a_result_that_was_taken_back_but_its_hash(client, event, mia):
    poll = polls.withdraw(published(event, mia), by=mia, reason="Put wrongly.")
    sign_in(client, mia)
    shown = client.get(page("desk_poll", poll)).content.decode()
    assert poll.result.sha256 in shown and 'id="result"' not in shown and "<td>7 (" not in shown


@pytest.mark.parametrize(("answers", "is_shown"), [(9, False), (10, True)])
def test_the_desk_reads_words_only_where_enough_people_answered(client, event, mia, answers, is_shown):
    poll = a_poll(event, status="open", kind="text", options=())
    for number in range(answers):
        a_vote(poll, a_seated(event), words=f"More time, says number {number}")
    Poll.objects.filter(pk=poll.pk).update(status="closed")
    polls.seal(poll, by=polls.SYSTEM)
    sign_in(client, mia)
    assert ("More time" in client.get(page("desk_poll", poll)).content.decode()) is is_shown


def test_a_hidden_cell_is_empty_with_a_note_and_never_0(client, event, mia):
    poll = a_poll(event, status="open", breakdown="sector", groups=["municipal", "national"], options=("A", "B", "C"))
    for sector, votes in (("municipal", (3, 9, 8)), ("national", (9, 4, 10)), ("press", (7, 8, 9))):
        for choice, number in enumerate(votes, 1):
            for _ in range(number):
                a_vote(poll, a_seated(event, sector=sector), choice)
    Poll.objects.filter(pk=poll.pk).update(status="closed")
    poll = polls.publish(polls.seal(poll, by=polls.SYSTEM), by=mia)
    cells = [cell for each in poll.result.table["groups"] for cell in each["cells"]]
    assert None in cells and 3 not in cells and 4 not in cells
    rows = client.get(page("poll_csv", poll)).content.decode()
    assert rows.count(",,") >= cells.count(None)
    sign_in(client, mia)
    shown = client.get(page("desk_poll", poll)).content.decode()
    assert "<td>–</td>" in shown and "A cell with a dash is not shown" in shown
