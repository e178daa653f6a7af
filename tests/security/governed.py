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
        self.waiver = a_waiver(self.rule)
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

    # The administrators' desk
    def make_body_act(self):
        return {"object_id": self.proposal.body_id, "verb": "resize"}

    def make_seat_act(self):
        return {"object_id": self.term.seat_id, "verb": "set_up"}

    def make_seatterm_act(self):
        return {"object_id": self.term.pk, "verb": "end_term"}

    def make_seatperson_act(self):
        return {"object_id": self.seat_person.pk, "verb": "end_person"}

    def make_compositionrule_act(self):
        return {"object_id": self.rule.pk, "verb": "end_rule"}

    def make_waiver_act(self):
        return {"object_id": self.waiver.pk, "verb": "set_up"}

    def make_decision_act(self):
        return {"object_id": self.proposal.pk, "verb": "withdraw"}

    def make_advice_act(self):
        return {"object_id": self.advice.pk, "verb": "answer"}

    def make_priority_act(self):
        return {"object_id": self.priority.pk, "verb": "end_priority"}

    def make_seat_make(self):
        return {"verb": "set_up"}

    def make_seatterm_make(self):
        return {"verb": "seat"}

    def make_seatperson_make(self):
        return {"verb": "name_person"}

    def make_compositionrule_make(self):
        return {"verb": "set_rule"}

    def make_waiver_make(self):
        return {"verb": "waive"}

    def make_decision_make(self):
        return {"verb": "propose"}

    def make_priority_make(self):
        return {"verb": "set_priority"}
