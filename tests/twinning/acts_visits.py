"""Every step of visits and projects, each with what it needs."""

from datetime import timedelta

from django.utils import timezone

from hub.models import ResourceCity
from scn_portal.lifecycle import SYSTEM
from tests.factories.cities import a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import a_format, a_guest_of, a_project, a_visit, an_interest
from tests.twinning.acts import act
from twinning.lifecycle import projects, visits
from twinning.models import Visit

FIRST = timezone.now().date() + timedelta(days=40)


def a_stop(host, days=3, **more):
    return {"host": host, "starts_on": FIRST, "ends_on": FIRST + timedelta(days=days - 1)} | more


def between(cast, status="planned", **more):
    return a_visit([cast.malmo], [cast.porto], status, **more)


def over(visit):
    """The same visit, as if it had taken place a month ago."""
    back = timedelta(days=60)
    stop = visit.stops.get()
    visit.stops.update(starts_on=stop.starts_on - back, ends_on=stop.ends_on - back)
    Visit.objects.filter(pk=visit.pk).update(starts_on=visit.starts_on - back, ends_on=visit.ends_on - back)
    visit.refresh_from_db()
    return visit


@act
def plan_visit(cast):
    interest = an_interest(cast.porto, cast.malmo, status="accepted")
    format = a_format()
    stops, aims = [a_stop(cast.malmo)], ["How do you begin?"]
    given = {"title": "To Malmö", "format": format, "aims": aims, "stops": stops, "senders": [cast.porto]}
    return lambda: visits.plan(by=cast.ana, within=cast.porto, interest=interest, **given)


@act
def record_visit(cast):
    given = {"title": "A visit", "format": a_format(), "stops": [a_stop(cast.malmo)], "source": "A page"}
    more = {"senders": [cast.porto], "parties": [{"kind": "to_be_named", "words": "Danish cities"}]}
    return lambda: visits.record(by=cast.mia, **given, **more)


@act
def revise_visit(cast):
    visit = between(cast)
    a_guest_of(visit, cast.porto)
    given = {"title": "New", "format": a_format(), "aims": ["Why?"], "senders": [a_member()]}
    return lambda: visits.revise(visit, by=cast.linn, **given)


@act
def add_stop_visit(cast):
    visit = between(cast, format=a_format("study_tour"))
    return lambda: visits.add_stop(visit, by=cast.ana, **a_stop(a_member()))


@act
def change_stop_visit(cast):
    visit = between(cast)
    a_guest_of(visit, cast.porto)
    return lambda: visits.change_stop(visit, by=cast.ana, stop=visit.stops.get(), **a_stop(cast.malmo))


@act
def remove_stop_visit(cast):
    visit = a_visit([cast.malmo, a_member()], [cast.porto], format=a_format("study_tour"))
    return lambda: visits.remove_stop(visit, by=cast.ana, stop=visit.stops.first())


@act
def confirm_visit(cast):
    visit = between(cast)
    visit.visit_cities.update(confirmed_at=timezone.now())
    return lambda: visits.confirm(visit, by=cast.linn)


@act
def add_guest_visit(cast):
    visit = between(cast)
    return lambda: visits.add_guest(visit, by=cast.ana, city=cast.porto, name="Pia", office="Youth office")


@act
def remove_guest_visit(cast):
    visit = between(cast)
    guest = a_guest_of(visit, cast.porto)
    return lambda: visits.remove_guest(visit, by=cast.ana, guest=guest)


@act
def hold_visit(cast):
    visit = over(between(cast, "confirmed"))
    return lambda: visits.hold(visit, by=SYSTEM)


@act
def cancel_visit(cast):
    visit = between(cast)
    return lambda: visits.cancel(visit, by=cast.mia, reason="Floods.")


@act
def report_visit(cast):
    visit, item = between(cast, "held"), a_resource(cast.malmo)
    given = {"answers": ["They begin at breakfast."], "taken": item, "degree": "inspired"}
    return lambda: visits.report(visit, by=cast.ana, city=cast.porto, **given)


@act
def correct_visit(cast):
    visit = between(cast, "reported", report={"answers": ["At lunch."]})
    return lambda: visits.correct(visit, by=cast.linn, answers=["At breakfast."])


@act
def check_facts_visit(cast):
    visit = between(cast, "reported", report={"answers": ["At lunch."]})
    return lambda: visits.check_facts(visit, by=cast.linn)


@act
def plan_project(cast):
    given = {"title": "A course", "aims": "One course for both.", "starts_on": FIRST}
    return lambda: projects.plan(by=cast.ana, within=cast.porto, cities=[cast.porto, cast.malmo], **given)


@act
def revise_project(cast):
    project = a_project([cast.porto, cast.malmo])
    return lambda: projects.revise(project, by=cast.ana, title="New", aims="Other", starts_on=FIRST, themes=[])


@act
def begin_project(cast):
    project = a_project([cast.porto, cast.malmo], "planned")
    return lambda: projects.begin(project, by=cast.ana)


@act
def add_task_project(cast):
    project = a_project([cast.porto, cast.malmo])
    return lambda: projects.add_task(project, by=cast.ana, city=cast.malmo, words="Find a room", due_on=FIRST)


def with_task(cast, name):
    project = a_project([cast.porto, cast.malmo])
    task, step = project.tasks.get(city=cast.porto), getattr(projects, name)
    return lambda: step(project, by=cast.ana, task=task)


@act
def remove_task_project(cast):
    return with_task(cast, "remove_task")


@act
def close_task_project(cast):
    return with_task(cast, "close_task")


@act
def reopen_task_project(cast):
    return with_task(cast, "reopen_task")


@act
def finish_project(cast):
    project = a_project([cast.porto, cast.malmo])
    project.tasks.update(done_on=timezone.now().date())
    result, taken = a_resource(cast.porto), a_resource(cast.malmo)
    ResourceCity.objects.create(resource=result, city=cast.malmo, role="co_owner")
    return lambda: projects.finish(project, by=cast.ana, result=result, taken=taken, takers=[cast.porto])


@act
def stop_project(cast):
    project = a_project([cast.porto, cast.malmo])
    return lambda: projects.stop(project, by=cast.linn, reason="The money went; the material stays.")
