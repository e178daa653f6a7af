"""Votes: who answers, which answer counts, what is refused, and what follows the event."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from events import voting
from events.lifecycle import polls
from events.models import Ballot, Poll, Registration, Turnout
from scn_portal.jobs import running
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.cities import a_city
from tests.factories.events import a_delegation, a_poll, an_event
from tests.factories.voting import a_seated, a_vote

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


def after(voter, *, replaced):
    """The seat given up, and a new one: of the same person with a capital letter more, or of whom the city named."""
    end = {"status": "ended"}
    if not replaced:
        Registration.objects.filter(pk=voter.pk).update(**end)
        return a_seated(voter.event, email=voter.email.title())
    new = a_seated(voter.event)
    Registration.objects.filter(pk=voter.pk).update(replaced_by=new, **end)
    return new


@pytest.mark.parametrize("replaced", [False, True])
def test_who_comes_back_or_gets_the_seat_of_a_voter_has_no_second_anonymous_vote(event, replaced):
    poll, voter = an_open(event), a_seated(event)
    a_vote(poll, voter, 1)
    third = after(after(voter, replaced=replaced), replaced=not replaced)
    with pytest.raises(TransitionRefused, match="counted before"):
        a_vote(poll, third, 2)
    assert list(poll.ballots.values_list("choices", flat=True)) == [[1]]


@pytest.mark.parametrize("secrecy", ["named", "secret"])
def test_who_comes_back_changes_the_answer_that_was_given(event, secrecy):
    poll, voter = an_open(event, secrecy=secrecy), a_seated(event)
    a_vote(poll, voter, 1)
    a_vote(poll, after(voter, replaced=False), 2)
    assert list(poll.ballots.values_list("choices", flat=True)) == [[2]]
    a_vote(poll, a_seated(event), 2)
    assert poll.turnouts.count() == 2


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
