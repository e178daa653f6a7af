"""Two made-up joint projects: one at work, one done, with its item in the hub."""

from datetime import timedelta

from django.utils import timezone

from cities.models import Term
from hub import lifecycle as hub
from hub.models import Resource
from twinning.lifecycle import projects
from twinning.models import Project

from .recorded import no_news
from .visits import DEMO, Cast

RESULT = f"A case round with a rule for every file {DEMO}"  # an example of the hub, of the city of the cast
AIMS = "Demonstration: these words are made up. Both cities write down what they do, and leave out what is only habit."


def seed_projects():
    """Those that are missing."""
    cast = Cast()
    if len(cast.cities) < 2:
        return
    with no_news():
        _running(cast, f"A course for new colleagues {DEMO}")
        _done(cast, f"One rule for case rounds {DEMO}")


def _planned(cast, title, cities, partnership, days_ago, themes):
    """With a task for each city, begun."""
    first = cities[0]
    starts_on = timezone.now().date() - timedelta(days=days_ago)
    given = {"aims": AIMS, "starts_on": starts_on, "ends_on": starts_on + timedelta(days=300)}
    given |= {"themes": Term.objects.filter(list="theme", code__in=themes), "partnership": partnership}
    by = cast.lead(first)
    project = projects.plan(by=by, within=first, title=title, cities=cities, is_demonstration=True, **given)
    for number, city in enumerate(cities):
        for words in TASKS[number::2]:
            due_on = starts_on + timedelta(days=60 * (number + 2))
            project = projects.add_task(project, by=by, city=city, words=f"{words} {DEMO}", due_on=due_on)
    return projects.begin(project, by=by)


TASKS = [
    "Write down how a case comes to the table",
    "Try it out with one school",
    "Ask ten colleagues what they would have needed",
    "Put both texts together",
]


def _running(cast, title):
    if Project.objects.filter(title=title).exists():
        return
    partnership, cities = cast.partnership()
    cities = cities or cast.cities[:2]
    project = _planned(cast, title, cities, partnership, 40, ["families"])
    task = project.tasks.filter(city=cities[0]).first()
    projects.close_task(project, by=cast.lead(cities[0]), task=task)


def _done(cast, title):
    """It needs an item that both own: the owner of an example of the hub names the other city."""
    own, other = cast.cities[:2]
    result = Resource.objects.shown().filter(title=RESULT, city=own).first()
    if result is None or Project.objects.filter(title=title).exists():
        return
    hub.share_with(result, by=cast.lead(own), co_owners=[other])
    project = _planned(cast, title, [own, other], None, 250, [])
    for task in project.tasks.select_related("city"):
        project = projects.close_task(project, by=cast.lead(task.city), task=task)
    result.refresh_from_db()
    projects.finish(project, by=cast.lead(own), result=result)
