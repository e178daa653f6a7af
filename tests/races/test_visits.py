"""Many leads name guests at once: the limit of the kind holds under the lock on the visit."""

import pytest
from django.db.models import QuerySet

from tests.factories.twinning import a_format, a_visit
from tests.races.crowd import at_once
from twinning.lifecycle import visits
from twinning.models import Guest

pytestmark = pytest.mark.django_db(transaction=True)
FULL = "TransitionRefused: “Expert mission” has room for 2 guests."


def race(porto, malmo, ana):
    """Twenty people named at the same moment for a visit that has room for two."""
    visit = a_visit([malmo], [porto], format=a_format("expert_mission"))

    def name(position):
        visits.add_guest(visit, by=ana, city=porto, name=f"Person {position}")
        return "named"

    return at_once(20, name)


def test_of_twenty_named_at_once_two_travel(porto, malmo, ana):
    assert race(porto, malmo, ana) == {"named": 2, FULL: 18}
    assert Guest.objects.count() == 2


def test_without_the_lock_more_travel_than_the_kind_allows(porto, malmo, ana, monkeypatch):
    """The control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    race(porto, malmo, ana)
    assert Guest.objects.count() > 2
