"""Of many solvers one takes a run that waits."""

import pytest

from scn_portal.lifecycle import SYSTEM
from tests.cast import staff
from tests.factories.twinning import a_member_abroad, a_round, an_entry
from tests.races.crowd import at_once
from twinning.lifecycle import runs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round():
    round = a_round("closed")
    for place in range(3):
        an_entry(round, a_member_abroad(number=place))
    return round


def test_of_ten_solvers_at_once_one_takes_the_run(round):
    run = runs.start(by=staff("Mia", "moderator"), within=round)
    answers = at_once(10, lambda _: runs.take(run, by=SYSTEM).status)
    assert (answers["running"], sum(answers.values())) == (1, 10)
    run.refresh_from_db()
    assert run.figures == {"attempts": 1}
