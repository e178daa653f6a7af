"""What cities make together, and the item of the hub that comes of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.models import City

from ..querysets import ProjectQuerySet
from .partnerships import Partnership


class Project(models.Model):
    """Work of at least two cities together, which ends in an item of the hub."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=160)
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    aims = models.CharField(_("aims"), max_length=2000)
    themes = models.ManyToManyField("cities.Term", blank=True, related_name="+", verbose_name=_("themes"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PLANNED)
    reason = models.CharField(_("why it was stopped, and what it was worth"), max_length=1000, blank=True)
    result = models.ForeignKey(
        "hub.Resource",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="result_of_projects",
        verbose_name=_("result in the hub"),
    )
    done_on = models.DateField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="project_done_has_result",
                condition=~Q(status="done") | Q(result__isnull=False),
                violation_error_message=_("A project is done when its result stands in the hub."),
            ),
            models.CheckConstraint(
                name="project_ends_later",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day does not come before the first."),
            ),
            models.CheckConstraint(name="project_stopped_with_reason", condition=~Q(status="stopped") | ~Q(reason="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("twinning:project_detail", args=[self.slug])

    def taking_part(self):
        """The cities that own it."""
        return City.objects.filter(pk__in=self.project_cities.values("city")).order_by("folded")


class ProjectCity(models.Model):
    """A city that owns a project with others."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_cities")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="twinning_projects")

    class Meta:
        verbose_name = _("city of a project")
        verbose_name_plural = _("cities of projects")
        ordering = ["project", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "city"], name="project_city_once")]

    def __str__(self):
        return f"{self.city}: {self.project}"


class Task(models.Model):
    """What one city does in a project, with its day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    words = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["project", "due_on", "pk"]

    def __str__(self):
        return self.words
