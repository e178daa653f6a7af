"""What the matrix asks for of memberships, roles, handovers, elections and domains."""

from datetime import date

from cities.models import Election


class CityPeople:
    """Of Porto, as staff meet them."""

    def make_people(self):
        self.election = Election.objects.create(city=self.porto, on=date(2026, 5, 3))

    def make_membership_act(self):
        return {"object_id": self.porto.memberships.get().pk, "verb": "confirm"}

    def make_role_act(self):
        return {"object_id": self.porto.representatives.get(role="deputy").pk, "verb": "end_role"}

    def make_handover_act(self):
        return {"object_id": self.handover.code, "verb": "cancel"}

    def make_handover_make(self):
        return {"verb": "start"}

    def make_election_act(self):
        return {"object_id": self.election.pk, "verb": "remove"}

    def make_election_make(self):
        return {"verb": "record"}

    def make_domain_act(self):
        return {"object_id": self.porto.domains.get().pk, "verb": "check_again"}
