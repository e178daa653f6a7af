"""Results of votes: what is sealed, when it is shown, and that nothing joins a voter and an answer afterwards."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from events import voting
from events.lifecycle import polls
from events.models import Ballot, Poll, PollResult, TextAnswer, Turnout
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs import running
from scn_portal.jobs.models import Fact, Job
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.events import a_poll, an_event
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
