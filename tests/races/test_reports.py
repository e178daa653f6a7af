"""One report, published by many at the same moment: its lessons reach the hub once."""

import pytest

from events.lifecycle import reports
from hub.models import Resource
from scn_portal.lifecycle import Transition
from tests.cast import staff
from tests.factories.reports import a_report
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def publishing(report):
    people = [staff(f"Mia {number}", "moderator") for number in range(20)]
    return at_once(20, lambda position: reports.publish(report, by=people[position]).status)


def test_20_at_once_make_three_drafts():
    report = a_report(lessons=3, status="in_review")
    answers = publishing(report)
    assert answers.pop("published") == 1
    assert sum(answers.values()) == 19 and all("TransitionRefused" in each for each in answers)
    assert Resource.objects.count() == 3


def test_without_asking_the_state_anew_there_would_be_more_tries(monkeypatch):
    """The control: the state is not asked under the lock, and others get as far as the frozen report."""
    monkeypatch.setattr(Transition, "_starts_from", lambda self, row: True)
    answers = publishing(a_report(lessons=3, status="in_review"))
    assert any("not changed" in each for each in answers)
