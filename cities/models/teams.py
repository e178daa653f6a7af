"""A city's prevention team: who sits in it, what it learned, what it wants to reach."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from ..querysets import TeamQuerySet


class PreventionTeam(models.Model):
    """The local team in which services of a city work together on prevention."""

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=160)
    own_name = models.CharField(_("name in the city's own language"), max_length=160, blank=True)
    own_language = models.CharField(_("that language"), max_length=5, blank=True)
    since = models.DateField(_("works since"), null=True, blank=True)
    until = models.DateField(_("worked until"), null=True, blank=True)
    about = models.TextField(_("how it works"), max_length=2000, blank=True)
    sectors = models.ManyToManyField("cities.Term", blank=True, related_name="+", verbose_name=_("who takes part"))
    sharing = models.SmallIntegerField(_("who may read it"), choices=Sharing.choices, default=Sharing.GREEN)
    revision = models.PositiveIntegerField(default=1)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("prevention team")
        verbose_name_plural = _("prevention teams")
        ordering = ["city", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="team_ends_later",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(name="team_never_for_named_cities", condition=Q(sharing__in=[0, 1])),
        ]

    def __str__(self):
        return self.name


class TeamTraining(models.Model):
    """A training that people of the team took part in."""

    team = models.ForeignKey(PreventionTeam, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("held on"))
    provider = models.CharField(_("given by"), max_length=160, blank=True)
    people = models.PositiveIntegerField(_("people who took part"))

    class Meta:
        ordering = ["-held_on", "pk"]
        constraints = [models.CheckConstraint(name="training_has_people", condition=Q(people__gte=1))]

    def __str__(self):
        return self.title


class TeamTarget(models.Model):
    """What the team wants to reach by a day. Whether it is met, missed or running follows from its numbers."""

    class State(models.TextChoices):
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        RUNNING = "running", _("running")

    team = models.ForeignKey(PreventionTeam, on_delete=models.CASCADE, related_name="targets")
    what = models.CharField(_("what"), max_length=200)
    amount = models.PositiveIntegerField(_("how many"))
    unit = models.CharField(_("of what"), max_length=80)
    due_on = models.DateField(_("by when"))
    reached = models.PositiveIntegerField(_("reached so far"), default=0)
    checked_on = models.DateField(_("counted on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(name="target_has_amount", condition=Q(amount__gte=1))]

    def __str__(self):
        return self.what

    def state_on(self, day):
        """Met as soon as the amount is reached; missed from the day after it was due; running until then."""
        if self.reached >= self.amount:
            return self.State.MET
        return self.State.MISSED if day > self.due_on else self.State.RUNNING
