"""What the matrix asks for of the parts of a city's page."""

from tests.factories.profile import a_counterpart, a_strategy, a_target, a_team, a_training


class CityParts:
    """Teams, strategies and organisations of Porto."""

    def make_team(self):
        return {"slug": self.porto.slug, "pk": a_team(self.porto).pk}

    def make_training(self):
        row = a_training(a_team(self.porto))
        return {"slug": self.porto.slug, "pk": row.team_id, "row": row.pk}

    def make_target(self):
        row = a_target(a_team(self.porto))
        return {"slug": self.porto.slug, "pk": row.team_id, "row": row.pk}

    def make_strategy(self):
        return {"slug": self.porto.slug, "strategy": a_strategy(self.porto).slug}

    def make_strategy_draft(self):
        return {"slug": self.porto.slug, "strategy": a_strategy(self.porto, status="draft").slug, "number": 1}

    def make_named_organisation(self):
        return {"slug": self.porto.slug, "pk": a_counterpart(self.porto).pk}
