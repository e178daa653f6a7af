"""Joint projects: the list, a new one, the page of one with the tasks of each city."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from cities.countries import country_name
from cities.models import City
from hub.models import Resource
from hub.readers import reader_of
from scn_portal.accounts.links import Public
from scn_portal.sharing import Sharing

from ..forms.projects import ProjectForm, ProjectsFilterForm
from ..forms.visits import OriginForm
from ..lifecycle import projects
from ..models import Partnership, Project
from .project_steps import OfProject, owners_of
from .visiting import TONES, Act, ForLeads, StepForm, led_by, to

ON_ONE_PAGE = 20


def told(project):
    """The project with its words for cards."""
    project.tone = TONES[project.status]
    project.owners = [each.city for each in project.project_cities.all()]
    for city in project.owners:
        city.country_label = country_name(city.country_id)
    return project


class ProjectList(Public, ListView):
    template_name = "twinning/project_list.html"
    paginate_by = ON_ONE_PAGE

    def get_queryset(self):
        return owners_of(Project.objects.visible_to(self.request.user)).order_by("-starts_on", "-pk")

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist is the nearest one that does."""
        form = ProjectsFilterForm(self.request.GET)
        page = self.get_paginator(queryset, page_size).get_page(form.is_valid() and form.cleaned_data["page"] or 1)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [told(each) for each in context["object_list"]]
        return context | {"projects": rows, "may_plan": bool(reader_of(self.request.user).leads())}


class ProjectDetail(Public, OfProject, DetailView):
    template_name = "twinning/project_detail.html"

    def get_context_data(self, **kwargs):
        user, project, reader = self.request.user, told(self.project), reader_of(self.request.user)
        own = set(self.own.values_list("pk", flat=True)) if reader.leads() else set()
        keys = [each.pk for each in project.owners]
        seen = City.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
        is_member = reader.level >= Sharing.GREEN
        return super().get_context_data(
            own_keys=own,
            seen=set(seen),
            is_member=is_member,
            by_city=self.by_city() if is_member else [],
            acts=acts_for(project, own),
            result=self._seen(Resource, project.result_id),
            partnership=self._seen(Partnership, project.partnership_id),
            today=timezone.now().date(),
            **kwargs,
        )

    def by_city(self):
        """[(city, its tasks in order)]."""
        tasks = list(self.project.tasks.all())
        return [(city, [each for each in tasks if each.city_id == city.pk]) for city in self.project.owners]

    def _seen(self, model, key):
        return model.objects.visible_to(self.request.user).filter(pk=key).first() if key else None


def acts_for(project, own):
    """The steps open to leads of a city that owns it, the main one first."""
    if not own:
        return []
    steps = {
        "planned": [("begin", _("Begin"), "circle-play", ""), ("task_add", _("Add a task"), "plus", "quiet")],
        "running": [("task_add", _("Add a task"), "plus", ""), ("finish", _("It is done"), "badge-check", "quiet")],
    }.get(project.status, [])
    if steps:
        steps += [
            ("edit", _("Change words and days"), "pen-line", "quiet"),
            ("stop", _("Stop it"), "circle-x", "danger"),
        ]
    return [Act(label, to(f"project_{name}", project.slug), icon, kind) for name, label, icon, kind in steps]


class ProjectCreate(ForLeads, StepForm):
    """A plan, freely or filled from a partnership."""

    form_class = ProjectForm
    heading, button = _("Plan a joint project"), _("Plan it")
    lede = _("At least two cities make something together, and put what comes of it into the hub.")
    done = _("Planned. Each city now gets its first task.")

    @cached_property
    def partnership(self):
        """One that the reader may see; anything else in the address is a wrong address."""
        form = OriginForm(self.request.GET)
        slug = form.cleaned_data["partnership"] if form.is_valid() else ""
        return get_object_or_404(Partnership.objects.concerning(self.request.user), slug=slug) if slug else None

    def get_form_kwargs(self):
        cities = City.objects.listed().order_by("folded")
        if self.partnership:
            partners = self.partnership.partner_cities.filter(left_on=None)
            cities = City.objects.filter(pk__in=partners.values("city")).order_by("folded")
        own = led_by(self.request.user)
        return super().get_form_kwargs() | {"own": own, "cities": cities, "few": self.partnership is not None}

    def get_initial(self):
        found = {"starts_on": timezone.now().date()}
        if self.partnership:
            keys = self.partnership.partner_cities.filter(left_on=None).values_list("city", flat=True)
            found |= {"cities": list(keys), "themes": list(self.partnership.themes.values_list("pk", flat=True))}
        return found

    def take(self, form):
        given = form.values
        given["cities"] = [given["within"], *given["cities"]]
        return projects.plan(by=self.request.user, partnership=self.partnership, **given)

    def get_context_data(self, **kwargs):
        back = self.partnership.get_absolute_url() if self.partnership else to("project_list")
        return super().get_context_data(about=self.partnership, **kwargs | {"back": back})
