"""What the matrix asks of the twinning."""

from tests.factories.twinning import a_guest_of, a_project, a_visit


class Twinning:
    """The objects behind the addresses of the twinning: each maker returns the arguments of an address."""

    # Visits and projects

    def _visit(self, status="planned", is_host=False):
        """From Porto to Malmö, or the other way round."""
        host, sender = (self.porto, self.malmo) if is_host else (self.malmo, self.porto)
        report = {"answers": ["At breakfast."]} if status == "reported" else {}
        return a_visit([host], [sender], status, report=report)

    def make_visit(self):
        return {"code": self._visit().code}

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
