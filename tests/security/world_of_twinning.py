"""What the matrix asks of the twinning."""

from tests.factories.cities import a_member
from tests.factories.twinning import a_profile, an_interest


class Twinning:
    """The objects behind the addresses of the twinning: each maker returns the arguments of an address."""

    def begin_twinning(self):
        """What the lists of the staff show one row of."""
        self.elsewhere = a_member("Elsewhere")
        a_profile(self.porto)
        self.interest = an_interest(self.elsewhere, self.porto)

    def make_interest(self):
        return {"code": self.interest.code}

    def make_interest_sent(self):
        return {"code": an_interest(self.porto, self.elsewhere).code}
