"""Random people do random things to one partnership: the code does what the plain oracle says, and breaks no rule."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cities.status import months_after
from scn_portal.lifecycle import TransitionRefused
from tests.cast import person
from tests.factories.cities import a_country, a_member, a_representative
from tests.property.partnership_oracle import LEADS, Oracle
from twinning import reviewing
from twinning.lifecycle import partnerships, plans, terms
from twinning.models import Partnership
from twinning.taking_part import signed_cities
from twinning.tasks import partnerships as clock

pytestmark = pytest.mark.django_db
BEGIN = datetime(2027, 3, 1, 12)
WHO = st.sampled_from([*LEADS, "eve"])
LAND = {"porto": ("PT", "PRT"), "malmo": ("SE", "SWE"), "aarhus": ("DK", "DNK")}


@pytest.fixture
def people(db):
    """A political lead for each of three cities that nobody ever has to confirm, and somebody of none."""
    named = {"eve": person("Eve", "eve@stranger.example")}
    for name, slug in LEADS.items():
        with time_machine.travel(BEGIN):
            city = a_member(slug.capitalize(), country=a_country(*LAND[slug]), slug=slug)
        city.memberships.get().confirmations.model.objects.bulk_create(
            city.memberships.get().confirmations.model(
                membership=city.memberships.get(), on=BEGIN.date() + timedelta(days=300 * each), basis="register"
            )
            for each in range(1, 40)
        )
        user = person(name.capitalize(), f"{name}@{slug}.example")
        named[name] = a_representative(city, user, "political_lead", office="Mayor").user
        named[slug] = city
    return named


class Story(RuleBasedStateMachine):
    people = None

    @initialize(three=st.booleans())
    def found(self, three):
        self.day, slugs = 0, ["porto", "malmo", *(["aarhus"] if three else [])]
        self.outer = transaction.atomic()
        self.outer.__enter__()
        with self.now():
            cities = [self.people[each] for each in slugs]
            self.row = partnerships.found(by=self.people["paulo"], within=cities[0], cities=cities)
        self.oracle = Oracle(0, set(slugs), takes_part={"porto"})

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def now(self):
        return time_machine.travel(BEGIN + timedelta(days=self.day), tick=False)

    @property
    def date(self):
        return BEGIN.date() + timedelta(days=self.day)

    def compare(self, expected, step, who, **details):
        details = {"city": self.people[LEADS.get(who, "porto")], **details}
        with self.now():
            try:
                with transaction.atomic():
                    step(self.row, by=self.people[who], **details)
                answer = "done"
            except PermissionDenied:
                answer = "denied"
            except TransitionRefused:
                answer = "refused"
        assert answer == expected, (step, who)

    @rule(days=st.sampled_from([1, 14, 50, 89, 300]))
    def wait(self, days):
        self.day += days
        self.oracle.day = self.day
        paused = self.oracle.paused
        began = BEGIN.date() + timedelta(days=paused) if paused is not None else self.date
        self.oracle.clock((months_after(began, 12) - began).days)
        with self.now():
            clock.move_partnerships_on()

    @rule(who=WHO)
    def take_part(self, who):
        self.compare(self.oracle.take_part(who), partnerships.take_part, who)

    @rule(who=WHO)
    def put_forward(self, who):
        number = self.oracle.text + 1
        body = f"We meet {number} times."
        self.compare(self.oracle.put_forward(who), partnerships.put_forward, who, body=body)

    @rule(who=WHO, old=st.booleans())
    def sign(self, who, old):
        shown = max(self.oracle.text - old, 0)
        text = self.row.texts.filter(number=shown).first()
        expected = self.oracle.sign(who, shown)
        self.compare(expected, partnerships.sign, who, hash=text.hash if text else "0" * 64)

    @rule()
    def all_agree(self):
        """The straight way, so that most stories get beyond the signatures."""
        if self.oracle.status != "proposed":
            return
        self.put_forward("paulo") if "porto" in self.oracle.cities else None
        for who in LEADS:
            self.take_part(who)
            self.sign(who, False)

    @rule()
    def all_plan(self):
        self.write_plan("paulo")
        for who in LEADS:
            self.adopt_plan(who)

    @rule(who=WHO)
    def write_plan(self, who):
        self.row.partner_cities.update(office="Office")
        steps = [("call", self.date, "A call")]
        self.compare(self.oracle.write_plan(who), plans.write_plan, who, aims="To meet.", steps=steps)

    @rule(who=WHO)
    def adopt_plan(self, who):
        self.oracle.term = (months_after(self.date, 24) - self.date).days
        self.compare(self.oracle.adopt_plan(who), plans.adopt_plan, who)

    @rule(who=WHO)
    def pause(self, who):
        self.compare(self.oracle.pause(who), terms.pause, who, reason="Elections.")

    @rule(who=WHO)
    def resume(self, who):
        self.compare(self.oracle.resume(who), terms.resume, who)

    @rule(who=WHO)
    def leave(self, who):
        self.compare(self.oracle.leave(who), terms.leave, who, reason="No staff.")

    @rule(who=WHO)
    def begin_review(self, who):
        self.compare(self.oracle.begin_review(who), terms.review, who)

    @rule(who=WHO)
    def file(self, who):
        self.compare(self.oracle.file(who), terms.file_review, who, learned="To listen.", again="yes")

    @rule(who=WHO)
    def renew(self, who):
        self.oracle.term = (months_after(self.date, 24) - self.date).days
        self.compare(self.oracle.renew(who), terms.renew, who)

    @rule(who=WHO)
    def close(self, who):
        self.compare(self.oracle.close(who), terms.close, who)

    @invariant()
    def both_say_the_same(self):
        if not hasattr(self, "row"):
            return
        row, oracle = Partnership.objects.get(pk=self.row.pk), self.oracle
        assert (row.status, row.cycle) == (oracle.status, oracle.cycle)
        assert {each.slug for each in row.taking_part()} == oracle.cities
        ends = (row.term_ends_on - BEGIN.date()).days if row.term_ends_on else None
        assert ends == oracle.ends
        with self.now():
            assert reviewing.are_open(row) == oracle.reviews_are_open
        if row.status == "active":
            text = row.texts.order_by("-number").first()
            assert oracle.enough and signed_cities(text) >= {each.pk for each in row.taking_part()}
            assert row.plans.filter(adopted_on__isnull=False).exists()
        connection.check_constraints()


def test_what_happens_to_a_partnership_is_what_the_oracle_says(people):
    Story.people = people
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Story, settings=settings(max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=checks)
    )
