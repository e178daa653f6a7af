"""Votes: who answers, which answer counts, what is sealed, and that nothing joins a voter and an answer afterwards."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from events import voting
from events.lifecycle import polls
from events.models import Ballot, Poll, PollResult, TextAnswer, Turnout
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs import running
from scn_portal.jobs.models import Fact, Job
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.cities import a_city
from tests.factories.events import a_delegation, a_poll, an_event
from tests.factories.voting import a_sealed_poll, a_seated, a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return an_event()


def an_open(event, **more):
    return a_poll(event, status="open", **more)


def closed(poll):
    Poll.objects.filter(pk=poll.pk).update(status="closed")
    return polls.seal(poll, by=SYSTEM)


# Voting


@pytest.mark.parametrize("secrecy", ["named", "secret"])
def test_the_last_answer_of_a_named_or_secret_poll_counts(event, secrecy):
    poll, voter = an_open(event, secrecy=secrecy), a_seated(event)
    a_vote(poll, voter, 1)
    a_vote(poll, voter, 2)
    assert list(poll.ballots.values_list("choices", flat=True)) == [[2]]
    assert poll.turnouts.count() == 1


def test_the_first_answer_of_an_anonymous_poll_counts(event):
    poll, voter = an_open(event), a_seated(event)
    a_vote(poll, voter, 1)
    with pytest.raises(TransitionRefused, match="counted before"):
        a_vote(poll, voter, 2)
    assert list(poll.ballots.values_list("choices", "turnout")) == [([1], None)]


def test_whoever_has_no_seat_does_not_vote(event, bo):
    with pytest.raises(PermissionDenied):
        polls.vote(an_open(event), by=bo, choices=[1])
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("status", ["draft", "closed", "sealed", "void"])
def test_nobody_votes_in_a_poll_that_is_not_open(event, status):
    poll, voter = an_open(event), a_seated(event)
    Poll.objects.filter(pk=poll.pk).update(status=status)
    with pytest.raises(TransitionRefused, match="not open"):
        a_vote(poll, voter, 1)
    assert not Ballot.objects.exists() and not Turnout.objects.exists()


@pytest.mark.parametrize(
    ("kind", "choices", "words"),
    [
        ("single", [], ""),
        ("single", [1, 2], ""),
        ("single", [3], ""),
        ("multiple", [1, 1], ""),
        ("multiple", [], ""),
        ("scale", [6], ""),
        ("scale", [0], ""),
        ("text", [], ""),
        ("text", [1], "fine"),
        ("text", [], "x" * 601),
    ],
)
def test_an_answer_that_the_poll_does_not_take_stores_nothing(event, kind, choices, words):
    poll, voter = an_open(event, kind=kind, max_choices=2 if kind == "multiple" else 1), a_seated(event)
    with pytest.raises(TransitionRefused, match="does not take"):
        a_vote(poll, voter, *choices, words=words)
    assert not Ballot.objects.exists() and not Turnout.objects.exists()


@pytest.mark.parametrize("choices", [[1, 2], [3], [1, 1], []])
def test_the_database_refuses_such_a_ballot_too(event, choices):
    poll = an_open(event)
    with pytest.raises(DatabaseError, match="ballot"), transaction.atomic():
        Ballot.objects.create(poll=poll, choices=choices)


def test_a_city_has_one_vote_whoever_of_its_delegates_casts_it(event, porto):
    poll = an_open(event, unit="delegation", secrecy="named")
    delegation = a_delegation(event, porto, status="accepted")
    first, second = (a_seated(event, delegation=delegation, city=porto) for _ in range(2))
    a_vote(poll, first, 1)
    a_vote(poll, second, 2)
    assert [(each.choices, each.turnout.cast_by) for each in poll.ballots.all()] == [([2], second)]
    assert voting.votes_there_are(poll) == 1
    with pytest.raises(PermissionDenied):
        a_vote(poll, a_seated(event), 1)


def test_a_secret_vote_of_a_city_does_not_keep_who_cast_it(event, porto):
    poll = an_open(event, unit="delegation", secrecy="secret")
    a_vote(poll, a_seated(event, delegation=a_delegation(event, porto, status="accepted"), city=porto), 1)
    assert poll.turnouts.get().cast_by is None


def test_an_anonymous_ballot_keeps_a_rare_group_as_other(event, mia):
    for sector, number in (("municipal", 6), ("national", 5), ("press", 1)):
        for _ in range(number):
            voter = a_seated(event, sector=sector)
    poll = polls.open(polls.preview(a_poll(event, breakdown="sector"), by=mia), by=mia)
    assert poll.groups == ["municipal"]  # press joins with the smallest that makes it large enough
    a_vote(poll, voter, 1)
    assert poll.ballots.get().group == "other"


# Writing and opening


def test_a_poll_opens_after_its_preview_was_seen(event, mia):
    poll = a_poll(event)
    with pytest.raises(TransitionRefused, match="Look first"):
        polls.open(poll, by=mia)
    assert polls.open(polls.preview(poll, by=mia), by=mia).status == "open"


def test_a_change_asks_for_the_preview_again(event, mia):
    poll = polls.preview(a_poll(event), by=mia)
    poll = polls.change(poll, by=mia, options=[{"en": "A"}, {"en": "B"}, {"en": "C"}], k=7)
    assert (poll.preview_seen_at, poll.k, poll.options.count()) == (None, 7, 3)


def test_an_opened_poll_is_changed_by_nobody(event, mia):
    poll = an_open(event)
    with pytest.raises(TransitionRefused):
        polls.change(poll, by=mia, options=[{"en": "A"}, {"en": "B"}])
    for rows, values in (
        (Poll.objects.filter(pk=poll.pk), {"question": {"en": "Other?"}}),
        (poll.options, {"position": 9}),
    ):
        with pytest.raises(DatabaseError, match="opened"), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"secrecy": "named", "breakdown": "region"}, "never broken down"),
        ({"unit": "delegation", "breakdown": "sector"}, "never broken down"),
        ({"kind": "text", "breakdown": "sector"}, "never broken down"),
        ({"k": 4}, "fewer than five"),
        ({"options": [{"en": "Only"}]}, "two to twelve"),
        ({"options": [{"en": str(each)} for each in range(13)]}, "two to twelve"),
        ({"kind": "multiple", "max_choices": 3}, "more answers than there are"),
        ({"question": {"en": " "}}, "Write the question"),
    ],
)
def test_a_poll_that_would_tell_too_much_is_not_written(event, mia, details, words):
    given = {"question": {"en": "Well?"}, "options": [{"en": "A"}, {"en": "B"}], "audience": "seat_holders"}
    with pytest.raises(TransitionRefused, match=words):
        polls.write(by=mia, within=event, **(given | details))


def test_under_the_chatham_house_rule_nobody_votes_with_names(mia):
    quiet = an_event(chatham_house=True)
    given = {"question": {"en": "Well?"}, "options": [{"en": "A"}, {"en": "B"}], "audience": "seat_holders"}
    with pytest.raises(TransitionRefused, match="Chatham House"):
        polls.write(by=mia, within=quiet, secrecy="named", **given)
    with pytest.raises(DatabaseError, match="Chatham House"), transaction.atomic():
        a_poll(quiet, secrecy="named")


@pytest.mark.parametrize("status", ["postponed", "cancelled", "ended", "archived"])
def test_no_question_is_put_at_an_event_that_is_not_on(mia, status):
    poll = a_poll(an_event(status=status), preview_seen_at="2026-01-01T00:00Z")
    with pytest.raises(TransitionRefused, match="event is over"):
        polls.open(poll, by=mia)


# Sealing


def test_closing_counts_within_the_same_job(event, mia):
    poll = an_open(event)
    for choice in (1, 2, 2):
        a_vote(poll, a_seated(event), choice)
    a_seated(event)
    polls.close(poll, by=mia)
    running.run()
    poll.refresh_from_db()
    result = poll.result
    assert (poll.status, result.entitled, result.answered, result.totals) == ("sealed", 4, 3, [1, 2])
    assert Job.objects.get(kind="events.seal_poll").state == "done"


def test_a_sealed_result_is_refused_any_change_by_the_database(event):
    result = a_sealed_poll(event, {1: 6, 2: 5}).result
    for change in (lambda: PollResult.objects.update(totals=[1, 2]), lambda: PollResult.objects.all().delete()):
        with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
            change()
    result.refresh_from_db()
    assert result.totals == [6, 5]


def test_the_hash_is_that_of_the_numbers(event):
    poll = a_sealed_poll(event, {1: 6, 2: 5})
    names = ("entitled", "answered", "totals", "table", "method", "k")
    numbers = {name: getattr(poll.result, name) for name in names}
    assert voting.fingerprint(poll, numbers) == poll.result.sha256
    assert voting.fingerprint(poll, numbers | {"totals": [5, 6]}) != poll.result.sha256


def test_a_breakdown_is_sealed_with_other_and_a_table_that_tells_nothing(event):
    poll = an_open(event, breakdown="sector", secrecy="secret", options=("A", "B"))
    for sector, first, second in (("municipal", 8, 9), ("national", 7, 8), ("press", 1, 1), ("research", 5, 5)):
        Poll.objects.filter(pk=poll.pk).update(groups=[*poll.groups, sector])
        poll.refresh_from_db()
        for choice, number in ((1, first), (2, second)):
            for _ in range(number):
                a_vote(poll, a_seated(event, sector=sector), choice)
    result = closed(poll).result
    assert [each["label"] for each in result.table["groups"]] == ["municipal", "national", "other"]
    assert result.table["groups"][-1]["cells"] == [6, 6]
    assert result.totals == [21, 23]


def test_a_breakdown_that_would_tell_is_withheld_and_the_totals_stay(event):
    poll = an_open(event, breakdown="sector", groups=["municipal", "national"])
    for sector, choices in (("municipal", [1] * 9 + [2]), ("national", [1] * 9)):
        for choice in choices:
            a_vote(poll, a_seated(event, sector=sector), choice)
    result = closed(poll).result
    assert result.table is None and result.totals == [18, 1] and "withheld" in result.method


def test_a_solver_that_fails_leaves_the_totals(event, monkeypatch):
    import scipy.optimize

    monkeypatch.setattr(scipy.optimize, "linprog", lambda *args, **kwargs: 1 / 0)
    poll = an_open(event, breakdown="sector", groups=["municipal", "national", "press"])
    for sector, first, second in (("municipal", 8, 3), ("national", 7, 8), ("press", 4, 7)):
        for choice, number in ((1, first), (2, second)):
            for _ in range(number):
                a_vote(poll, a_seated(event, sector=sector), choice)
    result = closed(poll).result
    assert (result.table, result.totals) == (None, [19, 18])


def test_words_are_kept_in_an_order_that_says_nothing(event):
    poll = an_open(event, kind="text", options=())
    given = [f"Thought {number}" for number in range(30)]
    for words in given:
        a_vote(poll, a_seated(event), words=words)
    closed(poll)
    kept = list(TextAnswer.objects.filter(poll=poll).values_list("words", flat=True))
    assert sorted(kept) == sorted(given) and kept != given
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM events_textanswer ORDER BY ctid")
        assert [row[0] for row in cursor.fetchall()] != given


def everything_that_names(words):
    """Every row of every table, as text, in which these words stand: table and row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            found += [
                (table, row) for (row,) in cursor.fetchall() if re.search(rf'"{re.escape(words)}"|:{words}\b', row)
            ]
        return found


