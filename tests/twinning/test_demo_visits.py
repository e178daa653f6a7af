"""The made-up visits and projects: a tour of five stops, every state, two projects, and the same twice."""

from collections import Counter

import pytest

from cities.demo import seed as seed_cities
from tests.factories.hub import a_resource
from tests.factories.twinning import the_formats
from twinning.demo.projects import RESULT, seed_projects
from twinning.demo.visits import DEMO, Cast, seed_visits
from twinning.models import Guest, Project, Visit

pytestmark = pytest.mark.django_db


def counted():
    return Visit.objects.count(), Guest.objects.count(), Project.objects.count()


def test_there_is_one_visit_in_every_state_and_a_project_done_with_its_item(db):
    seed_cities()
    the_formats()
    item = a_resource(Cast().cities[0], title=RESULT)
    seed_visits()
    seed_projects()
    made = Visit.objects.filter(is_demonstration=True)
    assert Counter(made.values_list("status", flat=True)).keys() == set(Visit.Status.values)
    assert all(DEMO in each.title for each in made)
    tour = made.get(format__code="study_tour")
    assert tour.stops.count() == 5 and tour.status == "confirmed"
    assert all(DEMO in each.name for each in Guest.objects.all())
    states = dict(Project.objects.values_list("status", "result"))
    assert states == {"running": None, "done": item.pk}
    before = counted()
    seed_visits()
    seed_projects()
    assert counted() == before
