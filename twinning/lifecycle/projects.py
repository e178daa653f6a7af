"""The life of a joint project: planned, running, done with its item in the hub, or stopped with its reason."""

from itertools import count

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.models import City, Membership
from hub.lifecycle import adoptions
from hub.models import Resource
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import signals
from ..models import Partnership, Project
from ..rules import leads_city

Status = Project.Status
OPEN = (Status.PLANNED, Status.RUNNING)
PUBLISHED = ("published", "review_due")
RESULTS = ("good_practice", "lesson_learned")
TASKS = 60
NOT_AN_ADDRESS = {"new"}

projects = Lifecycle(Project)


# Planning


@projects.creation()
def plan(*, by, within, title, aims, cities, starts_on, ends_on=None, themes=(), partnership=None, **more):
    """A lead plans joint work for the own city (`within`) with at least one other."""
    project = Project(title=_words(title, 160, _("Give it a title.")), aims=_words(aims, 2000, _("Say what for.")))
    project.slug = _free_slug(project.title)
    project.partnership, project.is_demonstration = partnership, more.pop("is_demonstration", False)
    _check_partnership(partnership, cities)
    _set_days(project, starts_on, ends_on)
    project.save()
    project.themes.set(themes)
    for city in {each.pk: each for each in [within, *cities]}.values():
        project.project_cities.create(city=city)
    _refuse_strangers(project)
    return project


def _words(words, longest, missing):
    if not words.strip():
        raise TransitionRefused(missing)
    return words.strip()[:longest]


def _free_slug(title):
    base = slugify(title)[:100].strip("-") or "project"
    base = f"project-{base}" if base in NOT_AN_ADDRESS else base
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(s for s in (f"{base}-{n}" for n in count(2)) if s not in taken)


def _set_days(project, starts_on, ends_on):
    if ends_on and ends_on < starts_on:
        raise TransitionRefused(_("The last day does not come before the first."))
    project.starts_on, project.ends_on = starts_on, ends_on


def _check_partnership(partnership, cities):
    if partnership is None:
        return
    held = Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    partners = set(held.partner_cities.filter(left_on=None).values_list("city", flat=True))
    if held.status not in ("proposed", *Partnership.RUNNING):
        raise TransitionRefused(_("This partnership has ended: plan the project without it."))
    if not {each.pk for each in cities} <= partners:
        raise TransitionRefused(_("The owners of a project of the partnership are its cities."))


def _refuse_strangers(project):
    keys = set(project.project_cities.values_list("city", flat=True))
    if len(keys) < 2:
        raise TransitionRefused(_("A joint project has at least two cities."))
    rows = City.objects.with_status().filter(pk__in=keys)
    away = [str(each) for each in rows if each.status not in Membership.IN_GOOD_STANDING]
    if away:
        raise TransitionRefused(
            _("These cities cannot take part at present: %(cities)s.") % {"cities": ", ".join(away)}
        )


@projects.transition(*OPEN)
def revise(project, *, by, title, aims, starts_on, ends_on=None, themes=None):
    """A lead puts words and days right."""
    project.title = _words(title, 160, _("Give it a title."))
    project.aims = _words(aims, 2000, _("Say what for."))
    _set_days(project, starts_on, ends_on)
    if themes is not None:
        project.themes.set(themes)


@projects.transition(Status.PLANNED, to=Status.RUNNING)
def begin(project, *, by):
    """The cities begin: each has its first task."""
    _refuse_idle(project)


def _refuse_idle(project):
    busy = project.tasks.values("city")
    idle = [str(each.city) for each in project.project_cities.exclude(city__in=busy).select_related("city")]
    if idle:
        raise TransitionRefused(
            _("Each city has a task of its own; still without one: %(cities)s.") % {"cities": ", ".join(idle)}
        )


# Tasks


@projects.transition(*OPEN)
def add_task(project, *, by, city, words, due_on=None):
    """One thing that one of the cities does, until a day."""
    if not project.project_cities.filter(city=city).exists():
        raise TransitionRefused(_("This city does not own the project."))
    if project.tasks.count() >= TASKS:
        raise TransitionRefused(_("A project has at most %(number)s tasks.") % {"number": TASKS})
    project.tasks.create(city=city, words=_words(words, 300, _("Say what is to be done.")), due_on=due_on)


@projects.transition(*OPEN)
def remove_task(project, *, by, task):
    """A task of the own city is left out."""
    _own_task(project, by, task, remove_task).delete()


@projects.transition(Status.RUNNING)
def close_task(project, *, by, task):
    """The own city has done it."""
    task = _own_task(project, by, task, close_task)
    task.done_on = task.done_on or timezone.now().date()
    task.save()


@projects.transition(Status.RUNNING)
def reopen_task(project, *, by, task):
    """It was not done after all."""
    task = _own_task(project, by, task, reopen_task)
    task.done_on = None
    task.save()


def _own_task(project, by, task, step):
    found = project.tasks.select_related("city").filter(pk=task.pk).first()
    if found is None:
        raise TransitionRefused(_("This task is not there any more."))
    if not leads_city.test(by, found.city):
        raise PermissionDenied(step.permission)
    return found


# The end


@projects.transition(Status.RUNNING, to=Status.DONE, announces=signals.project_done)
def finish(project, *, by, result, taken=None, takers=(), degree="adapted"):
    """Every task is closed and the result stands in the hub, with the names of all owners.

    `taken` is a practice that the own city took over in it: the adoption is recorded at once.
    """
    _refuse_idle(project)
    if project.tasks.filter(done_on=None).exists():
        raise TransitionRefused(_("There are open tasks: close them, or leave out what is not needed."))
    result = Resource.objects.select_for_update(no_key=True).filter(pk=result.pk).first() if result else None
    if result is None or result.status not in PUBLISHED or result.kind not in RESULTS:
        raise TransitionRefused(_("The result is a practice or a lesson that stands in the hub: write it up first."))
    owners = set(project.project_cities.values_list("city", flat=True))
    if not owners <= set(result.owner_cities()):
        raise TransitionRefused(_("The item in the hub names all cities of the project as its owners."))
    project.result, project.done_on = result, timezone.now().date()
    for city in takers if taken is not None else ():
        if city.pk not in owners:
            raise TransitionRefused(_("This city does not own the project."))
        if not leads_city.test(by, city):
            raise PermissionDenied(finish.permission)
        adoptions.record_adoption(resource=taken, taker=city, degree=degree, context=project.title)


@projects.transition(*OPEN, to=Status.STOPPED)
def stop(project, *, by, reason):
    """It ends early. Why, and what it was worth, helps others as much as a result."""
    project.reason = _words(reason, 1000, _("Say why, and what it was worth."))