@pytest.mark.parametrize("secrecy", ["secret", "anonymous"])
def test_after_the_seal_nothing_joins_a_voter_and_an_answer(event, secrecy, mia):
    poll = an_open(event, secrecy=secrecy, options=("Yes", "No"))
    voters = [a_seated(event) for _ in range(12)]
    for number, voter in enumerate(voters):
        a_vote(poll, voter, 1 + number % 2)
    assert [table for table, _row in everything_that_names(voters[0].code)] == ["events_registration"]
    polls.close(poll, by=mia)
    running.run()
    assert not Ballot.objects.exists()
    assert Turnout.objects.count() == 12
    for voter in voters:
        assert {table for table, _row in everything_that_names(voter.code)} == {"events_registration"}
    assert not AuditEntry.objects.filter(action__contains="vote").exists()
    assert not Fact.objects.filter(name__contains="vote").exists()


def test_the_search_of_the_database_finds_what_is_there(event):
    """The control: a named poll does join the two, and the same search finds the turnout of the voter."""
    poll, voter = an_open(event, secrecy="named"), a_seated(event)
    a_vote(poll, voter, 1)
    turnout = poll.turnouts.get()
    assert "events_ballot" in {table for table, row in everything_that_names(str(turnout.pk)) if '"choices"' in row}


