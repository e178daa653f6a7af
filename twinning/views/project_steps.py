"""Steps of a joint project: words, tasks, the result, an early end."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hub.models import Resource
from hub.views.asking import Asked
from scn_portal.ui.views import TransitionView

from ..forms.projects import AboutForm, FinishForm, TaskForm, WorthForm
from ..lifecycle import projects
from ..models import Project, ProjectCity
from .visiting import StepForm, led_by, refuse_unless_open


def owners_of(rows):
    """Projects with the cities that own them, in order."""
    owners = ProjectCity.objects.select_related("city__country").order_by("pk")
    return rows.select_related("partnership").prefetch_related(Prefetch("project_cities", owners), "tasks", "themes")


class OfProject:
    """A page about one project, found through `visible_to`."""

    @cached_property
    def project(self):
        return get_object_or_404(owners_of(Project.objects.visible_to(self.request.user)), slug=self.kwargs["slug"])

    def get_object(self, queryset=None):
        return self.project

    @cached_property
    def own(self):
        """The owners for which the person acts."""
        own = {each.pk for each in led_by(self.request.user)}
        return self.project.taking_part().filter(pk__in=own)

    @property
    def back(self):
        return self.project.get_absolute_url()


class StepOfProject(OfProject, StepForm):
    """A form that takes a step of a project."""

    step = None

    def dispatch(self, request, *args, **kwargs):
        refuse_unless_open(request.user, type(self).step, self.project)
        return super().dispatch(request, *args, **kwargs)

    def take(self, form):
        given = getattr(form, "values", form.cleaned_data)
        return type(self).step(self.project, by=self.request.user, **given)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.project, **kwargs)


class ProjectEdit(StepOfProject):
    step, form_class = projects.revise, AboutForm
    heading, done = _("Change words and days"), _("Changed.")

    def get_initial(self):
        project = self.project
        days = {"starts_on": project.starts_on, "ends_on": project.ends_on}
        return {"title": project.title, "aims": project.aims, "themes": list(project.themes.all())} | days


class TaskAdd(StepOfProject):
    step, form_class = projects.add_task, TaskForm
    heading, button, done = _("Add a task"), _("Add it"), _("The task is added.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cities": self.project.taking_part()}

    def get_initial(self):
        return {"city": self.own.first()}


class ProjectFinish(StepOfProject):
    step, form_class = projects.finish, FinishForm
    template_name = "twinning/project_finish.html"
    heading, button = _("The project is done"), _("Say that it is done")
    lede = _("Every task is closed, and what came of it stands in the hub with the names of all cities.")
    done = _("Done. The project and its result lead to each other now.")

    def get_form_kwargs(self):
        shown = Resource.objects.visible_to(self.request.user).shown()
        owners = [each.city_id for each in self.project.project_cities.all()]
        results = shown.filter(kind__in=projects.RESULTS, status__in=projects.PUBLISHED)
        for city in owners:  # each owner is the owner or a co-owner
            results = results.filter(pk__in=owned_by(city))
        values = {"results": results.order_by("title"), "practices": shown.filter(city__in=owners).order_by("title")}
        return super().get_form_kwargs() | values | {"cities": self.own}


def owned_by(city):
    """The keys of the items that this city owns, alone or with others."""
    alone = Resource.objects.filter(city=city).order_by().values("pk")
    shared = Resource.objects.filter(resource_cities__city=city, resource_cities__role="co_owner")
    return alone.union(shared.order_by().values("pk"))


class ProjectStep(OfProject, Asked, TransitionView):
    """A step that asks first."""


class ProjectBegin(ProjectStep):
    transition = projects.begin
    confirm, button = _("Begin the project?"), _("Begin")
    effect = _("Each city needs a first task of its own.")
    done = _("The project has begun.")


class ProjectStop(ProjectStep):
    transition, form_class = projects.stop, WorthForm
    confirm, button, kind = _("Stop the project?"), _("Stop it"), "danger"
    effect = _("It stays to be read, with your words.")
    done = _("The project is stopped; members read why, and what it was worth.")


class TaskStep(ProjectStep):
    """A step of one task. Another city's task is 403, one that is not there a wrong address."""

    def details(self, form):
        return {"task": get_object_or_404(self.project.tasks, pk=self.kwargs["task"])}


class TaskClose(TaskStep):
    transition, done = projects.close_task, _("Done.")


class TaskReopen(TaskStep):
    transition, done = projects.reopen_task, _("The task is open again.")


class TaskRemove(TaskStep):
    transition = projects.remove_task
    confirm, button, kind = _("Leave this task out?"), _("Leave it out"), "danger"
    done = _("The task is left out.")
