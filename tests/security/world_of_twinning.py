"""What the matrix asks of the twinning."""

from django.utils import timezone

from tests.factories.twinning import a_group, a_member_abroad, a_round, a_run, an_entry


class Twinning:
    """The objects behind the addresses of the twinning: each maker returns the arguments of an address."""

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

    def make_round_act(self):
        return {"object_id": self._entered("proposed").slug, "verb": "settle"}

    def make_round_make(self):
        return {"verb": "draft"}