def test_named_ballots_stay(event):
    poll, voter = an_open(event, secrecy="named"), a_seated(event)
    a_vote(poll, voter, 1)
    closed(poll)
    assert poll.ballots.get().turnout.registration == voter


# Showing


def test_fewer_than_ten_answers_are_published_by_nobody(event, mia):
    with pytest.raises(TransitionRefused, match="Fewer than ten"):
        polls.publish(a_sealed_poll(event, {1: 5, 2: 4}), by=mia)
    assert polls.publish(a_sealed_poll(event, {1: 5, 2: 5}), by=mia).status == "published"
    assert polls.publish(a_sealed_poll(event, {1: 2}, secrecy="named"), by=mia).status == "published"


def test_a_result_that_was_withdrawn_keeps_its_hash(event, mia):
    poll = polls.publish(a_sealed_poll(event, {1: 5, 2: 5}), by=mia)
    poll = polls.withdraw(poll, by=mia, reason="Put wrongly.")
    assert (poll.status, len(poll.result.sha256), voting.shows_result(poll)) == ("withdrawn", 64, False)


def test_a_poll_that_is_dropped_keeps_no_ballot(event, mia):
    poll = an_open(event)
    a_vote(poll, a_seated(event), 1)
    polls.void(poll, by=mia, reason="Put wrongly.")
    assert not Ballot.objects.exists() and not Turnout.objects.exists()


