"""Random people do random things to one poll: the code does what the plain oracle says. The oracle knows no Django."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from events import voting
from events.lifecycle import polls
from events.models import Ballot, Poll, PollResult, Turnout
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.events import a_delegation, a_poll, an_event
from tests.factories.voting import a_seated, holder_of

pytestmark = pytest.mark.django_db
VOTERS, CITIES, OPTIONS = 14, 4, 3
DROPPED, NEXT = (
    "dropped",
    {"open": "draft", "close": "open", "seal": "closed", "publish": "sealed", "withdraw": "published"},
)
AFTER = {"open": "open", "close": "closed", "seal": "sealed", "publish": "published", "withdraw": "withdrawn"}


class Oracle:
    """One poll as a box with papers: a dict from voter to answer."""

    def __init__(self, secrecy, most, by_city):
        self.secrecy, self.most, self.by_city = secrecy, most, by_city
        self.status, self.seen, self.papers, self.sealed = "draft", False, {}, None

    def step(self, name, who):
        if who not in (["clock"] if name == "seal" else ["mia", "clock"] if name in ("close", "void") else ["mia"]):
            return "denied"
        if name == "preview":
            return self._if(self.status == "draft", lambda: setattr(self, "seen", True))
        if name == "void":
            return self._if(self.status in ("draft", "open", "closed"), self._drop)
        if self.status != NEXT[name] or name == "open" and not self.seen:
            return "refused"
        if name == "publish" and self.secrecy != "named" and len(self.papers) < 10:
            return "refused"
        if name == "seal":
            chosen = [each for paper in self.papers.values() for each in paper]
            self.sealed = (len(self.papers), [chosen.count(option) for option in range(1, OPTIONS + 1)])
        self.status = AFTER[name]
        return "done"

    def vote(self, voter, choices):
        if voter is None or self.by_city and voter >= CITIES * 2:
            return "denied"
        key = voter % CITIES if self.by_city else voter
        fits = 1 <= len(choices) <= self.most and len(set(choices)) == len(choices) and set(choices) <= {1, 2, 3}
        if self.status != "open" or not fits or self.secrecy == "anonymous" and key in self.papers:
            return "refused"
        self.papers[key] = choices
        return "done"

    def _drop(self):
        self.status, self.papers = "void", {}

    @staticmethod
    def _if(holds, act):
        if not holds:
            return "refused"
        act()
        return "done"


class Room(RuleBasedStateMachine):
    people, cities = {}, []

    def __init__(self):
        super().__init__()
        self.work = transaction.atomic()
        self.work.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.work.__exit__(None, None, None)

    @initialize(
        secrecy=st.sampled_from(["named", "secret", "anonymous"]), most=st.sampled_from([1, 2]), by_city=st.booleans()
    )
    def begin(self, secrecy, most, by_city):
        self.oracle, event = Oracle(secrecy, most, by_city), an_event()
        kind, unit = "multiple" if most > 1 else "single", "delegation" if by_city else "participant"
        self.poll = a_poll(event, options="ABC", secrecy=secrecy, kind=kind, max_choices=most, unit=unit)
        sent = [a_delegation(event, city, status="accepted") for city in self.cities]
        whose = [{"delegation": sent[at % CITIES], "city": self.cities[at % CITIES]} for at in range(CITIES * 2)]
        self.voters = [a_seated(event, **(whose[at] if at < CITIES * 2 else {})) for at in range(VOTERS)]

    def answer(self, act):
        try:
            with transaction.atomic():
                act()
        except PermissionDenied:
            return "denied"
        except TransitionRefused:
            return "refused"
        return "done"

    @rule(
        name=st.sampled_from(["preview", "open", "preview", "open", "close", "seal", "publish", "withdraw", "void"]),
        who=st.sampled_from(["mia", "mia", "clock", "bo"]),
        meant=st.integers(0, 9),
    )
    def take_a_step(self, name, who, meant):
        if name in ("void", "close") and meant < 8:  # rarely, so that there is something to count
            return
        who = "clock" if name == "seal" and meant < 8 else who
        by = SYSTEM if who == "clock" else self.people[who]
        poll = Poll.objects.get(pk=self.poll.pk)
        said = {"reason": "Put wrongly."} if name in ("void", "withdraw") else {}
        assert self.answer(lambda: getattr(polls, name)(poll, by=by, **said)) == self.oracle.step(name, who)

    @rule(votes=st.lists(st.tuples(st.integers(0, VOTERS - 1), st.integers(1, OPTIONS)), max_size=14))
    def the_room_votes(self, votes):
        for voter, choice in votes:
            self.one_votes(voter, [choice])

    @rule(voter=st.integers(0, VOTERS - 1) | st.none(), choices=st.lists(st.integers(0, 4), max_size=3))
    def one_votes(self, voter, choices):
        by = self.people["bo"] if voter is None else holder_of(self.voters[voter])
        poll = Poll.objects.get(pk=self.poll.pk)
        assert self.answer(lambda: polls.vote(poll, by=by, choices=choices)) == self.oracle.vote(voter, choices)

    @invariant()
    def what_is_stored_is_what_the_oracle_holds(self):
        poll, oracle = Poll.objects.get(pk=self.poll.pk), self.oracle
        assert poll.status == oracle.status
        assert Turnout.objects.filter(poll=poll).count() == len(oracle.papers)
        kept = sorted(Ballot.objects.filter(poll=poll).values_list("choices", flat=True))
        gone = oracle.sealed and oracle.secrecy != "named"
        assert kept == ([] if gone else sorted(sorted(each) for each in oracle.papers.values()))
        result = PollResult.objects.filter(poll=poll).values_list("answered", "totals").first()
        assert result == (oracle.sealed and tuple(oracle.sealed))
        assert voting.shows_result(poll) == (
            oracle.status in ("sealed", "published") and (oracle.secrecy == "named" or oracle.sealed[0] >= 10)
        )


@pytest.fixture
def people(mia, bo):
    return {"mia": mia, "bo": bo}


@pytest.fixture
def cities(porto, malmo, oldtown):
    from tests.factories.cities import a_city

    return [porto, malmo, oldtown, a_city("Fourth")]


def run(people, cities, examples, steps):
    run_state_machine_as_test(
        type("Room", (Room,), {"people": people, "cities": cities}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        ),
    )


def test_a_poll_goes_as_the_oracle_says(people, cities):
    run(people, cities, examples=8, steps=20)


@pytest.mark.nightly
def test_many_polls_go_as_the_oracle_says(people, cities):
    run(people, cities, examples=300, steps=40)


def test_the_oracle_can_disagree(people, cities, monkeypatch):
    """The control: with the state forgotten in the vote the machine finds it."""
    monkeypatch.setattr(voting, "share_lock", lambda poll: "open")
    with pytest.raises(AssertionError):
        run(people, cities, examples=30, steps=25)
