"""What the world of the matrix holds of the bodies: a seat of each kind, a proposal with advice, a decision."""

from datetime import date

from cities.models import Decision
from tests.factories.governance import (
    a_decision,
    a_priority,
    a_rule,
    a_seat_person,
    a_seat_term,
    a_waiver,
    an_organisation,
    some_advice,
)


class Governed:
    """Malmö's Linn, a stranger to Porto, sits in the Advisory Board."""

    def make_bodies(self):
        self.term = a_seat_term(self.porto, co_chair=(date(2020, 1, 1), None))
        self.seat_person = a_seat_person(self.term, self.people["lead"])
        self.voices = an_organisation("Voices")
        a_seat_person(a_seat_term(self.voices), self.people["stranger"])
        self.rule = a_rule("total_max", 0)
        a_waiver(self.rule)
        self.proposal = a_decision(title="A proposal")
        self.advice = some_advice(self.proposal, self.people["stranger"], self.voices)
        self.decision = a_decision("priority", "adopted", title="Young people first", votes_for=14)
        self.priority = a_priority(decision=self.decision)

    def _address_of(self, decision):
        return {"body": decision.body_id, "year": decision.year, "number": decision.number}

    def make_decision(self):
        return self._address_of(self.decision)

    def make_proposal(self):
        return self._address_of(Decision.objects.get(pk=self.proposal.pk))