def test_deleting_a_person_does_not_change_a_sealed_result(event):
    poll = a_sealed_poll(event, {1: 6, 2: 5})
    before = PollResult.objects.values().get()
    event.registrations.all().delete()
    assert PollResult.objects.values().get() == before
    assert Poll.objects.get(pk=poll.pk).status == "sealed"


def test_totals_on_the_screen_begin_at_ten_and_move_by_k(event, time_machine):
    poll = an_open(event, show="live_totals")
    time_machine.move_to("2026-05-04T09:00Z", tick=False)

    def after(number, choice):
        for _ in range(number):
            a_vote(poll, a_seated(event), choice)
        time_machine.shift(5)
        return voting.standing(poll)

    assert after(9, 1) == {"answered": 9, "shown": None, "at": voting.standing(poll)["at"]}
    assert after(1, 1)["shown"] == {"answered": 10, "totals": [10, 0]}
    assert after(4, 2)["shown"] == {"answered": 10, "totals": [10, 0]}
    assert after(1, 2)["shown"] == {"answered": 15, "totals": [10, 5]}


def test_500_readers_cause_one_count_in_two_seconds(event, time_machine, django_assert_num_queries):
    poll = an_open(event)
    time_machine.move_to("2026-05-04T09:00Z", tick=False)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        for _ in range(500):
            voting.standing(poll)
    assert len([each for each in seen if "events_ballot" in each["sql"]]) == 1


# The event


def test_a_cancelled_event_drops_its_questions(event):
    from events.receivers.polls import drop_its_questions

    poll = an_open(event)
    drop_its_questions(subject=event)
    poll.refresh_from_db()
    assert (poll.status, poll.reason) == ("void", "The event was cancelled.")


def test_what_was_left_open_closes_with_the_event(time_machine):
    from events.receivers.polls import close_what_is_over

    event = an_event()
    poll, before = an_open(event), event.ends_at
    close_what_is_over()
    assert Poll.objects.get(pk=poll.pk).status == "open"
    time_machine.move_to(before.replace(hour=18))
    close_what_is_over()
    running.run()
    assert Poll.objects.get(pk=poll.pk).status == "sealed"


def test_the_breakdown_follows_region_size_and_role(event):
    large = a_city("Large", population=2_000_000)
    voter = a_seated(event, city=large, category="speaker")
    for breakdown, value in (("region", large.country.region_code), ("city_size", "very_large"), ("role", "speaker")):
        assert voting.group_sizes(a_poll(event, breakdown=breakdown)) == {value: 1}
        assert voting.group_of(a_poll(event, breakdown=breakdown), voter) == value
