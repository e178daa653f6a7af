"""Votes at one moment: one ballot for each voter, none after the close. The controls show what the guards prevent."""

import random
import time

import pytest

from events import voting
from events.lifecycle import polls
from events.models import Ballot, Poll, Turnout
from tests.cast import staff
from tests.factories.cities import a_city
from tests.factories.events import a_delegation, a_poll, an_event
from tests.factories.voting import a_seated, a_vote, holder_of
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 25  # connections


def everybody_votes(poll, voters, *, again=0.3, seed=0):
    """Each voter sends an answer, some a second one, shuffled over so many connections. Returns what was answered."""
    chance = random.Random(seed)
    sent = [(voter, chance.randint(1, 2)) for voter in voters]
    sent += [(voter, chance.randint(1, 2)) for voter in chance.sample(voters, int(again * len(voters)))]
    chance.shuffle(sent)

    def one_connection(position):
        counted = 0
        for voter, choice in sent[position::AT_ONCE]:
            try:
                a_vote(poll, voter, choice)
                counted += 1
            except polls.TransitionRefused:
                pass
        return counted

    return sum(words * times for words, times in at_once(AT_ONCE, one_connection).items())


def of(number, secrecy="secret", **more):
    poll = a_poll(an_event(), status="open", secrecy=secrecy, **more)
    return poll, [a_seated(poll.event) for _ in range(number)]


@pytest.mark.parametrize("secrecy", ["secret", "anonymous", "named"])
def test_many_who_send_twice_give_one_ballot_each(secrecy):
    poll, voters = of(60, secrecy)
    counted = everybody_votes(poll, voters, again=0.5)
    assert (Ballot.objects.count(), Turnout.objects.count()) == (60, 60)
    assert counted == (60 if secrecy == "anonymous" else 90)


@pytest.mark.nightly
@pytest.mark.parametrize("secrecy", ["secret", "anonymous"])
def test_500_voters_of_whom_a_third_sends_again_give_500_ballots(secrecy):
    poll, voters = of(500, secrecy)
    begun = time.monotonic()
    everybody_votes(poll, voters)
    print(f"{secrecy}: {time.monotonic() - begun:.1f} s")
    assert (Ballot.objects.count(), Turnout.objects.count()) == (500, 500)


def test_without_the_unique_key_there_would_be_more(monkeypatch):
    """The control: delete the former ballot, insert the new one."""

    def delete_and_insert(poll, registration, choices, words):
        is_first = not Turnout.objects.filter(poll=poll, registration=registration).exists()
        time.sleep(0.02)
        if is_first:
            voting._note_turnout(poll, {"registration": registration}, None)
        Ballot.objects.create(poll=poll, choices=choices)
        return True

    monkeypatch.setattr(voting, "cast", delete_and_insert)
    poll, voters = of(10, "anonymous")
    everybody_votes(poll, voters, again=1)
    assert Ballot.objects.count() > 10


def test_the_same_voter_at_the_same_moment_has_one_ballot():
    poll, (voter,) = of(1)
    at_once(12, lambda position: a_vote(poll, voter, 1 + position % 2))
    assert Ballot.objects.count() == 1


def test_two_delegates_of_a_city_cast_one_ballot():
    event, city = an_event(), a_city("Porto")
    poll = a_poll(event, status="open", unit="delegation", secrecy="named")
    delegation = a_delegation(event, city, status="accepted")
    voters = [a_seated(event, delegation=delegation, city=city) for _ in range(2)]
    at_once(8, lambda position: a_vote(poll, voters[position % 2], 1 + position % 2))
    assert Ballot.objects.count() == 1
    assert Turnout.objects.get().cast_by in voters


def closing_among_votes(voters_each=12):
    """Votes and the close at one moment. Returns (accepted, ballots, whether any was stored after the close)."""
    poll, voters = of(voters_each)
    mia, ended = staff("Mia", "moderator"), {}

    def act(position):
        if position == voters_each:
            time.sleep(random.random() * 0.05)
            polls.close(poll, by=mia)
            ended["ballots"] = Ballot.objects.filter(poll=poll).count()
            return "closed"
        time.sleep(random.random() * 0.08)
        try:
            polls.vote(poll, by=holder_of(voters[position]), choices=[1])
        except polls.TransitionRefused:
            return "refused"
        return "counted"

    answers = at_once(voters_each + 1, act)
    return answers["counted"], Ballot.objects.filter(poll=poll).count(), ended["ballots"]


def test_what_was_accepted_is_counted_and_nothing_after_the_close():
    from scn_portal.accounts.models import User

    for _ in range(20):
        accepted, stored, at_the_close = closing_among_votes()
        assert accepted == stored == at_the_close
        Ballot.objects.all().delete()
        Poll.objects.all().update(status="void")
        User.objects.filter(name="Mia").delete()


def test_without_the_share_lock_a_vote_slips_in_after_the_close(monkeypatch):
    """The control: the state is read without a lock, and the close overtakes."""

    def only_look(poll):
        status = Poll.objects.values_list("status", flat=True).get(pk=poll.pk)
        time.sleep(0.1)
        return status

    monkeypatch.setattr(voting, "share_lock", only_look)
    _accepted, stored, at_the_close = closing_among_votes()
    assert stored > at_the_close
