"""Random people do random things to one resource: the code does what the plain oracle says, and never breaks a rule."""

import copy
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hub import lifecycle
from hub.content import hash_of
from hub.lifecycle import versions
from hub.models import Resource, Version
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.lifecycle import Transition as Step
from tests.factories.hub import a_content
from tests.factories.publishing import ALL_MET, NOT_MET, a_begun
from tests.property.hub_oracle import OPEN, SHOWN, Oracle, Paper

pytestmark = pytest.mark.django_db
NAMES = ["ana", "paulo", "dora", "pia", "bo", "mia", "noa", "tim", "ada", "clock"]
PICK = st.integers(0, 999)
CONTENT = a_content(sources=[{"title": "Town page", "url": "https://town.example/"}])
SECTION_OF = {"need": "story", "worked": "results"}


@pytest.fixture
def people(request):
    named = {name: request.getfixturevalue(name) for name in NAMES if name != "clock"}
    return named | {"clock": SYSTEM}


class Library(RuleBasedStateMachine):
    city, people = None, {}

    def __init__(self):
        super().__init__()
        self.work = transaction.atomic()
        self.work.__enter__()
        self.approved, self.typed, self.steps = set(), 0, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.work.__exit__(None, None, None)

    @initialize(origin=st.sampled_from(["member", "recorded"]), writer=st.sampled_from(["ana", "dora", "pia"]))
    def begin(self, origin, writer):
        writer = writer if origin == "member" else "noa"
        start = lifecycle.start if origin == "member" else lifecycle.start_recorded
        version = a_begun(self.people[writer], self.city, content=CONTENT, start=start)
        self.key = version.resource_id
        self.oracle = Oracle(origin, papers=[Paper(writer)])

    @property
    def resource(self):
        return Resource.objects.get(pk=self.key)

    def somebody(self, pick, name, *said, paper=None):
        """Mostly somebody who may do it, by what the oracle says; else anybody."""
        may = []
        for who in NAMES:
            twin = copy.deepcopy(self.oracle)
            subject = [] if paper is None else [twin.papers[self.oracle.papers.index(paper)]]
            if getattr(twin, name)(who, *subject, *said) != "denied":
                may.append(who)
        return may[pick % len(may)] if may and pick % 4 else NAMES[pick % len(NAMES)]

    def version(self, paper):
        return Version.objects.get(resource=self.key, number=self.oracle.papers.index(paper) + 1)

    def happens(self, expected, act, who, *subject, **details):
        """The act answers as the oracle did; only what was done stands in the trail."""
        before = AuditEntry.objects.filter(action=act.permission).count()
        try:
            act(*subject, by=self.people[who], **details)
            answer = "done"
        except PermissionDenied:
            answer = "denied"
        except TransitionRefused:
            answer = "refused"
        assert answer == expected, (act.name, who, expected, answer)
        assert AuditEntry.objects.filter(action=act.permission).count() - before == (answer == "done")

    def on_version(self, name, who, any_paper, **details):
        paper = self.oracle.open if any_paper is None else self.oracle.papers[any_paper % len(self.oracle.papers)]
        paper = paper or self.oracle.last
        if isinstance(who, int):
            who = self.somebody(who, name, paper=paper)
        version = self.version(paper)
        expected = getattr(self.oracle, name)(who, paper)
        self.happens(expected, getattr(versions, name), who, version, **details)
        if name == "approve" and expected == "done":
            self.approved.add(version.content_hash)

    @rule(
        name=st.sampled_from(["release", "recall", "discard", "take", "give_back", "ask_second_look"]),
        pick=PICK,
        any_paper=st.none() | st.integers(0, 9),
    )
    def track(self, name, pick, any_paper):
        self.on_version(name, pick, any_paper)

    @rule(name=st.sampled_from(["ask_changes", "approve", "decline"]), pick=PICK)
    def decide(self, name, pick):
        said = {"decline": {"reason": "other", "text": "No."}, "approve": {"criteria": ALL_MET}}
        self.on_version(name, pick, None, **said.get(name, {"criteria": NOT_MET}))

    @rule(pick=PICK, name=st.sampled_from(sorted(SECTION_OF)), is_empty=st.booleans())
    def save(self, pick, name, is_empty):
        self.typed += 1
        paper = self.oracle.open or self.oracle.last
        who = self.somebody(pick, "save", name, is_empty, paper=paper)
        version = self.version(paper)
        said = {"values": {name: "" if is_empty else f"Typed {self.typed}."}, "stricter": {}}
        revision = version.revisions.get(SECTION_OF[name], 0)
        expected = self.oracle.save(who, paper, name, is_empty)
        self.happens(expected, versions.save_section, who, version, section=SECTION_OF[name], revision=revision, **said)

    @rule(pick=PICK)
    def revise(self, pick):
        who = self.somebody(pick, "revise")
        self.happens(self.oracle.revise(who), versions.revise, who, within=self.resource)

    @rule(name=st.sampled_from(["publish", "fall_due", "archive", "confirm", "claim", "allow_widening"]), pick=PICK)
    def move(self, name, pick):
        who = self.somebody(pick, name)
        self.happens(getattr(self.oracle, name)(who), getattr(lifecycle, name), who, self.resource)

    @rule(name=st.sampled_from(["withdraw", "take_down", "restore"]), pick=PICK)
    def leave(self, name, pick):
        who = self.somebody(pick, name)
        self.happens(getattr(self.oracle, name)(who), getattr(lifecycle, name), who, self.resource, reason="So.")

    @rule(pick=PICK, sharing=st.integers(0, 2), is_wider=st.booleans())
    def share(self, pick, sharing, is_wider):
        name, more = ("widen", {"reason": "So."}) if is_wider else ("narrow", {})
        who = self.somebody(pick, name, sharing)
        expected = getattr(self.oracle, name)(who, sharing)
        self.happens(expected, getattr(lifecycle, name), who, self.resource, sharing=sharing, **more)

    @rule(days=st.sampled_from([200, 800]))
    def grow_older(self, days):
        Resource.objects.filter(pk=self.key, review_due_on__isnull=False).update(
            review_due_on=F("review_due_on") - timedelta(days=days)
        )
        self.oracle.grow_older(days)

    @precondition(lambda self: self.oracle.status in ("unpublished", "withdrawn"))
    @rule()
    def be_published(self):
        """A short way to the page, so that the second half of a life is met often."""
        if self.oracle.open is None:
            self.revise(1)
        for name in SECTION_OF:
            self.save(1, name, False)
        for name in ("release", "take"):
            self.on_version(name, 1, None)
        self.decide("approve", 1)
        self.move("publish", 1)

    @invariant()
    def the_rows_are_as_the_oracle_says(self):
        resource, oracle = self.resource, self.oracle
        assert (resource.status, resource.origin, resource.sharing) == (
            oracle.status,
            oracle.origin,
            oracle.sharing,
        )
        assert resource.review_label == oracle.label
        statuses = list(resource.versions.order_by("number").values_list("status", flat=True))
        assert statuses == [each.status for each in oracle.papers]
        assert sum(each in OPEN for each in statuses) <= 1 and statuses.count("current") <= 1

    @invariant()
    def a_page_shows_what_was_approved(self):
        resource = self.resource
        if resource.status in SHOWN:
            shown = resource.current_version
            assert shown.status == "current"
            assert hash_of(shown) == shown.content_hash and shown.content_hash in self.approved
            assert resource.title == shown.content["title"] and resource.licence


def run(city, people, examples, steps):
    run_state_machine_as_test(
        type("Library", (Library,), {"city": city, "people": people}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def test_a_life_of_a_resource_goes_as_the_oracle_says(porto, people):
    run(porto, people, examples=12, steps=30)


@pytest.mark.nightly
def test_many_lives_of_a_resource_go_as_the_oracle_says(porto, people):
    run(porto, people, examples=150, steps=60)


def test_the_oracle_can_disagree(porto, people, monkeypatch):
    """The control: with one rule of the code forced open the machine finds it."""
    monkeypatch.setattr(Step, "_is_allowed", lambda self, by, row: True)
    with pytest.raises(AssertionError):
        run(porto, people, examples=30, steps=30)
