"""Strategies and action plans of a city, version after version, each with the period in which it is in force."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from ..querysets import StrategyQuerySet, VersionQuerySet


class Strategy(models.Model):
    """A city's strategy or action plan. What it says and when stands in its versions."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("strategy")
        ACTION_PLAN = "action_plan", _("action plan")

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="strategies")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    sharing = models.SmallIntegerField(_("who may read it"), choices=Sharing.choices, default=Sharing.CLEAR)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["city", "kind", "title"]
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="strategy_slug_in_city"),
            models.CheckConstraint(name="strategy_never_for_named_cities", condition=Q(sharing__in=[0, 1])),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cities:strategy_detail", args=[self.city.slug, self.slug])


class StrategyVersion(models.Model):
    """One version, with its period. Once adopted it is never changed, only ended sooner or withdrawn."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    period = DateRangeField(_("in force"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=160, blank=True)
    framework = models.CharField(_("national framework"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(_("address of the document"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a strategy")
        verbose_name_plural = _("versions of strategies")
        ordering = ["strategy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="strategy_version_number"),
            ExclusionConstraint(
                name="strategy_versions_no_overlap",
                expressions=[(F("strategy"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=Q(status="adopted"),
                violation_error_message=_("Another version of this strategy is in force in that period."),
            ),
            models.CheckConstraint(
                name="strategy_adopted_is_complete",
                condition=~Q(status="adopted")
                | (Q(period__isnull=False) & Q(adopted_on__isnull=False) & (Q(file__isnull=False) | ~Q(link=""))),
                violation_error_message=_("An adopted version has a period, a day and a document or its address."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="strategy_version_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'draft' AND ("
                    "(to_jsonb(OLD) - 'status' - 'period') IS DISTINCT FROM (to_jsonb(NEW) - 'status' - 'period')"
                    " OR (NEW.period IS DISTINCT FROM OLD.period"
                    " AND (isempty(NEW.period) OR lower(NEW.period) IS DISTINCT FROM lower(OLD.period)"
                    " OR NOT NEW.period <@ OLD.period)))"
                ),
            ),
            pgtrigger.Protect(
                name="strategy_version_never_draft_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status="draft") & ~pgtrigger.Q(old__status="draft"),
            ),
        ]

    def __str__(self):
        return f"{self.strategy} ({self.number})"

    @property
    def first_day(self):
        """The day from which it is in force; None while that is not said."""
        return self.period.lower if self.period else None

    @property
    def last_day(self):
        """The last day on which it is in force; None where it has no end."""
        return self.period.upper - timedelta(days=1) if self.period and self.period.upper else None

    def covers(self, day):
        """Whether this version was adopted and is in force on that day."""
        return self.status == self.Status.ADOPTED and day in self.period
