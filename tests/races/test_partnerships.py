"""Many sign at the same moment: one row for a city, agreed exactly once."""

import pytest

from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import Transition
from tests.cast import person
from tests.factories.cities import a_representative
from tests.factories.twinning import a_group, a_member_abroad, a_partnership, a_round, a_run, a_text, an_interest
from tests.races.crowd import at_once
from twinning.lifecycle import partnerships
from twinning.models import Partnership, Signature

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20


@pytest.fixture
def cities():
    return [a_member_abroad(number=each) for each in range(2)]


def leads(cities):
    """Ten political leads of each of the cities, one city after the other."""
    found = []
    for number in range(CROWD):
        city, user = cities[number % 2], person(f"Lead {number}", f"lead{number}@city.example")
        role = "political_lead" if number < 2 else "deputy"
        found.append((a_representative(city, user, role, office="Mayor").user, city))
    return found


def signing(cities):
    partnership = a_partnership(cities, "proposed")
    text, people = a_text(partnership), leads(cities)[:2]
    return at_once(
        CROWD,
        lambda at: partnerships.sign(partnership, by=people[at % 2][0], city=people[at % 2][1], hash=text.hash).status,
    )


def test_20_signatures_at_once_are_two_rows_and_one_agreement(cities):
    answers = signing(cities)
    assert (answers.pop("proposed"), answers.pop("agreed")) == (1, 1)
    assert sum(answers.values()) == CROWD - 2 and all("TransitionRefused" in each for each in answers)
    assert Signature.objects.count() == 2 and Partnership.objects.get().status == "agreed"
    assert Fact.objects.filter(name="twinning.partnership_agreed").count() == 1
    assert AuditEntry.objects.filter(action="twinning.sign_partnership").count() == 2


def test_without_asking_the_state_anew_more_would_get_as_far_as_the_rows(monkeypatch, cities):
    """The control: those who come after the last signature are stopped only by what the rows say."""
    monkeypatch.setattr(Transition, "_starts_from", lambda self, row: True)
    answers = signing(cities)
    assert any("signed this text already" in each for each in answers)


def test_one_interest_and_one_group_make_one_partnership_each(cities):
    interest, people = an_interest(*cities, status="accepted"), leads(cities)
    found = at_once(CROWD, lambda at: partnerships.found_from_interest(interest, people[at][0]).pk)
    assert len(found) == 1
    proposal = a_group(a_run(a_round("proposed"), "done"), cities, "accepted", answers=["yes", "yes"])
    assert len(at_once(CROWD, lambda at: partnerships.found_from_group(proposal).pk)) == 1
    assert Partnership.objects.count() == 2
