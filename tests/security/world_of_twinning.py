"""What the matrix asks of the twinning."""

from django.utils import timezone

from tests.factories.cities import a_member
from tests.factories.twinning import (
    a_group,
    a_guest_of,
    a_member_abroad,
    a_partnership,
    a_profile,
    a_project,
    a_round,
    a_run,
    a_text,
    a_visit,
    an_entry,
    an_interest,
)


class Twinning:
    """The objects behind the addresses of the twinning: each maker returns the arguments of an address."""

    def an_interest_and_a_profile(self):
        """What the lists of the staff show one row of."""
        self._entered("settled")
        self.elsewhere = a_member("Elsewhere")
        a_profile(self.porto)
        self._visit()
        a_project([self.porto, self.malmo])
        a_partnership([self.porto, self.malmo])
        return an_interest(self.elsewhere, self.porto)

    def make_interest(self):
        return {"code": self.interest.code}

    def make_interest_sent(self):
        return {"code": an_interest(self.porto, self.elsewhere).code}

    # Rounds

    def _entered(self, status):
        """A round that Porto entered, with its mark, its run and its group."""
        round = a_round(status)
        an_entry(round, self.porto)
        return round

    def make_round(self):
        return {"slug": self._entered("open").slug}

    def make_round_closed(self):
        return {"slug": self._entered("closed").slug}

    def make_round_proposed(self):
        round = self._entered("proposed")
        a_group(a_run(round, "done", chosen=True), [self.porto, a_member_abroad()])
        return {"slug": round.slug}

    def make_mark(self):
        round = self._entered("closed")
        reason = "Both work with the same university."
        mark = round.marks.create(kind="forbid", reason=reason, at=timezone.now())
        return {"slug": round.slug, "pk": mark.pk}

    def make_run_to_choose(self):
        run = a_run(self._entered("closed"), "done")
        return {"slug": run.round.slug, "code": run.code}

    def make_run_to_cancel(self):
        run = a_run(self._entered("closed"))
        return {"slug": run.round.slug, "code": run.code}

    def make_round_act(self):
        return {"object_id": self._entered("proposed").slug, "verb": "settle"}

    def make_round_make(self):
        return {"verb": "draft"}

    # Partnerships

    def make_partnership_act(self):
        recorded = self._partnership(origin="recorded", source="A page")
        return {"object_id": recorded.code, "verb": "correct"}

    def make_partnership_make(self):
        return {"verb": "record"}

    def _partnership(self, status="active", **more):
        partnership = a_partnership([self.porto, a_member_abroad(number=1)], status, **more)
        a_text(partnership)
        return partnership

    def make_public_partnership(self):
        return {"slug": self._partnership(sharing=0).slug}

    def make_active_partnership(self):
        return {"slug": self._partnership().slug}

    def make_proposed_partnership(self):
        partnership = self._partnership("proposed")
        partnership.partner_cities.filter(city=self.porto).update(takes_part_at=None)
        return {"slug": partnership.slug}

    def make_agreed_partnership(self):
        return {"slug": self._partnership("agreed").slug}

    def make_paused_partnership(self):
        return {"slug": self._partnership("paused").slug}

    def make_in_review_partnership(self):
        return {"slug": self._partnership("in_review").slug}

    def make_partnership_step(self):
        partnership = self._partnership()
        plan = partnership.plans.create(cycle=1, aims="One visit each.")
        step = plan.steps.create(kind="visit", on=partnership.started_on, words="Porto comes")
        return {"slug": partnership.slug, "pk": step.pk}

    def make_accepted_interest(self):
        return {"code": an_interest(self.porto, a_member_abroad(number=1), status="accepted").code}

    # Visits and projects

    def _visit(self, status="planned", is_host=False):
        """From Porto to Malmö, or the other way round."""
        host, sender = (self.porto, self.malmo) if is_host else (self.malmo, self.porto)
        report = {"answers": ["At breakfast."]} if status == "reported" else {}
        return a_visit([host], [sender], status, report=report)

    def make_visit(self):
        return {"code": self._visit().code}

    def make_visit_act(self):
        return {"object_id": self._visit().code, "verb": "cancel"}

    def make_held_visit(self):
        return {"code": self._visit("held").code}

    def make_reported_visit(self):
        return {"code": self._visit("reported", is_host=True).code}

    def make_visit_stop(self):
        visit = self._visit()
        return {"code": visit.code, "stop": visit.stops.get().code}

    def make_visit_guest(self):
        visit = self._visit()
        return {"code": visit.code, "guest": a_guest_of(visit, self.porto).pk}

    def make_project(self):
        return {"slug": a_project([self.porto, self.malmo]).slug}

    def make_planned_project(self):
        return {"slug": a_project([self.porto, self.malmo], "planned").slug}

    def make_task(self):
        project = a_project([self.porto, self.malmo])
        return {"slug": project.slug, "task": project.tasks.get(city=self.porto).pk}
